"""The data node: sole owner of terms, courses, sections, seats and enrolments."""

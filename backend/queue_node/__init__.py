"""The queue node: the line. Takes selection requests durably, in order, and hands them on."""

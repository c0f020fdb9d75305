"""`course-cli`: administration from the command line, one file a noun."""

"""One parent for all services: starts, watches, starts again, and stops them in order."""

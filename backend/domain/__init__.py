"""The rule book: pure Python, no I/O, no framework, time passed in."""

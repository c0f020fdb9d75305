"""Course selection: five nodes, a gateway and a command line around one rule book."""

__version__ = "0.1.0"

"""The duty desk as a server: HTTP, live pages, storage and the command line."""

__version__ = "0.1.0"
"""Of the whole program; the one place where it is written."""

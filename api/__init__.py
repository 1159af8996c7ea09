"""The duty desk as a server: HTTP, live pages, storage and the command line."""

"""The MCP server: plans, incidents and what is owed, for assistants; reads and never writes.

It asks a running server over HTTP with a token, so it sees what that token may see.
"""

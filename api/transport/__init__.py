"""Connections: uvicorn's HTTP and websocket classes as extended here, admission, SSE streams.

The only package beside the command line that imports uvicorn.
"""

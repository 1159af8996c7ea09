"""Thin endpoints: read the request, ask the engine or the store, shape the answer."""

"""Calls outside of the engine: by which means a person is reached."""

"""Evaluations as the server asks for them; what is expected and found is the engine's."""

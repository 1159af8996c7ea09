"""Journals that are replayed: where they are read, and how a replay goes back."""

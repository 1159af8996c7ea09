"""A running server: its state, background tasks, health and node; what it answers, by subject."""

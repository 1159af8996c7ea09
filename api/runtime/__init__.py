"""A running server: its state, background tasks, health, node, clock and ids."""

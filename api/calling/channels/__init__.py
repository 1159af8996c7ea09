"""Channels: each gives a message to one means of reaching people, and reads what it answers."""

"""Calls that are owed and the messages that are due for them, in the database."""

"""Scenarios that an office writes, in the database."""

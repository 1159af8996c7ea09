"""Evaluations and trials of scenarios in a running server."""

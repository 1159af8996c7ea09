"""Servers that are killed at the worst moments, and what must be true afterwards."""

"""Installations as an office makes them."""

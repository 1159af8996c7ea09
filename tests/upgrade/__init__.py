"""Databases of earlier versions, and what a newer program makes of them."""

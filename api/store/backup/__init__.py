"""Backups: one snapshot into one file (`backup`), one file into one database (`restore`)."""

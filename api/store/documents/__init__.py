"""The files of signed documents in the database."""

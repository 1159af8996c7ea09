"""The address book in the database."""

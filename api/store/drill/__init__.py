"""A live drill in the database: its control log, and how far it has come."""

"""The server journal in the database: appended in the transaction of the change itself."""

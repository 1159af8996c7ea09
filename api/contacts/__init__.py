"""The address book outside of the database: spreadsheets, and the letters names are found by."""

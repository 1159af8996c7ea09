"""The roster outside of the database: spreadsheets, calendars, holidays."""

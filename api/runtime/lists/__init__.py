"""What one account finds over many incidents: deadlines, search, rows of spreadsheets."""

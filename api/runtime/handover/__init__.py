"""Hand-overs of a running server: the sheet as it stands, those signed, those overdue."""

"""Hand-overs and the shift log in the database."""

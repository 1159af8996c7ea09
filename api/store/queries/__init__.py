"""Reading: queries for screens and machines, pages of them, and the plans of incidents."""

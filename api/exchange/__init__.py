"""Exchange: incidents and deadlines in the forms of other programs (iCalendar, CAP, GB/T 35965)."""

"""Reports: when they are owed, to whom, and which reminders are sent."""

"""Reports: when they are owed, to whom, and what reminds of them."""

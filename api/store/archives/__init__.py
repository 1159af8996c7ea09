"""What archives of incidents need of the database, read in one snapshot."""

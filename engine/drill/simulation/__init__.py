"""People and reporters whom the program plays, each by draws from the seed."""

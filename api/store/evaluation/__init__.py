"""What people write about exercises and incidents, in the server journal."""

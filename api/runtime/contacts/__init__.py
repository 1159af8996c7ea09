"""The address book of a running server as one account reads it, and sheets taken over."""

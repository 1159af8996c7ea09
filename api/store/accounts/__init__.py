"""Accounts with their passwords, and the sign-ins and tokens of each."""

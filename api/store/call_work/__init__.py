"""Transactions about calls: what is claimed and sent, who answered, calls of no incident."""

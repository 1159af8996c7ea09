"""Webhooks: entries of journals to other systems' addresses, signed, retried, on record."""

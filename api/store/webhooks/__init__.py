"""Webhooks in the database: subscriptions, and the rows that the worker sends."""

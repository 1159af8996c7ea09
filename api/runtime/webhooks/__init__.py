"""Webhooks of a running server: subscriptions, the worker, and the answers about them."""

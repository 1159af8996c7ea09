"""Logs, metrics, the write check, and the watchdog that recomputes the report ledger."""

"""Scenarios that an office writes in the console: kept, checked, compared and tried."""

"""Scenarios as spreadsheets: the list of events (导调单, MSEL) that drill teams pass around."""

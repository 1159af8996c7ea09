"""Checks of reports: obligations that begin and end, cadences that always come again."""

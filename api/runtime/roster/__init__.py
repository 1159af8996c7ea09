"""The roster of a running server: who is on duty, its gaps, swaps and spreadsheets."""

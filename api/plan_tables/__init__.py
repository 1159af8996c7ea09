"""A plan as a spreadsheet: written out, read back, and made into a draft of a new edition."""

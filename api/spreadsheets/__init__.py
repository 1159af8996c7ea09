"""Lists as spreadsheets: cells of text, numbers and instants, equal bytes for equal rows."""

"""A plan's figures, posts and measures as tables, and changed cells as edits of its file."""

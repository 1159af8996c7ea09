"""Papers about a plan, from its file alone: the sheet its owner signs, and a card for each post."""

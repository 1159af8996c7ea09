"""What a plan's owner and lawyers read: coverage by clause, what an amendment changes.

Nothing in here decides about incidents. `coverage` lists each clause with the rules that
cite it, `difference` compares two editions of a plan, `replay` runs finished journals
against an amended plan.
"""

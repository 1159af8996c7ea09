"""What a plan's owner and lawyers read: coverage by clause, what an amendment changes.

`clause_coverage` lists each clause with the rules that cite it, `changes` compares two
editions of a plan, `replay` runs finished journals against an amended plan. Nothing here
decides about incidents.
"""

"""The generated tables of the reference: each function makes one, from the program itself.

Nothing here describes what only is planned: what the code does not hold has no row.
"""

"""The lifecycle of an incident as a finite-state machine, interpreted from the plan.

`table` expands the plan's rows into steps, `transitions_adapter` takes a step with the
library, `diagram` and `svg_chart` draw the table.
"""

"""The lifecycle of an incident as a finite-state machine, interpreted from the plan."""

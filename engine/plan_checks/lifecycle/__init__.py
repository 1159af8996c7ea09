"""Checks of the lifecycle: every place can be reached and left, by exactly one row a step."""

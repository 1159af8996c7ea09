"""Evaluation: what the plan asked for in the states of an incident, and what was done."""

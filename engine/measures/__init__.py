"""Measures of an incident: which are on its list, and what time they have.

`listed` says which measures the incident's place and figures ask for. `time_limits` counts
when a limited one is due, `clocks` keeps that up from entry to entry, and `reminders` says
what the passing of time adds.
"""

"""Event → next state: the fold of an incident's journal.

`apply` runs one event, `event_handlers` holds one function a type of event. Nothing here
refuses anything: an event has happened.
"""

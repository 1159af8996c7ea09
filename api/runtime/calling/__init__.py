"""Calling people (叫应) in a running server: its rules and address book, the list, the alarms."""

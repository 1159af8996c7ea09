"""The roster: who is on duty when, in which post, and where nobody is.

Pure: shifts come from the store, persons from the address book, holidays from elsewhere.
"""

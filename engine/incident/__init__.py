"""The nouns of an incident: who acts, what they ask for, what happened, what holds now.

`actors`, `commands`, `events` and `state` are frozen values. Rules are elsewhere: `decide`
turns a command into events, `evolve` turns events into state.
"""

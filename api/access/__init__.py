"""Access: which accounts may sign in, and which parts of an incident each one sees.

Holds identity, roles, audiences and limits on guesses. Nothing here reads a request or writes an
answer; `api.http` does.
"""

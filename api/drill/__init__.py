"""A live drill on a server of its own: its session, its participants, the wall to reality."""

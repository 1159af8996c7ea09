"""The feed: from committed events to frames, each made once.

`journal_follower` reads commits in cursor order, `incident_board` holds the open incidents,
`event_frames` makes one frame an event, `replay_buffer` keeps the last of them.
"""

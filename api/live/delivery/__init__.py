"""Delivery: each subscriber gets the frames it follows, in order, none twice.

`broadcast` makes the passes, `cohorts` serves subscribers that stand at the same cursor,
`resume` catches up those that stand elsewhere. `sink` is one connection, `frame_cache` keeps
frames that several subscribers share.
"""

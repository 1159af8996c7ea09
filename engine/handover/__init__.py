"""The hand-over of a duty office: what is open at an instant, and what came since the last one.

Pure: incidents come folded, calls, alarms and the shift log as they stand.
"""

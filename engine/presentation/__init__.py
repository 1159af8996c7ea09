"""What people and clients see: JSON-ready views and the journal's sentences.

`incident_view`, `slot_view` and `plan_view` are made from state and plan alone;
`journal_text` puts one event in words. Nothing here decides.
"""

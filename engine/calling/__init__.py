"""Calling (叫应): who has to be reached by when, decided by the rules of `calling.yaml`.

Pure: an entry triggers a rule, the rule and the address book make a chain, and the chain is
frozen in the entry that starts the call. Sending is the business of the server. The calls
themselves are `engine.incident.calls`, the rules `engine.plan.calling_rules`.
"""

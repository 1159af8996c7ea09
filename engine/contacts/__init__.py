"""Who can be reached, where and in which order: the address book of a duty office.

Pure: the rows come from the store, the posts and units from the plans.
"""

"""Tune CPython's garbage collector so that full collections do not stall the event loop.

A full collection walks through everything that is kept: the plans, the application and the
state of a thousand screens, a quarter of a second in which no frame is sent. Objects that exist
when the server has started stay for good and are frozen. Long-lived objects made later,
connections above all, are freed by their last reference and need no collection. Full
collections remain for leaks, and are rare.
"""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 8000, 5, 125
"""More than is in work for sixty requests at once, so that what they leave is gone by itself
before it is looked at: with 4,000 there were five collections in a thousand commands, a
twentieth of their time, and nothing to collect. What some leave in circles, large bodies
among it, does not pile up. Twenty thousand young objects take some milliseconds; five million
new ones are needed for a full collection, instead of Python's seventy thousand."""


FEW = 250_000
"""New objects between two collections of a command: it ends before many are in circles."""


def for_a_command() -> None:
    """Collect rarely: a command makes much that it keeps, and looking through it takes a tenth."""
    gc.set_threshold(FEW)


def at_the_end_of_a_command() -> None:
    """Look through nothing any more: Python would do so three times before it ends."""
    gc.freeze()


def settle() -> None:
    """Freeze the objects that exist now; called once, when the server has started."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)

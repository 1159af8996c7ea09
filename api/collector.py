"""Python's collector of cycles, set so that it stops nobody for long.

A full collection walks through everything that is kept: the plans, the application and all
that hangs on a thousand screens, a quarter of a second in which no frame leaves. What is
there when the server has started stays for good and is set aside; what lives long
afterwards, connections above all, is let go by its last reference and waits for no
collection. Full collections are left for what somebody may have overlooked, and are rare.
"""

from __future__ import annotations

import gc

YOUNG, MIDDLE, OLD = 4000, 5, 250
"""About what is in work for sixty requests at once: what most of them leave is gone by itself
before it is looked at, and what some leave in circles, large bodies among it, does not pile
up. Twenty thousand young objects take some milliseconds; five million new ones are needed for
a full collection, instead of Python's seventy thousand."""


def settle() -> None:
    """Set aside what the server has started with; called once, when it has."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)

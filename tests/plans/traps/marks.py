"""Tying a test to the trap or the reading that it proves, and to the clause.

    @trap(20, clause="PS 5.3.4")
    @reading("A7", clause=["PS 5.3.4", "GR 2.1(2)"])

A clause is written with the plan's prefix (PS, CM, GR) and as the plan file cites it; an
article of a law that the plan lists likewise: `PS order_21:26`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest


def trap(*numbers: int, clause: str | Sequence[str]) -> pytest.MarkDecorator:
    """The test proves what the trap of this number is about."""
    return pytest.mark.trap(*numbers, clause=_several(clause))


def reading(*ids: str, clause: str | Sequence[str]) -> pytest.MarkDecorator:
    """The test proves that the plans are read as the assumption of this id says."""
    return pytest.mark.reading(*ids, clause=_several(clause))


def _several(clause: str | Sequence[str]) -> tuple[str, ...]:
    return (clause,) if isinstance(clause, str) else tuple(clause)

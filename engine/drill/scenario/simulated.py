"""People and reporters whom the program plays: how punctual, how careful, how willing they are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from engine.drill.scenario.parts import wrong
from engine.plan.part import Part

Percent = Annotated[int, Field(ge=0, le=100)]
Minutes = Annotated[int, Field(ge=0, le=60 * 24 * 31)]

EVERYBODY = "reporters"
"""The key in `simulated` that stands for every reporter without a row of its own."""


class Simulated(Part):
    """How somebody acts whom the program plays; every draw is made from the seed.

    For a reporter (the code of a division, a unit, or `reporters` for all others): of 100 reports
    it owes it never sends `absent`. Of 100 others it sends `punctuality` in time, `lead_minutes`
    before they are due, and the rest late by `late_minutes`. Of those sent, `wrong_figures` are
    wrong and corrected `corrected_after_minutes` later.

    For a person of the scenario: what it `does` by itself, each within `answer_minutes`: answer
    injects (`injects`: the expected commands), approve or activate what was recommended
    (`decisions`), complete measures and form groups that are asked for. Of 100 injects it misses
    `absent`; of 100 recommendations it refuses `refuses`; of the figures in injects addressed to it
    `wrong_figures` are first recorded wrongly.
    """

    punctuality: Percent = 100
    lead_minutes: tuple[Minutes, Minutes] = (5, 60)
    late_minutes: tuple[Minutes, Minutes] = (1, 90)
    absent: Percent = 0
    wrong_figures: Percent = 0
    corrected_after_minutes: tuple[Minutes, Minutes] = (20, 120)
    does: tuple[Literal["injects", "decisions", "measures", "groups"], ...] = ()
    answer_minutes: tuple[Minutes, Minutes] = (3, 20)
    refuses: Percent = 0

    @model_validator(mode="after")
    def _ordered(self) -> Simulated:
        spans = (
            self.lead_minutes,
            self.late_minutes,
            self.corrected_after_minutes,
            self.answer_minutes,
        )
        if any(first > last for first, last in spans):
            raise wrong("scenario_span_order")
        return self

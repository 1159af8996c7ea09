"""Who is on duty at an instant, as ids of contacts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OnDuty:
    """`leader` is 带班领导, `duty_officers` are at the desk, `standby` is 备班, each in order."""

    leader: str | None = None
    duty_officers: tuple[str, ...] = ()
    standby: tuple[str, ...] = ()


NOBODY = OnDuty()

"""The checker on reports that are owed twice or never, and on how long it takes."""

from __future__ import annotations

import time

from tests.engine.plan_checks.wrong import DAILY, I_WHEN, codes, found
from tests.support.plan_files import small_text

# ── reports ─────────────────────────────────────────────────────────────────

SECOND = (
    "\nreminders:",
    "\n  - {{id: second, name: 快报, series: round, reporters: {reporters}, "
    "recipients: government, "
    'at: {at}, when: {when}, cadence: {{daily: ["10:00"]}}, clause: "2"}}\nreminders:',
)
FIRST = (
    "recipients: government\n    at: responding",
    "series: round\n    recipients: government\n    at: II",
)


def second(
    at: str = "II", when: str = I_WHEN, reporters: str = "{units: bureau}"
) -> tuple[str, str]:
    return SECOND[0], SECOND[1].format(at=at, when=when, reporters=reporters)


def test_the_same_report_is_asked_twice_only_of_one_reporter_at_one_place() -> None:
    assert codes(FIRST, second()) == ["asked_twice"]
    assert codes(FIRST, second(at="I")) == []
    assert codes(FIRST, second(reporters="{divisions: all}")) == []


def test_who_is_on_a_list_and_who_is_off_it_are_different_reporters() -> None:
    towns = ("\nlevels:", '\n  - {id: towns, name: 名单, kind: divisions, clause: "1"}\nlevels:')
    on_it = ("reporters: {units: bureau}", "reporters: {divisions_in: towns}")
    off_it = second(reporters="{divisions: all, divisions_not_in: towns}")
    assert codes(towns, on_it, FIRST, off_it) == []
    assert codes(towns, on_it, FIRST, second(reporters="{divisions: all}")) == ["asked_twice"]


def test_the_trail_of_a_double_report_holds_facts_with_which_both_are_owed() -> None:
    (finding,) = found(FIRST, second())
    assert finding.counter_example()[1:] == [
        "启动响应（总指挥，1）→ 二级",
        "记录情况：死亡人数 10 人",
        "同时应报：“日报”和“快报”",
    ]


def test_a_cadence_that_returns_at_any_hour_always_has_a_next_instant() -> None:
    for cadence in (
        "{every_hours: 7}",
        '{every_days: 366, at: "24:00"}',
        '{daily: ["00:00", "24:00"]}',
    ):
        assert codes((DAILY, f"cadence: {cadence}")) == [], cadence


def test_a_zone_with_summer_time_has_its_instants_too() -> None:
    zone = ("Asia/Shanghai", "Europe/Berlin")
    assert codes(zone, (DAILY, 'cadence: {daily: ["02:30", "03:15"]}')) == []


# ── bounds ──────────────────────────────────────────────────────────────────


def test_many_cadences_are_checked_up_to_a_limit() -> None:
    report = (
        "\n  - {{id: r{n}, name: 报{n}, reporters: {{units: bureau}}, recipients: government, "
        'at: responding, cadence: {{every_hours: {n}}}, clause: "2"}}'
    )
    many = "".join(report.format(n=n) for n in range(1, 70))
    assert set(codes(("\nreminders:", many + "\nreminders:"))) == {"too_many_cadences"}


def test_many_thresholds_are_looked_at_in_bounded_time() -> None:
    bands = ", ".join(
        f"{{fact: deaths, at_least: {n * 20}, below: {n * 20 + 9}}}" for n in range(1, 190)
    )
    criteria = ", ".join(
        f'{{id: c{i}, text: 条件{i}, when: {{any: [{bands}]}}, clause: "1"}}' for i in range(25)
    )
    old = small_text().partition("criteria: [")[2].partition("]\n")[0]
    began = time.process_time()
    assert "not_proved" in codes((old, criteria))
    assert time.process_time() - began < 20


def test_classes_that_lean_on_classes_do_not_grow_without_measure() -> None:
    first = "classes: [{id: c, name: 类, when: {fact: deaths, at_least: 1}}]"
    scales = f'\nscales:\n  - {{id: s0, name: 零, {first}, clause: "1"}}\n'
    scales += "".join(
        f"  - {{id: s{n}, name: 级{n}, classes: [{{id: c, name: 类, when: {{all: ["
        f'{{scale: s{n - 1}, is: c}}, {{scale: s{n - 1}, is: c}}]}}}}], clause: "1"}}\n'
        for n in range(1, 40)
    )
    used = (I_WHEN, "{any: [{fact: deaths, at_least: 10}, {scale: s39, is: c}]}")
    began = time.process_time()
    codes(("\nlevels:", scales + "levels:"), used)
    assert time.process_time() - began < 20

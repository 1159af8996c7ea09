"""A made-up plan with every cadence and every way to say who reports, for audits."""

from __future__ import annotations

from functools import cache

from engine.plan.model import Plan
from tests.engine.made_up import plan_of

ALWAYS = "at: [assessing, warning, responding]"
DEAD = "{fact: dead, at_least: 3}"

ROWS = (
    # counties, and an office that sums up: one series each, another cadence at each level
    'id: daily, series: news, reporters: {divisions: all}, at: low, cadence: {daily: ["15:00"]}',
    "id: half_day, series: news, reporters: {divisions: all}, at: high.calm, "
    'cadence: {daily: ["10:00", "16:00"]}',
    "id: two_day, series: news, reporters: {divisions: all}, at: high.wild, "
    'cadence: {every_days: 2, at: "15:00"}',
    "id: sum_daily, series: sums, reporters: {units: office}, at: low, "
    "cadence: {after_last: daily, minutes: 120}",
    "id: sum_half_day, series: sums, reporters: {units: office}, at: high.calm, "
    "cadence: {after_last: half_day, minutes: 120}",
    "id: sum_two_day, series: sums, reporters: {units: office}, at: high.wild, "
    "cadence: {after_last: two_day, minutes: 120}",
    # hours and parts of the day, across levels; people on a list
    "id: hourly, reporters: {units: office}, at: [low, top], cadence: {every_hours: 6}, "
    "due_soon_minutes: [90, 10]",
    "id: turns, reporters: {units: bureau, divisions_in: places}, at: top, "
    "cadence: {times_per_day: 3}, overdue_again_minutes: [30, 90]",
    # the end of the day; one series told apart by a figure
    "id: evening, series: late, reporters: {units: bureau}, at: responding, "
    'when: {fact: hurt, at_least: 1, below: 5}, cadence: {daily: ["24:00"]}',
    "id: evenings, series: late, reporters: {units: bureau}, at: responding, "
    'when: {fact: hurt, at_least: 5}, cadence: {daily: ["12:00", "24:00"]}',
    # a duty, and the end of one, that time itself brings
    "id: long, reporters: {units: bureau}, at: responding, "
    'when: {lasting: high, hours: 20}, cadence: {daily: ["09:00"]}',
    "id: short, reporters: {units: bureau}, at: high, "
    'when: {not: {lasting: high, hours: 30}}, cadence: {daily: ["11:00"]}',
    # once
    f"id: heard, reporters: {{divisions: incident, units: bureau}}, {ALWAYS}, "
    "cadence: {within_minutes: 90, of: received}",
    f"id: happened, reporters: {{units: bureau}}, {ALWAYS}, "
    "cadence: {within_minutes: 120, of: occurred}",
    f"id: grave, reporters: {{units: bureau}}, {ALWAYS}, when: {DEAD}, "
    "cadence: {within_minutes: 60}",
    "id: at_once, reporters: {units: [bureau, office]}, at: [high, top], "
    "cadence: {immediately: true}",
    "id: risen, reporters: {units: bureau}, at: high.wild, only_when_raised: true, "
    "cadence: {immediately: true}",
    "id: spilled, reporters: {divisions: all, divisions_not_in: places, units: bureau}, "
    "at: responding, when: {fact: spills, is: true}, cadence: {immediately: true}",
    # on each change, after each report
    "id: changed, reporters: {units: bureau}, "
    "at: [assessing, warning, responding, ended, closed], "
    'cadence: {same_day: "24:00", on_change_of: [dead, hurt]}',
    "id: soon, reporters: {divisions_in: places, units: office}, at: responding, "
    "cadence: {within_minutes: 45, on_change_of: [dead]}",
    "id: passed_on, reporters: {units: office}, at: responding, "
    "cadence: {within_minutes: 30, after_report_of: daily}",
)


@cache
def every_cadence() -> Plan:
    """The plan; its levels may follow each other in any order."""
    common = 'recipients: town_hall, clause: "1"'
    lines = [f"  - {{{row}, name: 报告, {common}}}" for row in ROWS]
    return plan_of(
        reports="\n".join(["reports:", *lines]),
        casualty_watch="""
            casualty_watch:
              days: 5
              shorter_days: 2
              shorter_when: {fact: road, is: true}
              clause: "1"
        """,
        lifecycle="""
            lifecycle:
              - {on: issue_warning, from: assessing, to: warning, by: director, clause: "1"}
              - {on: lift_warning, from: warning, to: assessing, by: director, clause: "1"}
              - on: activate_response
                from: [assessing, warning, ended, closed]
                to: [low, high, top]
                by: commander
                clause: "1"
              - on: adjust_response
                from: [low, high, top]
                to: [low, high, top]
                by: commander
                clause: "1"
              - {on: end_response, from: responding, to: ended, by: commander, clause: "1"}
              - on: close_incident
                from: [assessing, ended]
                to: closed
                by: director
                clause: "1"
        """,
    )

"""A made-up plan with every cadence and every way to say who reports, for audits."""

from __future__ import annotations

from functools import cache

from engine.plan.model import Plan
from tests.engine.made_up import plan_of

ALWAYS = "at: [assessing, warning, responding]"
EVERYWHERE = "at: [assessing, warning, responding, ended, closed]"
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
    "id: longer, reporters: {units: bureau}, at: responding, "
    "when: {lasting: high, more_than_hours: 20}, cadence: {immediately: true}",
    # seasons: lives begin on 8 November
    "id: season, reporters: {units: bureau}, at: responding, "
    'when: {between: ["11-10", "02-29"]}, cadence: {daily: ["13:00"]}',
    "id: early, reporters: {units: office}, at: [assessing, responding], "
    'when: {not: {between: ["11-09", "11-11"]}}, cadence: {immediately: true}',
    f"id: season_grave, reporters: {{units: bureau}}, {EVERYWHERE}, until_sent: true, "
    'when: {all: [{between: ["11-08", "11-09"]}, {fact: dead, at_least: 3}]}, '
    "cadence: {within_minutes: 60}",
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
    # until sent, whatever ends; again at each rise; a wrong figure told to somebody
    f"id: stays, reporters: {{units: bureau}}, {EVERYWHERE}, when: {DEAD}, until_sent: true, "
    "cadence: {within_minutes: 60, of: received}",
    f"id: stays_at_once, reporters: {{units: [bureau, office]}}, {EVERYWHERE}, "
    "when: {fact: spills, is: true}, until_sent: true, cadence: {immediately: true}",
    "id: again, reporters: {units: bureau}, at: [high, top], again_when_raised: true, "
    "until_sent: true, cadence: {immediately: true}",
    "id: again_soon, reporters: {divisions_in: places, units: office}, at: responding, "
    "again_when_raised: true, cadence: {within_minutes: 50}",
    f"id: wrong, kind: correction, reporters: {{units: bureau}}, {EVERYWHERE}, "
    "until_sent: true, cadence: {immediately: true}",
    "id: wrong_soon, kind: correction, reporters: {units: office}, at: responding, "
    "cadence: {within_minutes: 40}",
    # on each change, after each report
    "id: changed, reporters: {units: bureau}, "
    "at: [assessing, warning, responding, ended, closed], "
    'cadence: {same_day: "24:00", on_change_of: [dead, hurt]}',
    "id: soon, reporters: {divisions_in: places, units: office}, at: responding, "
    "cadence: {within_minutes: 45, on_change_of: [dead]}",
    "id: passed_on, reporters: {units: office}, at: responding, "
    "cadence: {within_minutes: 30, after_report_of: daily}",
    # by what belongs to what: counties, cities, and the one city of whom or where it is
    "id: counties, reporters: {divisions: lowest, units: bureau}, at: top, "
    "cadence: {immediately: true}",
    'id: cities, reporters: {divisions: parents}, at: low, cadence: {daily: ["19:00"]}',
    f"id: above_place, reporters: {{divisions: parent_of_incident}}, {ALWAYS}, "
    "cadence: {within_minutes: 70, of: received}",
    "id: above_sender, reporters: {divisions: parent_of_reporter}, at: responding, "
    "cadence: {within_minutes: 25, after_report_of: daily}",
)

MEASURES = (
    "id: opened, at: low, within: {minutes: 45}",
    "id: told, at: responding, within: {minutes: 120, of: received}",
    "id: since, at: [assessing, high], within: {minutes: 90, of: occurred}",
    f"id: grave, at: [assessing, responding], when: {DEAD}, within: {{minutes: 60, of: received}}",
    f"id: grave_here, at: high, when: {DEAD}, within: {{minutes: 20}}",
    "id: spill, at: responding, when: {fact: spills, is: true}, within: {days: 1}",
    "id: long, at: responding, when: {lasting: high, hours: 20}, within: {minutes: 300}",
    "id: short, at: high, when: {not: {lasting: high, hours: 30}}, within: {days: 2, of: received}",
    "id: after, at: ended, within: {days: 3}",
    "id: month, at: [responding, ended], within: {months: 1, of: occurred}",
    "id: likely, at: responding, when: {judgement: 指挥长}",
)


@cache
def every_cadence() -> Plan:
    """The plan; its levels may follow each other in any order."""
    common = 'recipients: town_hall, clause: "1"'
    lines = [f"  - {{{row}, name: 报告, {common}}}" for row in ROWS]
    work = 'text: 办事, unit: office, modality: required, clause: "1"'
    measures = [f"  - {{{row}, {work}}}" for row in MEASURES]
    return plan_of(
        reports="\n".join(["reports:", *lines]),
        jurisdiction="""
            jurisdiction:
              code: "990000"
              name: 某省
              divisions:
                - {code: "990001", name: 甲市}
                - {code: "990002", name: 乙县, parent: "990001"}
                - {code: "990003", name: 丙县}
        """,
        measures="\n".join(["measures:", *measures]),
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

"""Percentiles over many runs, and their drawing."""

from __future__ import annotations

from xml.etree import ElementTree

from engine.drill.distribution import SHARES, Sample, distribution, sample, spread
from engine.drill.distribution_chart import svg
from engine.frozen import replace
from tests.engine.drill.golden import play


def one(seed: int, late: dict[str, int], peak: int, hour: int = 3) -> Sample:
    load = tuple(peak if at == hour else 0 for at in range(24))
    return Sample(seed, late, {}, peak, load, 0, f"{seed:064d}")


def test_percentiles_are_values_that_occurred() -> None:
    values = list(range(1, 101))
    found = spread(values)
    assert dict(zip(SHARES, found.shares, strict=True)) == {10: 10, 50: 50, 90: 90, 99: 99}
    assert (found.most, found.mean) == (100, 50.5)
    assert spread([4]).shares == (4, 4, 4, 4)


def test_a_reporter_that_was_never_late_in_a_run_counts_as_nothing_there() -> None:
    found = distribution([one(1, {"a": 4}, 2), one(2, {}, 0), one(3, {"b": 1}, 1)])
    assert found.late["a"].shares == (0, 0, 4, 4)
    assert found.all_late.shares == (0, 1, 4, 4)
    assert found.peaks == {0: 1, 1: 1, 2: 1}
    assert found.load[3].most == 2 and found.load[4].most == 0


def test_the_order_of_the_runs_does_not_matter() -> None:
    rows = [one(seed, {"a": seed}, seed) for seed in range(5)]
    assert distribution(rows) == distribution(reversed(rows))


def test_what_is_kept_of_a_run() -> None:
    drill = play("grain_run", 7)
    kept = sample(drill)
    states = [slot.state for slot in drill.slots]
    assert sum(kept.late.values()) == states.count("submitted_late") > 0
    assert sum(kept.missing.values()) == states.count("overdue") > 0
    assert 0 < kept.peak <= states.count("submitted_late") + states.count("overdue")
    assert kept.load[14] > kept.load[3]
    assert kept.seed == 7 and kept.mismatches == 0
    assert kept == sample(play("grain_run", 7)) != sample(play("grain_run", 8))


def test_a_report_that_was_never_owed_is_in_no_peak() -> None:
    """An overdue report that a corrected figure releases (A27) has stood overdue for nobody."""
    drill = play("grain_run", 7)
    released = tuple(replace(one, state="superseded") for one in drill.slots)
    assert sample(replace(drill, slots=released)).peak == 0 < sample(drill).peak


def test_the_drawing_is_well_formed_and_shows_names_and_counts() -> None:
    rows = [one(seed, {"141032": seed, "<b>": 1}, seed) for seed in range(4)]
    drawing = svg(distribution(rows), "演练 & 推演", {"141032": "永和县"})
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own output
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"演练 & 推演", "永和县", "<b>", "03"} <= set(words)
    bars = [float(r.get("height", "0")) for r in root.iter("{http://www.w3.org/2000/svg}rect")]
    assert all(height >= 0 for height in bars)


def test_a_peak_that_no_run_had_has_its_place_between_those_that_came() -> None:
    drawing = svg(distribution([one(1, {}, 12), one(2, {}, 15), one(3, {}, 15)]), "x", {})
    root = ElementTree.fromstring(drawing)  # noqa: S314 - our own output
    words = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    at = words.index("12")
    assert words[at : at + 6] == ["12", "1", "13", "14", "15", "2"]


def test_very_different_peaks_are_numbered_as_far_as_there_is_room() -> None:
    drawing = svg(distribution([one(1, {}, 1), one(2, {}, 400)]), "x", {})
    assert ">1</text>" in drawing and ">2</text>" not in drawing
    assert drawing.count("<text") < 80


def test_without_late_reports_the_drawing_says_so() -> None:
    assert "No report was late" in svg(distribution([one(1, {}, 0)]), "x", {}, "en")

"""The distribution of many runs as one drawing: SVG made here, without any library.

Three panels: late reports by reporter, how often each peak of overdue reports came, and the
busiest day hour by hour. What is dark reaches to the median, what is pale to the 90th
percentile; under each title stands how to read the panel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from engine.drill.distribution import Distribution, Spread
from engine.messages import text

WIDTH, ROW, BARS, LABEL = 900, 20, 140, 22
"""Of the drawing, of a row of reporters, the height of a panel of columns, and the room that the
number under a column needs."""

INK, SOFT, FILL, PALE = "#1f2933", "#5b6775", "#2f6fb3", "#b9d3ec"


def svg(found: Distribution, title: str, names: Mapping[str, str], language: str = "zh") -> str:
    """The drawing. `names` are those of reporters; who has none there is shown by its id."""
    late = sorted(found.late.items(), key=lambda row: (-row[1].mean, row[0]))
    rows = 110
    second = rows + max(1, len(late)) * ROW + 90
    third = second + BARS + 110
    height = third + BARS + 50
    parts = [
        _text(16, 28, title, size=18, bold=True),
        _text(16, 50, text("drill.chart.runs", language, **seeds_of(found)), colour=SOFT),
        *_heading("late", rows - 10, language),
        *_rows(late, names, rows, language),
        *_heading("peaks", second - 30, language),
        *_peaks(found.peaks, second),
        *_heading("load", third - 30, language),
        *_hours(found.load, third),
    ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def seeds_of(found: Distribution) -> dict[str, int]:
    """How many runs, with which seeds: the facts of `drill.chart.runs`."""
    last = found.first_seed + found.runs - 1
    return {"count": found.runs, "seed": found.first_seed, "last": last}


def _heading(panel: str, base: int, language: str) -> Iterator[str]:
    """The title of a panel, and how to read it."""
    yield _text(16, base - 18, text(f"drill.chart.{panel}", language), size=14, bold=True)
    yield _text(16, base, text(f"drill.chart.{panel}_how", language), colour=SOFT)


def _rows(
    late: Sequence[tuple[str, Spread]], names: Mapping[str, str], top: int, language: str
) -> Iterator[str]:
    if not late:
        yield _text(16, top + 14, text("drill.chart.none", language), colour=SOFT)
        return
    most = max(spread.shares[2] for _, spread in late) or 1
    left = max(_wide(names.get(reporter, reporter)) for reporter, _ in late) + 30
    scale = (WIDTH - left - 90) / most
    for index, (reporter, spread) in enumerate(late):
        middle, high = spread.shares[1:3]
        y = top + index * ROW
        yield _text(left - 10, y + 14, names.get(reporter, reporter), anchor="end")
        yield _rect(left, y + 4, high * scale, 12, PALE)
        yield _rect(left, y + 4, middle * scale, 12)
        yield _text(left + high * scale + 8, y + 14, f"{middle} / {high}", colour=SOFT)
    yield _line(left, top, left, top + len(late) * ROW)


def _wide(words: str) -> int:
    """About how wide words are at size 12, in the units of the drawing."""
    return sum(13 if ord(letter) > 0x2E7F else 7 for letter in words)


def _peaks(peaks: Mapping[int, int], top: int) -> Iterator[str]:
    """How many runs had each peak, from the lowest to the highest with those between."""
    values = range(min(peaks), max(peaks) + 1)
    most = max(peaks.values())
    width = min(46, (WIDTH - 60) / len(values))
    every = -(-LABEL // width)
    for index, value in enumerate(values):
        count = peaks.get(value, 0)
        x, tall = 30 + index * width, count / most * BARS
        centre = x + width * 0.4
        yield _rect(x, top + BARS - tall, width * 0.8, tall)
        if index % every == 0:
            yield _text(centre, top + BARS + 16, str(value), colour=SOFT, anchor="middle")
        if count and every == 1:
            yield _text(centre, top + BARS - tall - 4, str(count), colour=SOFT, anchor="middle")
    yield _line(30, top + BARS, 30 + len(values) * width, top + BARS)


def _hours(load: Sequence[Spread], top: int) -> Iterator[str]:
    most = max((spread.shares[2] for spread in load), default=0) or 1
    width = (WIDTH - 60) / len(load)
    for hour, spread in enumerate(load):
        middle, high = (share / most * BARS for share in spread.shares[1:3])
        x = 30 + hour * width
        centre = x + width * 0.35
        yield _rect(x, top + BARS - high, width * 0.7, high, PALE)
        yield _rect(x, top + BARS - middle, width * 0.7, middle)
        yield _text(centre, top + BARS + 16, f"{hour:02}", colour=SOFT, anchor="middle")
        if high:
            words = str(spread.shares[2])
            yield _text(centre, top + BARS - high - 4, words, colour=SOFT, anchor="middle")
    yield _line(30, top + BARS, WIDTH - 30, top + BARS)


def _text(
    x: float,
    y: float,
    words: str,
    *,
    colour: str = INK,
    size: int = 12,
    bold: bool = False,
    anchor: str = "start",
) -> str:
    more = ' font-weight="700"' if bold else ""
    more += f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}"{more}>'
        f"{escape(words)}</text>"
    )


def _rect(x: float, y: float, width: float, height: float, fill: str = FILL) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{SOFT}" stroke-width="1"/>'
    )

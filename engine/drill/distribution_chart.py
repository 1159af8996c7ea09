"""The distribution of many runs as one drawing: SVG made here, without any library.

Three panels: late reports by reporter (bar to the median, line from the 10th to the 90th
percentile), how often each peak of overdue reports came, and the busiest hour by hour of the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from engine.drill.distribution import Distribution, Spread
from engine.messages import text

WIDTH, ROW, BARS = 900, 20, 140
"""Of the drawing, of a row of reporters, and the height of a panel of columns."""

INK, SOFT, FILL, LINE = "#1f2933", "#6b7785", "#2f6fb3", "#b3402f"


def svg(found: Distribution, title: str, names: Mapping[str, str], language: str = "zh") -> str:
    """The drawing. `names` are those of reporters; who has none there is shown by its id."""
    late = sorted(found.late.items(), key=lambda row: (-row[1].mean, row[0]))
    first = 90 + max(1, len(late)) * ROW
    second, third = first + 90, first + 90 + BARS + 100
    height = third + BARS + 50
    words = text("drill.chart.runs", language, count=found.runs, seed=found.first_seed)
    parts = [
        _text(16, 28, title, size=18, bold=True),
        _text(16, 50, words, colour=SOFT),
        _text(16, 80, text("drill.chart.late", language), bold=True),
        *_rows(late, names, 90, language),
        _text(16, second - 30, text("drill.chart.peaks", language), bold=True),
        *_columns({str(k): v for k, v in found.peaks.items()}, second),
        _text(16, third - 30, text("drill.chart.load", language), bold=True),
        *_hours(found.load, third),
    ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


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
        low, middle, high = spread.shares[:3]
        y = top + index * ROW
        name = names.get(reporter, reporter)
        yield _text(left - 10, y + 14, name, end=True)
        yield _rect(left, y + 4, middle * scale, 12)
        yield _line(left + low * scale, y + 10, left + high * scale, y + 10)
        yield _text(left + high * scale + 8, y + 14, f"{low} · {middle} · {high}", colour=SOFT)


def _wide(words: str) -> int:
    """About how wide words are at size 12, in the units of the drawing."""
    return sum(13 if ord(letter) > 0x2E7F else 7 for letter in words)


def _columns(counts: Mapping[str, int], top: int) -> Iterator[str]:
    most = max(counts.values(), default=1)
    width = min(46, (WIDTH - 60) / max(1, len(counts)))
    for index, (label, count) in enumerate(counts.items()):
        x, tall = 30 + index * width, count / most * BARS
        yield _rect(x, top + BARS - tall, width * 0.8, tall)
        yield _text(x, top + BARS + 16, label, colour=SOFT)
        yield _text(x, top + BARS - tall - 4, str(count), colour=SOFT)


def _hours(load: Sequence[Spread], top: int) -> Iterator[str]:
    most = max((spread.shares[2] for spread in load), default=0) or 1
    width = (WIDTH - 60) / len(load)
    for hour, spread in enumerate(load):
        x, middle, high = 30 + hour * width, spread.shares[1], spread.shares[2]
        yield _rect(x, top + BARS - middle / most * BARS, width * 0.7, middle / most * BARS)
        centre = x + width * 0.35
        yield _line(
            centre, top + BARS - middle / most * BARS, centre, top + BARS - high / most * BARS
        )
        yield _text(x, top + BARS + 16, f"{hour:02}", colour=SOFT)
        if high:
            yield _text(x, top + BARS - high / most * BARS - 4, str(high), colour=SOFT)


def _text(
    x: float,
    y: float,
    words: str,
    *,
    colour: str = INK,
    size: int = 12,
    bold: bool = False,
    end: bool = False,
) -> str:
    more = ' font-weight="700"' if bold else ""
    more += ' text-anchor="end"' if end else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}"{more}>'
        f"{escape(words)}</text>"
    )


def _rect(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{FILL}"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{LINE}" stroke-width="2"/>'
    )

"""Drawing a lifecycle chart as SVG: pure geometry, the same bytes for the same chart.

A column for each state with a lifeline below its name, a row for each line of the
table: hollow circles where it starts, arrowheads where it leads, who and by which clause
at the left. Nothing crosses a text, however many states and rows there are. Widths of
text are estimated (a Chinese character is one em), with room to spare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

_FONT = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
_FILLS = {
    "red": "#c62828",
    "orange": "#d9730d",
    "yellow": "#e0b000",
    "blue": "#1f66c1",
    "grey": "#7a828c",
    "none": "#ffffff",
}
_INK, _SOFT, _LINE, _BAND = "#1a2230", "#56606e", "#c9d0d9", "#f4f6f9"

_MARGIN, _NARROWEST, _WIDEST, _COLUMN = 24, 200, 420, 104
_SIZES = {"command": 14, "authority": 13, "clause": 12}
_LEADING = 20

_CLOSING, _OPENING = "，。、；：）】》”", "（【《“"
"""Chinese marks that never begin a line, and those that never end one."""


@dataclass(frozen=True, slots=True)
class Column:
    """One state: its id, its name and its colour (a level's; `none` for a stage)."""

    id: str
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what is done, by whom, by which clause, from where, to where."""

    commands: tuple[str, ...]
    authority: tuple[str, ...]
    clause: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]

    def sentence(self, names: dict[str, str]) -> str:
        """The row as one sentence, for screen readers."""
        sources = "、".join(names[place] for place in self.sources)
        targets = "、".join(names[place] for place in self.targets)
        who = "；".join(self.authority)
        return f"{'/'.join(self.commands)}：{sources} → {targets}（{who}；{self.clause}）"


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn. `id` must be unique on a page that shows several charts."""

    id: str
    title: str
    version: str
    legend: str
    columns: list[Column]
    lines: list[Line]


def draw(chart: Chart) -> str:
    """The chart as a self-contained SVG document."""
    texts = [_texts(line) for line in chart.lines]
    widest = max((_width(w, _SIZES[style]) for t in texts for w, style in t), default=0)
    left = _MARGIN + max(_NARROWEST, round(widest)) + 16
    x = {c.id: left + i * _COLUMN + _COLUMN // 2 for i, c in enumerate(chart.columns)}
    width = left + len(chart.columns) * _COLUMN + _MARGIN
    head = [wrap(column.name, _COLUMN - 20, 13) for column in chart.columns]
    head_top = _MARGIN + 62
    head_height = 16 + 18 * max((len(lines) for lines in head), default=1)
    top = head_top + head_height + 12
    tops, y = [], top
    for lines in texts:
        tops.append(y)
        y += len(lines) * _LEADING + 18
    bottom = y
    height = bottom + 44
    body = [
        *_title(chart, width),
        *_bands(tops, bottom, width),
        *_lifelines(x, head_top + head_height, bottom),
        *_heads(chart, head, x, head_top, head_height),
    ]
    ends = [*tops[1:], bottom]
    for line, lines, start, end in zip(chart.lines, texts, tops, ends, strict=True):
        body += _words(lines, start)
        body += _arrows(line, x, (start + end) / 2)
    body.append(_text(_MARGIN, bottom + 28, chart.legend, 12, _SOFT))
    return _document(chart, width, height, body)


def wrap(words: str, width: float, size: float) -> list[str]:
    """Words cut into lines no wider than `width`; Latin words and numbers stay whole."""
    lines, line = [], ""
    for token in _tokens(words):
        if line and _width(line + token, size) > width:
            lines.append(line.rstrip())
            line = token.lstrip()
        else:
            line += token
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _tokens(words: str) -> Iterator[str]:
    """Pieces between which a line may break: Chinese characters, other words whole."""
    held = ""
    for character in words:
        last = held[-1:]
        together = (
            not held
            or character in _CLOSING
            or last in _OPENING
            or not (_is_wide(character) or _is_wide(last) or last == " ")
        )
        if not together:
            yield held
            held = ""
        held += character
    if held:
        yield held


def _is_wide(character: str) -> bool:
    return ord(character) >= 0x2E80


def _width(words: str, size: float) -> float:
    """An estimate, rather too wide than too narrow."""
    return size * sum(1.02 if _is_wide(c) else 0.78 if c.isupper() else 0.62 for c in words)


def _texts(line: Line) -> list[tuple[str, str]]:
    """The lines of text of one row with their style."""
    parts = [(" / ".join(line.commands), "command")]
    parts += [(sentence, "authority") for sentence in line.authority]
    parts.append((line.clause, "clause"))
    return [(cut, style) for words, style in parts for cut in wrap(words, _WIDEST, _SIZES[style])]


def _words(lines: Sequence[tuple[str, str]], top: float) -> Iterator[str]:
    for index, (words, style) in enumerate(lines):
        y = top + 9 + (index + 1) * _LEADING - 6
        fill = _SOFT if style == "clause" else _INK
        yield _text(_MARGIN, y, words, _SIZES[style], fill, bold=style == "command")


def _title(chart: Chart, width: float) -> Iterator[str]:
    size = 20 if _width(chart.title, 20) <= width - 2 * _MARGIN else 14
    yield _text(_MARGIN, _MARGIN + 20, chart.title, size, _INK, bold=True)
    yield _text(_MARGIN, _MARGIN + 44, chart.version, 12, _SOFT)


def _bands(tops: Sequence[float], bottom: float, width: float) -> Iterator[str]:
    ends = [*tops[1:], bottom]
    for index, (start, end) in enumerate(zip(tops, ends, strict=True)):
        if index % 2 == 0:
            size = f'width="{width - _MARGIN:g}" height="{end - start:g}"'
            yield f'<rect x="{_MARGIN / 2:g}" y="{start:g}" {size} fill="{_BAND}"/>'


def _lifelines(x: dict[str, int], top: float, bottom: float) -> Iterator[str]:
    for at in x.values():
        yield (
            f'<line x1="{at}" y1="{top:g}" x2="{at}" y2="{bottom:g}" stroke="{_LINE}" '
            'stroke-width="1"/>'
        )


def _heads(
    chart: Chart, head: list[list[str]], x: dict[str, int], top: float, height: float
) -> Iterator[str]:
    for column, lines in zip(chart.columns, head, strict=True):
        at = x[column.id]
        box = f'x="{at - _COLUMN // 2 + 4}" y="{top:g}" width="{_COLUMN - 8}" height="{height:g}"'
        yield f'<rect {box} rx="6" fill="#ffffff" stroke="{_SOFT}"/>'
        if column.colour != "none":
            stripe = f'x="{at - _COLUMN // 2 + 4}" y="{top:g}" width="{_COLUMN - 8}" height="5"'
            yield f'<rect {stripe} fill="{_FILLS.get(column.colour, _SOFT)}"/>'
        first = top + height / 2 - (len(lines) - 1) * 9 + 6
        for index, words in enumerate(lines):
            yield _text(at, first + index * 18, words, 13, _INK, anchor="middle")


def _arrows(line: Line, x: dict[str, int], y: float) -> Iterator[str]:
    """The row's line from its leftmost to its rightmost state, with its marks."""
    ends = [x[place] for place in (*line.sources, *line.targets)]
    if not ends:
        return
    yield (
        f'<line x1="{min(ends)}" y1="{y:g}" x2="{max(ends)}" y2="{y:g}" stroke="{_INK}" '
        'stroke-width="1.5"/>'
    )
    for target in line.targets:
        at = x[target]
        sides = {x[source] < at for source in line.sources if source != target}
        for from_left in sorted(sides):
            back = at - 15 if from_left else at + 15
            tip = at - 5 if from_left else at + 5
            points = f"{tip},{y:g} {back},{y - 5.5:g} {back},{y + 5.5:g}"
            yield f'<polygon points="{points}" fill="{_INK}"/>'
        yield f'<circle cx="{at}" cy="{y:g}" r="4.5" fill="{_INK}"/>'
    for source in line.sources:
        radius = 7.5 if source in line.targets else 5
        fill = "none" if source in line.targets else "#ffffff"
        yield (
            f'<circle cx="{x[source]}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="{_INK}" '
            'stroke-width="1.5"/>'
        )


def _text(
    x: float, y: float, words: str, size: int, fill: str, *, bold: bool = False, anchor: str = ""
) -> str:
    weight = ' font-weight="700"' if bold else ""
    middle = f' text-anchor="{anchor}"' if anchor else ""
    attributes = f'font-size="{size}" fill="{fill}"{weight}{middle}'
    return f'<text x="{x:g}" y="{y:g}" {attributes}>{escape(words)}</text>'


def _document(chart: Chart, width: float, height: float, body: list[str]) -> str:
    names = {column.id: column.name for column in chart.columns}
    described = escape("\n".join(line.sentence(names) for line in chart.lines))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
            f'width="{width:g}" height="{height:g}" role="img" '
            f'aria-labelledby="{chart.id}-title {chart.id}-desc" font-family="{_FONT}">',
            f'<title id="{chart.id}-title">{escape(chart.title)}</title>',
            f'<desc id="{chart.id}-desc">{described}</desc>',
            f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>',
            *body,
            "</svg>",
            "",
        ]
    )

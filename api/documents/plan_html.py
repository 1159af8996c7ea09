"""A paper about a plan as one HTML page, for screen and print; it loads and runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

STYLE = """
@page { size: A4; margin: 16mm 18mm 18mm }
* { box-sizing: border-box }
body { font: 11pt/1.6 "Noto Serif CJK SC", "Songti SC", "SimSun", serif; color: #000;
  background: #fff; max-width: 178mm; margin: 8mm auto; padding: 0 4mm; overflow-wrap: anywhere }
h1 { font-size: 20pt; line-height: 1.35; text-align: center; margin: 0 0 4mm; font-weight: 700 }
h2 { font: 700 13pt/1.4 "Noto Sans CJK SC", "SimHei", sans-serif; margin: 0 }
h3 { font: 700 11pt/1.4 "Noto Sans CJK SC", "SimHei", sans-serif; margin: 3mm 0 1mm }
p { margin: 0 0 1.5mm; white-space: pre-line }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 4mm; margin: 0 0 4mm }
dt { color: #444 } dd { margin: 0 }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #555; padding: 1.2mm 2mm; text-align: left; vertical-align: top }
thead { display: table-header-group } tr { break-inside: avoid }
thead th { font: 700 10pt/1.4 "Noto Sans CJK SC", "SimHei", sans-serif; background: #eee }
.part > th { background: #f2f2f2; break-after: avoid } .part { break-after: avoid }
.original { background: #fafafa; border-left: 3px solid #888; white-space: pre-line;
  font-size: 10pt }
.see, .small { font-size: 9pt; line-height: 1.45; color: #444 }
.small { display: block }
.number { width: 11mm; text-align: right } .answer { width: 24mm; white-space: nowrap }
.mark { width: 30mm; font-weight: 700 }
.card { break-after: page; border: 1.5pt solid #000; padding: 5mm; margin: 0 0 8mm }
.card:last-of-type { break-after: auto } .card .small { display: inline; white-space: nowrap }
.lead { white-space: pre-wrap }
.signature p { margin: 6mm 0 0; padding-bottom: 1mm; border-bottom: 1px solid #000; width: 110mm }
.running { font-size: 8.5pt; color: #444; margin-top: 6mm }
@media print { body { margin: 0; padding: 0; max-width: none }
  .card { margin: 0; min-height: 255mm } }
@media screen and (max-width: 700px) { body { font-size: 10.5pt; margin: 2mm }
  h1 { font-size: 15pt } .mark { width: 22mm } .answer { width: 14mm; white-space: normal }
  th, td { padding: 1mm } .card { padding: 3mm } }
"""


def plan_html(data: Mapping[str, Any]) -> bytes:
    """The page, in UTF-8."""
    sheet = data["kind"] == "sheet"
    title = escape(data["title"])
    head = "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in data["head"])
    guide = "".join(f"<p>{escape(one)}</p>" for one in data["guide"])
    body = _sheet(data) if sheet else "".join(_card(page, data) for page in data["pages"])
    top = f"<h1>{title}</h1>{f'<dl>{head}</dl>' if head else ''}{guide}" if sheet else ""
    return f"""<!doctype html>
<html lang="{"en" if data["language"] == "en" else "zh-CN"}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{STYLE}</style></head>
<body>{top}{body}
</body></html>
""".encode()


def _sheet(data: Mapping[str, Any]) -> str:
    names = "".join(f'<th scope="col">{escape(one)}</th>' for one in data["columns"])
    boxes = "<br>".join(f"□&nbsp;{escape(one)}" for one in data["yes_no"])
    rows = "".join(_clause(page, boxes) for page in data["pages"])
    lines = "".join(f"<p>{escape(one)}</p>" for one in data["signature"])
    return (
        f"<table><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>"
        f'<div class="signature">{lines}</div><p class="running">{escape(data["running"])}</p>'
    )


def _clause(page: Mapping[str, Any], boxes: str) -> str:
    """A clause: its heading across the table, its wording, its rows."""
    found = [f'<tr class="part"><th colspan="3"><h2>{escape(page["heading"])}</h2></th></tr>']
    if page["original"]:
        found.append(f'<tr><td colspan="3" class="original">{escape(page["original"])}</td></tr>')
    found += [
        f'<tr><td class="number">{escape(row["mark"])}</td><td>{escape(row["words"])}'
        f'{_small(row)}</td><td class="answer">{boxes}</td></tr>'
        for block in page["blocks"]
        for row in block["rows"]
    ]
    found += [f'<tr><td colspan="3" class="see">{escape(one)}</td></tr>' for one in page["foot"]]
    return "".join(found)


def _card(page: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    lead = "".join(f'<p class="lead">{escape(one)}</p>' for one in page["lead"])
    blocks = "".join(
        f"<h3>{escape(block['heading'])}</h3><table><tbody>"
        + "".join(
            f'<tr><td class="mark">{escape(row["mark"])}</td>'
            f"<td>{escape(row['words'])} {_small(row)}</td></tr>"
            for row in block["rows"]
        )
        + "</tbody></table>"
        for block in page["blocks"]
    )
    foot = "".join(f"<p>{escape(one)}</p>" for one in page["foot"])
    return (
        f'<section class="card" style="font-size:{page["size"]:g}pt">'
        f'<p class="small">{escape(data["title"])}</p><h1>{escape(page["heading"])}</h1>{lead}'
        f'{blocks}<div>{foot}</div><p class="running">{escape(data["running"])}</p></section>'
    )


def _small(row: Mapping[str, Any]) -> str:
    return "".join(f'<span class="small">{escape(one)}</span>' for one in row["small"] if one)

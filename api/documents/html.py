"""A document as one HTML page, for screen and print, with the entry of each value.

Every text is escaped; the page loads nothing and runs nothing.
"""

from __future__ import annotations

from html import escape

from api.documents.page_data import page_data
from engine.documents.document import Document, Paragraph, Value, printable
from engine.messages import text

STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm }
body { font: 16pt/1.75 "FangSong", "仿宋", "Noto Serif CJK SC", "Songti SC", serif; color: #000;
  background: #fff; max-width: 156mm; margin: 10mm auto; overflow-wrap: anywhere }
h1, h2 { font-family: "FZXiaoBiaoSong-B05S", "方正小标宋简体", "Noto Serif CJK SC", serif;
  text-align: center; line-height: 1.4; font-weight: 400; margin: .3em 0 }
.office { color: #c8101e; font-size: 32pt } .name { color: #c8101e; font-size: 24pt }
h2 { font-size: 22pt; margin: 1em 0 }
h3 { font: 16pt/1.75 "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; margin: 0; text-indent: 2em }
.head { display: flex; justify-content: space-between; border-bottom: 2px solid #c8101e;
  font-family: "KaiTi", "楷体", "Noto Serif CJK SC", serif; margin-top: 1em; padding-bottom: .3em }
p { margin: 0; text-indent: 2em; white-space: pre-line } .to { text-indent: 0 }
table { border-collapse: collapse; width: 100%; font-size: 12pt; line-height: 1.5; margin: .6em 0 }
th, td { border: 1px solid #444; padding: .3em .5em; text-align: left; vertical-align: top;
  white-space: pre-line }
th { font-family: "SimHei", "黑体", "Noto Sans CJK SC", sans-serif; font-weight: 400 }
thead { display: table-header-group } tr { break-inside: avoid }
mark { background: #fff1a8; color: #000 }
sup { font: 8pt/1 sans-serif; color: #555; margin-left: .15em }
.sign { text-align: right; text-indent: 0; margin-right: 2em } .day { margin-right: 4em }
.sources { font-size: 10.5pt; text-indent: 0; margin-top: 1em }
.exercise { color: #c8101e; text-align: center; text-indent: 0; font-weight: 700 }
@media print { sup { display: none } mark { background: none }
  .exercise.fixed { position: fixed; top: -12mm; left: 0; right: 0 } }
@media screen and (max-width: 700px) { body { font-size: 12pt; margin: 4mm }
  .office { font-size: 20pt } .name { font-size: 16pt } h2 { font-size: 15pt }
  h3 { font-size: 12pt }
  table { font-size: 10pt } }
"""


def html_file(document: Document) -> bytes:
    """The page, in UTF-8."""
    data = page_data(document)
    mark = ""
    if document.exercise:
        mark = f'<p class="exercise fixed">{escape(data["exercise_mark"])}</p>'
    parts = zip(document.parts, data["parts"], strict=True)
    body = "".join(_part(part, shown["heading"]) for part, shown in parts)
    signer = escape(data["signer"]) or "　　　　　　"
    recipients = f'<p class="to">{escape(data["recipients"])}：</p>' if data["recipients"] else ""
    sources = f'<p class="sources">（{escape(data["sources"])}）</p>' if data["sources"] else ""
    page = f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(data["title"])}</title><style>{STYLE}</style></head>
<body>{mark}
<h1 class="office">{escape(data["office"])}</h1>
<h1 class="name">{escape(data["name"])}</h1>
<div class="head"><span>{escape(data["number"])}</span><span>签发人：{signer}</span></div>
<h2>{escape(data["title"])}</h2>
{recipients}{body}
<p class="sign">{escape(data["office"])}</p><p class="sign day">{escape(data["day"])}</p>
{sources}</body></html>
"""
    return page.encode()


def _part(part: object, heading: str) -> str:
    head = f"<h3>{escape(heading)}</h3>" if heading else ""
    if isinstance(part, Paragraph):
        words = "".join(map(_value, part.values))
        return f"{head}<p>{words}</p>" if words else head
    columns = "".join(f"<th>{escape(printable(one))}</th>" for one in getattr(part, "columns", ()))
    rows = "".join(
        f"<tr>{''.join(f'<td>{_value(cell)}</td>' for cell in row)}</tr>"
        for row in getattr(part, "rows", ())
    )
    return f"{head}<table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table>"


def _value(value: Value) -> str:
    """The text, with a mark at what is blank and the entries that it comes from."""
    words = escape(printable(value.text))
    if value.blank is not None:
        gap = escape(text("document.blank"))
        return words.replace(gap, f"<mark>{gap}</mark>")
    if not value.seqs:
        return words
    entries = ",".join(map(str, value.seqs[:4])) + ("…" if len(value.seqs) > 4 else "")
    return f'<span data-seq="{value.seqs[0]}">{words}</span><sup>{entries}</sup>'

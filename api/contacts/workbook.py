"""Opening a workbook that somebody sends: never one that would fill the server's memory.

A few kilobytes of a zip may unpack to gigabytes, and one merged area may cover every cell that
a sheet can have. Both are looked at before anything is read.
"""

from __future__ import annotations

import io
import re
import zipfile

from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.worksheet import Worksheet

MOST_UNPACKED = 20 * 2**20
MOST_MERGED = 100_000

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
_TAG = re.compile(rb"<(?:\w+:)?mergeCell[\s/>]")
"""Any merged area; one whose size cannot be told is as bad as a huge one."""


class NoWorkbook(Exception):
    """It is no workbook of this form, or one that nobody would make by hand."""


def first_sheet(content: bytes) -> Worksheet:
    """The first sheet, with the values of its formulas. Raises `NoWorkbook`."""
    return whole_book(content, data_only=True).worksheets[0]


def whole_book(content: bytes, *, data_only: bool = False) -> Workbook:
    """The workbook; with `data_only` the values of its formulas. Raises `NoWorkbook`."""
    try:
        _check(content)
        return load_workbook(io.BytesIO(content), data_only=data_only)
    except NoWorkbook:
        raise
    # A damaged file makes openpyxl raise what it likes: errors of XML, of values, of keys.
    except Exception as error:
        raise NoWorkbook from error


def _check(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = archive.infolist()
        if sum(one.file_size for one in files) > MOST_UNPACKED:
            raise NoWorkbook
        texts = [archive.read(one) for one in files if one.filename.endswith(".xml")]
    areas = [found.groups() for text in texts for found in _MERGED.finditer(text)]
    tags = sum(len(_TAG.findall(text)) for text in texts)
    if len(areas) != tags or sum(_cells(*area) for area in areas) > MOST_MERGED:
        raise NoWorkbook


def _cells(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    columns = column_index_from_string(right.decode()) - column_index_from_string(left.decode())
    return (abs(columns) + 1) * (abs(int(bottom) - int(top)) + 1)

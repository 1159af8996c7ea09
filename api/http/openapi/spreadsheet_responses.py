"""What the OpenAPI document says of lists as spreadsheets."""

from __future__ import annotations

from api.http.openapi import responses
from api.ports import SHEET

LIST = (
    responses.file("a workbook with one row for each entry of the list", SHEET)
    | responses.READING
    | responses.problems(s422="a parameter is malformed, or one file does not take so many rows")
)
DIGEST = (
    responses.file("a workbook with one row for each reporter", SHEET)
    | responses.READING
    | responses.problems(
        s403="the account does not see the whole incident", s409="there is nothing to sum up yet"
    )
)

"""Passwords and tokens do not leave the program, in whatever form they stand."""

import json
from pathlib import Path

import pytest
from sqlalchemy import make_url

from api.monitoring.redaction import redacted
from api.store.database.connections import Database, shown
from api.store.errors import StoreUnavailable, UrlWrong

SECRET = "hunter22!x"


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://zhiban:{SECRET}@db/zhiban",
        f"cannot reach postgresql+psycopg://u:p@{SECRET}@db:5432/z now",
        f"postgresql://db/zhiban?user=u&password={SECRET}&sslmode=require",
        f"host=db user=u password={SECRET} dbname=z",
        f"host=db password='{SECRET} more' dbname=z",
        f"sslpassword = {SECRET}",
        json.dumps({"event": "x", "password": SECRET}),
        json.dumps({"event": json.dumps({"password": SECRET})}),
        str({"password": SECRET}),
        f"PGPASSWORD={SECRET}",
        f"access_token={SECRET}",
        f"Authorization: Bearer {SECRET.replace('!', '')}",
    ],
)
def test_a_secret_is_hidden(text: str) -> None:
    hidden = redacted(text)
    assert SECRET not in hidden
    assert SECRET.replace("!", "") not in hidden
    assert "***" in hidden


@pytest.mark.parametrize(
    "text",
    [
        'FATAL:  password authentication failed for user "zhiban"',
        "https://github.com/a@b",
        "GET /api/incidents?limit=5 200",
        "fe_sendauth: no password supplied",
        "http://127.0.0.1:8000/#/wall",
        "键 key 在第 3 行",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redacted(text) == text


def test_the_address_of_a_database_is_shown_without_secrets() -> None:
    place = make_url(
        f"postgresql+psycopg://u:{SECRET}@db/z?password={SECRET}&sslkey=k&sslmode=require"
    )
    found = shown(place)
    assert SECRET not in found and "sslkey=k" not in found
    assert "u:***@db/z" in found and "sslmode=require" in found


def test_the_errors_of_the_database_hold_no_secret(tmp_path: Path) -> None:
    for url in (
        f"postgresql://u:{SECRET}@127.0.0.1:1/z?password={SECRET}",
        f"postgresql:/u:{SECRET}@127.0.0.1",
        f"mysql://u:{SECRET}@127.0.0.1/z?password={SECRET}",
    ):
        with pytest.raises((StoreUnavailable, UrlWrong)) as wrong:
            Database.open(url, wait_seconds=1)
        assert SECRET not in wrong.value.sentence("en") + wrong.value.sentence("zh")

"""Tokens from the command line: how long they last, what is listed, and how they end."""

import re
from pathlib import Path

from tests.api.town import eventually
from tests.support.cli import zhiban
from tests.support.server import start_zhiban


def make(folder: Path, name: str, *more: str) -> tuple[str, str]:
    """A new token, and what was said of it."""
    done = zhiban(folder, "token", "create", name, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip(), done.stderr


def test_a_wall_lasts_until_revoked_and_others_ninety_days(tmp_path: Path) -> None:
    _, wall = make(tmp_path, "大屏", "--role", "viewer")
    assert "只能查看，长期有效，直到撤销" in wall
    _, other = make(tmp_path, "robot", "--role", "duty_officer", "--write")
    assert "可以操作，有效到" in other
    make(tmp_path, "short", "--role", "viewer", "--days", "7")
    listed = zhiban(tmp_path, "token", "list").stdout.splitlines()
    assert len(listed) == 3
    by_name = {line.split()[1].split("（")[0]: line for line in listed}
    assert "长期有效" in by_name["大屏"]
    assert "快到期" not in by_name["robot"]
    assert "快到期" in by_name["short"]
    english = zhiban(tmp_path, "token", "list", ZHIBAN_LANGUAGE="en").stdout
    assert "wall" not in english
    assert "ends soon" in english


def test_a_token_is_revoked_by_the_first_characters_of_its_id(tmp_path: Path) -> None:
    make(tmp_path, "大屏", "--role", "viewer")
    line = zhiban(tmp_path, "token", "list").stdout
    found = re.match(r"[0-9a-f]{12}", line)
    assert found
    for wrong in (found[0][:5], "zzzzzzzz"):
        done = zhiban(tmp_path, "token", "revoke", wrong)
        assert done.returncode == 1
        assert "zhiban token list" in done.stderr
    done = zhiban(tmp_path, "token", "revoke", found[0][:6])
    assert done.returncode == 0, done.stderr
    assert "大屏" in done.stdout
    assert zhiban(tmp_path, "token", "list").stdout == ""


def test_a_server_warns_of_tokens_that_end_soon(tmp_path: Path) -> None:
    make(tmp_path, "short", "--role", "viewer", "--days", "7")
    make(tmp_path, "robot", "--role", "viewer", "--days", "30")
    server = start_zhiban(tmp_path)
    try:
        eventually(lambda: "token_ends_soon" in server.log_tail())
        warned = [one for one in server.log_tail().splitlines() if "token_ends_soon" in one]
        assert len(warned) == 1
        assert "short" in warned[0]
    finally:
        assert server.stop() == 0

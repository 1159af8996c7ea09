"""Keys from the command line, and heads that are checked by them."""

from __future__ import annotations

from pathlib import Path

from tests.support.cli import zhiban


def run(folder: Path, *arguments: str, code: int = 0, **env: str) -> str:
    done = zhiban(folder, *arguments, **env)
    assert done.returncode == code, (done.stdout, done.stderr)
    return done.stdout + done.stderr


def test_heads_are_signed_by_one_key_after_another_and_checked(tmp_path: Path) -> None:
    for name in ("one", "two", "other"):
        made = run(tmp_path, "key", "create", name)
    assert "other.pub" in made
    assert "已经存在" in run(tmp_path, "key", "create", "one", code=1)
    shown = run(tmp_path, "key", "show", "one.pub")
    assert shown == run(tmp_path, "key", "show", "one")
    run(tmp_path, "db", "upgrade")
    assert shown.split("，")[0].split()[1] in run(tmp_path, "key", "rotate", "one")
    head = run(tmp_path, "journal", "head", ZHIBAN_KEY_FILE="one")
    (tmp_path / "heads").write_text(head)
    whole = run(tmp_path, "journal", "verify", "--head", "heads", "--key", "one.pub")
    assert "全部完整" in whole
    assert "key rotate" in run(tmp_path, "key", "rotate", "two", code=1)
    run(tmp_path, "key", "rotate", "two", "--before", "one", "--reason", "每年一换")
    assert "已经是" in run(tmp_path, "key", "rotate", "two")
    later = run(tmp_path, "journal", "head", ZHIBAN_KEY_FILE="two")
    (tmp_path / "heads").write_text(head + later)
    run(tmp_path, "journal", "verify", "--head", "heads", "--key", "one.pub")
    found = run(tmp_path, "journal", "verify", "--head", later, "--key", "other.pub", code=1)
    assert "从未用它签名" in found
    assert found.count("签名不对") == 1

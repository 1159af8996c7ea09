"""`zhiban docs`: what was built is found and carried away, and what was not built is said."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from api.cli import documentation
from api.cli.documentation import docs


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = tmp_path / "site"
    (made / "en").mkdir(parents=True)
    (made / "index.html").write_text("值班", "utf-8")
    (made / "en" / "index.html").write_text("Zhiban", "utf-8")
    monkeypatch.setattr(documentation, "SITE", made)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return made


def test_it_says_where_the_documentation_is(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs(out=None)
    assert str(site / "index.html") in capsys.readouterr().out


def test_it_is_copied_into_a_new_folder_and_over_nothing(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs(out=tmp_path / "carried")
    assert (tmp_path / "carried" / "en" / "index.html").read_text("utf-8") == "Zhiban"
    (tmp_path / "carried" / "index.html").write_text("mine", "utf-8")
    with pytest.raises(typer.Exit) as ended:
        docs(out=tmp_path / "carried")
    assert ended.value.exit_code == 2
    assert "carried" in capsys.readouterr().err
    assert (tmp_path / "carried" / "index.html").read_text("utf-8") == "mine"


def test_without_a_site_it_says_how_to_build_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(documentation, "SITE", tmp_path / "nothing")
    with pytest.raises(typer.Exit) as ended:
        docs(out=None)
    assert ended.value.exit_code == 1
    assert "python3 x.py docs" in capsys.readouterr().err

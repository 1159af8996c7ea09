"""The documentation as two sites: complete, linked, in both languages, without a network."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from playwright.async_api import Browser

from docs import site_builder
from docs.site_builder import CHINESE, ENGLISH, LANGUAGES, NotBuilt, pages, sections, source
from engine.messages import Catalogue
from tests.docs.pages import FENCE, HEADING, ROOT

TAUGHT = [page for page in pages() if page.parts[:2] in (("docs", "tutorial"), ("docs", "how-to"))]
BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
ENTRY = re.compile(r'^  "?([\w.]+)"?:\s*"((?:[^"\\]|\\.)*)",$', re.MULTILINE)
COMMAND = re.compile(
    r"^\s*(?:\$ )?(?:sudo )?(zhiban [a-z]+(?: [a-z-]+)?|python3 x\.py \w+)", re.MULTILINE
)
REMOTE = re.compile(r"""<(?:script|link|img|iframe)[^>]*?(?:src|href)=["']?(?:https?:)?//""")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for language in LANGUAGES:
        site_builder.build(language, folder / language.folder)
    return folder


def test_every_page_is_in_the_navigation_of_both(site: Path) -> None:
    for language in LANGUAGES:
        first = (site / language.folder / "index.html").read_text("utf-8")
        listed = {page for _, group in sections(language) for page in group}
        assert set(TAUGHT) <= listed
        for page in listed:
            html = page.with_suffix(".html").as_posix()
            assert f'href="./{html}"' in first, f"{language.code}: {page}"
            assert (site / language.folder / html).is_file()


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    loaded = [page for page in site.rglob("*.html") if REMOTE.search(page.read_text("utf-8"))]
    assert loaded == []
    assert (site / "assets" / "iframe-worker.js").is_file()


async def test_it_opens_from_a_folder_and_finds_chinese(site: Path, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto((site / "index.html").as_uri())
    await page.locator(".md-search__button").click()
    await page.get_by_role("combobox").fill("值班表")
    await page.get_by_role("link", name=re.compile("值班表：现在谁在")).first.wait_for()
    await page.close()


def test_a_link_to_nowhere_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "README.md").write_text("# 文档\n\n[没有](how-to/nowhere.md)\n", "utf-8")
    for name in ("README.md", "docs/glossary.md"):
        (tmp_path / name).write_text("# 页\n", "utf-8")
    monkeypatch.setattr(site_builder, "ROOT", tmp_path)
    monkeypatch.setattr(site_builder, "LAST_PAGES", ("docs/glossary.md",))
    monkeypatch.setattr(
        site_builder,
        "pages",
        lambda: map(Path, ("README.md", "docs/README.md", "docs/glossary.md")),
    )
    with pytest.raises(NotBuilt, match=r"docs/README\.md:3"):
        site_builder.build(CHINESE, tmp_path / "out")


@pytest.mark.parametrize("page", TAUGHT, ids=str)
def test_both_languages_have_the_same_parts_and_the_same_commands(page: Path) -> None:
    english = source(page, ENGLISH)
    assert english != page, f"{page} has no English page {page.stem}.en.md"
    chinese, translated = ((ROOT / file).read_text(encoding="utf-8") for file in (page, english))
    assert levels(chinese) == levels(translated)
    assert typed(chinese) == typed(translated)
    assert not re.search(r"[\u4e00-\u9fff]", HEADING.search(translated)[1])  # type: ignore[index]


def levels(words: str) -> list[int]:
    """How deep each heading is."""
    return [len(line) - len(line.lstrip("#")) for line in headings(words)]


def headings(words: str) -> list[str]:
    return [m[0] for m in HEADING.finditer(FENCE.sub("", words))]


def typed(words: str) -> list[str]:
    """The program's commands and subcommands that a page has typed, in order, without names."""
    lines = re.findall(
        r"^\s*(?:\$ )?(?:sudo )?(zhiban [a-z]+(?: [a-z-]+)?|python3 x\.py \w+)", words, re.M
    )
    return [" ".join(line.split()) for line in lines]


@pytest.mark.parametrize("page", TAUGHT, ids=str)
def test_the_english_page_names_buttons_as_the_screen_does(page: Path) -> None:
    translated = (ROOT / source(page, ENGLISH)).read_text(encoding="utf-8").lower()
    buttons = words_of_the_page()
    named = BOLD.findall((ROOT / page).read_text(encoding="utf-8"))
    missing = {
        name: sorted(buttons[name])
        for name in named
        if name in buttons and not any(f"**{one.lower()}**" in translated for one in buttons[name])
    }
    assert missing == {}, f"{page.stem}.en.md does not name them as the screen does"


@cache
def words_of_the_page() -> dict[str, set[str]]:
    """Each text of the console in Chinese → its English ones: several keys may say the same."""
    folder = ROOT / "api" / "web" / "src" / "messages"
    found: dict[str, set[str]] = {}
    english = Catalogue("en")
    for key, words in Catalogue("zh").items():
        found.setdefault(words, set()).add(english[key])
    for chinese in sorted((folder / "zh").glob("*.ts")):
        translated = dict(entries(folder / "en" / chinese.name))
        for key, words in entries(chinese):
            found.setdefault(words, set()).add(translated[key])
    return found


def entries(file: Path) -> list[tuple[str, str]]:
    """The keys and texts of a catalogue of the page that stand in quotes."""
    return [(m[1], m[2]) for m in ENTRY.finditer(file.read_text(encoding="utf-8"))]

"""Build the documentation as two sites, Chinese and English, that open and search offline.

    python -m docs.site_builder FOLDER

The Chinese site stands at the root of the folder and the English one in `en/`. A page `X.en.md` is
the English `X.md`; a page that has only one language stands in both. The pages keep their places in
the repository (`docs/how-to/…`, `plans/README.md`), so that their links to each other need no
rewriting; other files that they link to are brought along as they are. The navigation is the table
of everything in `docs/README.md`. zensical turns the pages into HTML, and a warning of it,
such as a link to a heading that does not exist, ends the build.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHIM = Path("api/web/node_modules/iframe-worker/shim/index.js")
REMOTE_SHIM = "https://unpkg.com/iframe-worker/shim"
"""Browsers start no worker from a file; this script, which searching needs then, is brought along
instead of being loaded from a server that an intranet does not reach."""

FIRST_PAGES = ("README.md", "docs/README.md")
ALONE = ("README.md", "plans/README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
"""Pages outside of the folders of documentation."""

LAST_PAGES = ("docs/glossary.md", "docs/decisions/README.md", "plans/README.md", "CONTRIBUTING.md")
FOLDERS = (
    "docs",
    "docs/changes",
    "docs/tutorial",
    "docs/how-to",
    "docs/reference",
    "docs/reference/plans",
)
FOLDERS_OF_REASONS = ("docs/explanation", "docs/decisions")

LINK = re.compile(r"(!?\[[^\]]*\]\()([^)\s#]+)((?:#[^)\s]*)?\))")
ROW = re.compile(r"^\| \*\*(.+?)\*\*[^|]* \| (.+?) \|$", re.MULTILINE)
"""A row of the table of everything: its name in bold, and its links."""
DIAGRAM = re.compile(r"^```mermaid\n.*?^```\n", re.MULTILINE | re.DOTALL)
"""Drawn by a script from elsewhere, offline nothing: a picture of the same stands beside each."""
SWITCH = re.compile(r"^\[(?:English|中文)\]\([^)]*\)\n", re.MULTILINE)
"""The way to the other language in the repository; the sites have one on every page."""


@dataclass(frozen=True, slots=True)
class Language:
    """One of the two sites: `code` as BCP 47, `suffix` of the files that are its own."""

    code: str
    name: str
    suffix: str
    title: str
    folder: str
    other: str


CHINESE = Language(
    "zh",
    "中文",
    ".md",
    "值班",
    ".",
    "en/index.html",
)
ENGLISH = Language(
    "en",
    "English",
    ".en.md",
    "Zhiban",
    "en",
    "../index.html",
)
LANGUAGES = (CHINESE, ENGLISH)


class NotBuilt(Exception):
    """zensical refused, or warned; the words are its own."""


def pages() -> Iterator[Path]:
    """Every page of the documentation, from the root, one for both languages."""
    for name in ALONE:
        yield Path(name)
    for folder in (*FOLDERS, *FOLDERS_OF_REASONS):
        for file in sorted((ROOT / folder).glob("*.md")):
            if not file.name.endswith(".en.md"):
                yield file.relative_to(ROOT)


def source(page: Path, language: Language) -> Path:
    """The file that holds a page in a language: its own if there is one."""
    own = page.with_name(page.stem + language.suffix)
    return own if (ROOT / own).is_file() else page


def has_english(page: Path) -> bool:
    """Whether a page has an English file of its own."""
    return (ROOT / page.with_name(page.stem + ENGLISH.suffix)).is_file()


def linked_files(page: Path, words: str) -> Iterator[Path]:
    """The files of the repository, other than pages, that a page links to, from the root."""
    for _, target, _ in LINK.findall(words):
        if "://" in target or target.startswith(("mailto:", "/")):
            continue
        file = (ROOT / page.parent / target).resolve()
        if file.suffix != ".md" and file.is_file() and file.is_relative_to(ROOT):
            yield file.relative_to(ROOT)


def for_the_site(words: str, page: Path) -> str:
    """A page as zensical reads it: links to English files lead to the page of that name."""

    def led(link: re.Match[str]) -> str:
        target = link[2].replace(ENGLISH.suffix, ".md")
        if (ROOT / page.parent / target).resolve() == ROOT / "README.md":
            target = target.removesuffix("README.md") + "index.md"
        return link[1] + target + link[3]

    words = LINK.sub(led, words)
    return SWITCH.sub("", DIAGRAM.sub("", words))


def sections(language: Language) -> Iterator[tuple[str, list[Path]]]:
    """The table of everything in `docs/README.md`: each row's name, and the pages that it lists."""
    words = (ROOT / source(Path("docs/README.md"), language)).read_text(encoding="utf-8")
    for name, links in ROW.findall(words):
        targets = [
            Path("docs") / target
            for _, target, _ in LINK.findall(for_the_site(links, Path("docs/README.md")))
        ]
        yield name, list(dict.fromkeys(targets))


def title(page: Path, language: Language) -> str:
    """The first heading of a page, without marks."""
    for line in (ROOT / source(page, language)).read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return line[2:].replace("`", "").strip()
    return page.stem


def navigation(language: Language) -> str:
    """The table of contents, as the value of `nav` in zensical's configuration."""

    def entry(page: Path) -> str:
        return f"{{ {quoted(title(page, language))} = {quoted(staged_name(page))} }}"

    groups = [
        f"{{ {quoted(name)} = [{', '.join(map(entry, inside))}] }}"
        for name, inside in sections(language)
    ]
    ends = map(Path, LAST_PAGES)
    return "[" + ", ".join([*map(entry, map(Path, FIRST_PAGES)), *groups, *map(entry, ends)]) + "]"


def quoted(words: str) -> str:
    """A TOML string."""
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def staged_name(page: Path) -> str:
    """The name of a page in the site: the first one is the index, as folders have it."""
    return "index.md" if page == Path("README.md") else page.as_posix()


def configuration(language: Language) -> str:
    """zensical's configuration of one site, TOML."""
    others = ", ".join(
        f"{{ name = {quoted(one.name)}, lang = {quoted(one.code)}, link = "
        f"{quoted('./index.html' if one is language else language.other)} }}"
        for one in LANGUAGES
    )
    return f"""[project]
site_name = {quoted(language.title)}
docs_dir = "pages"
site_dir = "site"
use_directory_urls = false
copyright = "Apache-2.0"
nav = {navigation(language)}
[project.theme]
language = {quoted(language.code)}
font = false
features = ["navigation.sections", "navigation.path", "navigation.top", "navigation.footer",
  "search.highlight", "content.code.copy"]
[project.plugins.offline]
[project.plugins.search]
[project.extra]
generator = false
alternate = [{others}]
[project.markdown_extensions]
tables = {{}}
attr_list = {{}}
toc.permalink = true
toc.slugify = {{ object = "pymdownx.slugs.slugify", kwds = {{ case = "lower" }} }}
pymdownx.superfences = {{}}
pymdownx.highlight = {{}}
"""


def stage(language: Language, folder: Path) -> None:
    """Put the pages of a language, the files that they link to and the configuration there."""
    placed = folder / "pages"
    for page in pages():
        words = (ROOT / source(page, language)).read_text(encoding="utf-8")
        target = placed / staged_name(page)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(for_the_site(words, page), encoding="utf-8")
        for file in linked_files(page, words):
            (placed / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / file, placed / file)
    (folder / "zensical.toml").write_text(configuration(language), encoding="utf-8")


def build(language: Language, out: Path) -> None:
    """Build one site into a folder. Raises `NotBuilt` with what zensical said of each fault."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stage(language, folder)
        program = Path(sys.executable).with_name("zensical")
        done = subprocess.run(  # noqa: S603
            [program, "build", "--clean", "--strict", "-f", folder / "zensical.toml"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise NotBuilt(plain(done.stdout + done.stderr).partition("Traceback")[0])
        shutil.copytree(folder / "site", out, dirs_exist_ok=True)
    without_the_network(out)


def without_the_network(out: Path) -> None:
    """Let every page load the search's helper from beside it instead of from elsewhere."""
    shutil.copyfile(ROOT / SHIM, out / "assets" / "iframe-worker.js")
    for page in out.rglob("*.html"):
        words = page.read_text(encoding="utf-8")
        up = "../" * (len(page.relative_to(out).parts) - 1)
        page.write_text(
            words.replace(REMOTE_SHIM, f"{up}assets/iframe-worker.js"), encoding="utf-8"
        )


def plain(words: str) -> str:
    """What a program printed, without the colours of a terminal."""
    return re.sub(r"\x1b\[[0-9;]*m", "", words)


def main(arguments: list[str]) -> int:
    """Build both. 0: every page and link is right; 1: what is wrong is printed; 2: no folder."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    for language in LANGUAGES:
        try:
            build(language, Path(arguments[0]) / language.folder)
        except NotBuilt as wrong:
            print(f"{language.name}: {wrong}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

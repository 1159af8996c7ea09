"""Archives: written with equal bytes, checked, and every kind of tampering found."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from api.archives.material import Material, Proof, archive_name
from api.archives.writing import write_archive
from api.store.archives.checking import check_archive
from api.store.database.chain_links import Tail, link_after
from api.store.errors import BackupRefused
from api.store.integrity.journal_heads import Head
from api.store.integrity.signing_keys import SigningKey, create_key
from engine.documents.document import Document
from engine.incident.attachment_commands import AddAttachment
from engine.incident.document_commands import SignedVersion
from engine.plan.loader import Source, read_plans
from tests.engine.stories import QUWO, Story
from tests.support import attached_files as files
from tests.support.signed_documents import SIGNED

PLANS = Path(__file__).parents[3] / "plans"
PAPER = b"%PDF-1.7 the briefing as it was signed"
PHOTO, SCAN = files.jpeg(salt=b"photo"), files.PDF
CELL = "=cmd|' /C calc'!A1 <script>alert(1)</script>"


@dataclass
class Kept:
    """The contents of files, in memory."""

    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.files[sha256] = content
        return sha256

    def signed(self, sha256: str) -> bytes:
        return self.files[sha256]

    def attachment(self, sha256: str) -> Iterator[bytes]:
        content = self.files[sha256]
        yield content[:7]
        yield content[7:]

    def absent(self) -> frozenset[str]:
        return frozenset()


@pytest.fixture(scope="module")
def source() -> Source:
    return read_plans(PLANS)["coal_mine"]


def told(source: Source, kept: Kept, *, exercise: bool = False) -> Material:
    """A night at a mine: reports, a signed paper, two attachments and one that was destroyed."""
    story = Story(source.plan, "2021-11-08 09:00")
    story.desk.opens(deaths=3, received="08:50", division=QUWO, exercise=exercise, title=CELL)
    do = story.service.execute
    for name, content, about in (("北门.jpg", PHOTO, 1), ("扫描.pdf", SCAN, None)):
        command = AddAttachment(
            name=name,
            media="image/jpeg",
            size=len(content),
            sha256=kept.put(content),
            position="none",
            note=CELL,
            belongs_to=about,
        )
        do(story.journal, story.incident_id, command, story.desk.actor)
    wrong = AddAttachment(
        name="误传.jpg", media="image/jpeg", size=3, sha256="ab" * 32, position="none"
    )
    added = do(story.journal, story.incident_id, wrong, story.desk.actor).events[-1].seq
    order = {"attachment": added, "order_number": "8号", "reason": "误传"}
    story.commander.does("destroy_attachment", **order)
    signed = SignedVersion(**SIGNED | {"sha256": kept.put(PAPER), "size": len(PAPER)})
    do(story.journal, story.incident_id, signed, story.commander.actor)
    events = story.journal.read(story.incident_id)
    rows = [[event.seq + 40, event.incident, event.seq, event.hash] for event in events]
    link = link_after(Tail(7, "f" * 64), "entries", {"events": rows})
    head = Head(
        *("epoch", rows[-1][0], events[-1].hash, "d" * 64, events[-1].recorded_at),
        **{"server": "s", "position": link.position, "link": link.hash, "program": "1"},
    )
    slots = list(story.incident.slots.values())
    proof = Proof([link.content], head.to_json())
    return Material(source.plan, story.incident, events, slots, source.files, proof)


def draw(document: Document) -> tuple[str, bytes]:
    """Stands for typst: the files of a real one are tried over HTTP."""
    return f"{document.kind}.pdf", document.digest.encode()


def unsigned(content: Any) -> tuple[str, str]:
    return "", ""


def archived(given: Material, kept: Kept, key: SigningKey | None = None) -> bytes:
    written = io.BytesIO()
    sign = unsigned if key is None else lambda content: (key.public, key.sign(content))
    write_archive(written, given, kept, draw, sign)
    return written.getvalue()


@pytest.fixture(scope="module")
def kept() -> Kept:
    return Kept()


@pytest.fixture(scope="module")
def given(source: Source, kept: Kept) -> Material:
    return told(source, kept)


@pytest.fixture(scope="module")
def whole(given: Material, kept: Kept) -> bytes:
    return archived(given, kept)


def members_of(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def put(folder: Path, members: dict[str, bytes]) -> Path:
    """The members as a zip."""
    file = folder / "a.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def listed(members: dict[str, bytes]) -> dict[str, bytes]:
    """The members with a manifest that fits them, as a forger would write it."""
    manifest = json.loads(members["manifest.json"])
    manifest["members"] = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in members.items()
        if name != "manifest.json"
    }
    return members | {"manifest.json": json.dumps(manifest).encode()}


def found(place: Path, pinned: str | None = None) -> list[tuple[str, str]]:
    """Of each finding the kind of sentence and the member."""
    findings = check_archive(place, pinned).findings
    return [(one.facts.get("sentence", one.what), one.detail) for one in findings]


def test_the_same_incident_makes_the_same_bytes(
    source: Source, given: Material, kept: Kept, whole: bytes
) -> None:
    assert archived(told(source, kept), kept) == archived(given, kept) == whole


def test_a_whole_archive_passes_as_a_zip_and_unpacked(
    whole: bytes, given: Material, tmp_path: Path
) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(whole)
    with zipfile.ZipFile(file) as archive:
        archive.extractall(tmp_path / "unpacked")
    for place in (file, tmp_path / "unpacked"):
        verdict = check_archive(place)
        assert verdict.findings == []
        assert (verdict.entries, verdict.number) == (given.incident.seq, given.incident.number)
        assert [one.facts["order"] for one in verdict.notes] == ["8号"]


def test_everything_of_the_incident_is_in_it(whole: bytes, given: Material) -> None:
    members = members_of(whole)
    assert members["attachments/0002_北门.jpg"] == PHOTO
    assert members["attachments/0003_扫描.pdf"] == SCAN
    assert not any("误传" in name for name in members), "it was destroyed by order"
    (signed,) = (one for name, one in members.items() if name.startswith("documents/signed/"))
    assert signed == PAPER
    assert {"documents/now/incident_log.pdf", "documents/now/first_report.pdf"} <= members.keys()
    assert members["plan/plan.yaml"] == (PLANS / "coal_mine" / "plan.yaml").read_bytes()
    lines = members["journal.jsonl"].splitlines()
    assert [json.loads(line) for line in lines] == [one.to_json() for one in given.events]
    assert len(members["ledger.csv"].splitlines()) == len(given.slots) + 1


class Page(HTMLParser):
    """The links of a page, its tags, and its words."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [unquote(value or "") for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_page_leads_to_every_file_and_runs_nothing(whole: bytes, given: Material) -> None:
    members = members_of(whole)
    page = Page(members["index.html"])
    assert set(page.links) <= members.keys()
    unlinked = members.keys() - set(page.links)
    assert unlinked == {
        *("index.html", "proof/chain.jsonl", "plan/clauses.yaml", "plan/jurisdiction.yaml")
    }
    assert "script" not in page.tags
    assert CELL in page.words
    assert "内容已按 8号 号文销毁" in page.words
    for event in given.events:
        assert f'id="e{event.seq}"' in members["index.html"].decode()


def test_an_exercise_says_so_in_every_name_and_on_every_page(source: Source) -> None:
    kept = Kept()
    given = told(source, kept, exercise=True)
    members = members_of(archived(given, kept))
    assert archive_name(given.incident.number, exercise=True).startswith("演练_CM-YL-")
    assert "演练——本档案只供演练" in Page(members["index.html"]).words
    assert members["ledger.csv"].decode().splitlines()[0].startswith("\ufeff演练")
    assert {n for n in members if n.startswith("attachments/")} == {
        *("attachments/演练_0002_北门.jpg", "attachments/演练_0003_扫描.pdf")
    }


def test_no_cell_of_the_ledger_is_a_formula(given: Material, whole: bytes) -> None:
    cells = members_of(whole)["ledger.csv"].decode("utf-8-sig").replace("\r\n", ",").split(",")
    assert not any(cell.strip('"').startswith(("=", "+", "-", "@")) for cell in cells)


LATER: dict[str, Callable[[bytes], bytes]] = {
    "journal.jsonl": lambda content: content.replace("误传".encode(), "误发".encode(), 1),
    "ledger.csv": lambda content: content.replace("待报".encode(), "已报".encode(), 1),
    "index.html": lambda content: content.replace("北门".encode(), "南门".encode()),
    "plan/plan.yaml": lambda content: content + b"\n# later\n",
    "attachments/0002_北门.jpg": lambda content: content + b"x",
    "documents/now/incident_log.pdf": lambda content: content + b"x",
    "proof/head.json": lambda content: content.replace(b"dddd", b"eeee", 1),
    "proof/chain.jsonl": lambda content: content.replace(b"ffff", b"eeee", 1),
}
SIGNED_MEMBER = "documents/signed/0006_简报.pdf"


@pytest.mark.parametrize("name", [*LATER, SIGNED_MEMBER])
def test_a_member_that_was_changed_or_is_gone_is_named(
    whole: bytes, tmp_path: Path, name: str
) -> None:
    members = members_of(whole)
    change = LATER.get(name, lambda content: content + b"x")
    changed = change(members[name])
    assert changed != members[name]
    assert ("archive_edited", name) in found(put(tmp_path, members | {name: changed}))
    del members[name]
    assert ("archive_gone", name) in found(put(tmp_path, members))


FORGED = {
    "journal.jsonl": {"altered", "archive_entry"},
    "ledger.csv": {"archive_made"},
    "index.html": {"archive_made"},
    "plan/plan.yaml": {"archive_plan"},
    "attachments/0002_北门.jpg": {"archive_file"},
    SIGNED_MEMBER: {"archive_file"},
    "proof/chain.jsonl": {"archive_head", "archive_link"},
}


@pytest.mark.parametrize("name", FORGED)
def test_a_manifest_that_was_made_to_fit_does_not_help(
    whole: bytes, tmp_path: Path, name: str
) -> None:
    members = members_of(whole)
    change = LATER.get(name, lambda content: content + b"x")
    forged = listed(members | {name: change(members[name])})
    sentences = {sentence for sentence, _ in found(put(tmp_path, forged))}
    assert sentences & FORGED[name]


def test_what_only_the_manifest_covers_is_covered_by_its_signature(
    given: Material, kept: Kept, tmp_path: Path
) -> None:
    key, other = (create_key(tmp_path / name) for name in ("key", "other"))
    signed = archived(given, kept, key)
    file = put(tmp_path, members_of(signed))
    assert found(file, key.public) == []
    assert found(file, other.public) == [("archive_other_key", "manifest.json")]
    name = "documents/now/incident_log.pdf"
    forged = listed(members_of(signed) | {name: b"another"})
    assert found(put(tmp_path, forged)) == [("archive_signature", "manifest.json")]
    bare = put(tmp_path, members_of(archived(given, kept)))
    assert found(bare, key.public) == [("archive_unsigned", "manifest.json")]


def test_a_journal_that_was_cut_is_found_though_its_chain_is_whole(
    whole: bytes, tmp_path: Path
) -> None:
    members = members_of(whole)
    lines = members["journal.jsonl"].splitlines(keepends=True)
    forged = listed(members | {"journal.jsonl": b"".join(lines[:-1])})
    sentences = {sentence for sentence, _ in found(put(tmp_path, forged))}
    assert {"archive_cut", "archive_head", "archive_link"} <= sentences


def test_what_was_put_in_is_named_and_nothing_outside_is_read(whole: bytes, tmp_path: Path) -> None:
    members = members_of(whole)
    extra = members | {"documents/now/more.pdf": b"x"}
    assert found(put(tmp_path, extra)) == [("archive_planted", "documents/now/more.pdf")]
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(put(tmp_path, members)) as archive:
        archive.extractall(folder)
    secret = tmp_path / "secret"
    secret.write_bytes(b"x")
    manifest = json.loads(members["manifest.json"])
    manifest["members"]["../secret"] = {
        "size": 1,
        "sha256": hashlib.sha256(b"x").hexdigest(),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    assert found(folder) == [("archive_gone", "../secret")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_archive_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(content)
    for place in (file, tmp_path):
        with pytest.raises(BackupRefused) as refusal:
            check_archive(place)
        assert refusal.value.code == "archive_wrong"
        assert str(place) in refusal.value.sentence()


def test_a_zip_cut_anywhere_is_refused_or_found(whole: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    for end in range(0, len(whole), max(1, len(whole) // 40)):
        file.write_bytes(whole[:end])
        try:
            assert check_archive(file).findings
        except BackupRefused:
            continue

"""Message catalogues: every sentence that a person may read, Chinese first.

`text(key, language, **facts)` fills one sentence. The first word of a key names the data
file that holds it, or a folder of such files: `why.toml`, `error/*.toml`. In a file each
key has its sentence in every language; `{name}` is filled in, a doubled brace is a brace.
A file is read when a sentence of it, or of one behind it in its folder, is wanted first, so
that a command line that needs one subject does not read all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from typing_extensions import override

_FOLDER = Path(__file__).parent


class Catalogue(Mapping[str, str]):
    """All sentences in one language, by key."""

    def __init__(self, language: str) -> None:
        self._language = language

    @override
    def __getitem__(self, key: str) -> str:
        return _sentence(key, self._language)

    @override
    def __iter__(self) -> Iterator[str]:
        for subject in sorted({file.stem for file in _FOLDER.iterdir()}):
            yield from _sentences(subject)

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def _sentence(key: str, language: str) -> str:
    """The sentence of the key; its subject's files are read up to the one that holds it.

    Raises `KeyError` for a key that no file holds.
    """
    for file in _files(key.partition(".")[0]):
        found = _read(file)
        if key in found:
            return found[key][language]
    raise KeyError(key)


@cache
def _sentences(subject: str) -> dict[str, dict[str, str]]:
    """The sentences whose keys begin with `subject`, by key and language."""
    return {key: found for file in _files(subject) for key, found in _read(file).items()}


@cache
def _files(subject: str) -> tuple[Path, ...]:
    return (*sorted(_FOLDER.glob(f"{subject}.toml")), *sorted(_FOLDER.glob(f"{subject}/*.toml")))


@cache
def _read(file: Path) -> dict[str, dict[str, str]]:
    """The sentences of one file, by key and language."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return dict(pair for name, table in tables.items() for pair in _flat(name, table))


def _flat(key: str, table: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """A table of TOML as keys and their sentences; a key may stand above others."""
    sentences = {name: value for name, value in table.items() if isinstance(value, str)}
    if sentences:
        yield key, sentences
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{key}.{name}", value)


def keys_of(subject: str) -> Iterable[str]:
    """The keys that begin with one subject; no file of another one is read for it."""
    return _sentences(subject).keys()


CATALOGUES: Mapping[str, Catalogue] = {"zh": Catalogue("zh"), "en": Catalogue("en")}


class MessageKey(str):
    """A fact that is itself a catalogue entry, rendered in the sentence's language."""

    __slots__ = ()


class InBoth(str):
    """A name in Chinese that knows its English, rendered in the sentence's language."""

    english: str

    def __new__(cls, chinese: str, english: str | None = None) -> InBoth:
        name = super().__new__(cls, chinese)
        name.english = english or chinese
        return name


def command_word(command: str) -> MessageKey:
    """A command as people call it: `word.command.*`."""
    return MessageKey(f"word.command.{command}")


def post_words(*general_roles: str) -> tuple[MessageKey, ...]:
    """Roles of the program as people call them: `word.post.*`."""
    return tuple(MessageKey(f"word.post.{role}") for role in general_roles)


NOTHING_NEAR = "—"
"""The fact `hint` where no known word is like the one that was given."""


def text(key: str, language: str = "zh", /, **facts: Any) -> str:
    """The sentence of `key` in `language` (Chinese for an unknown one), with `facts` filled in.

    `{field}` and `{other}` stand in quotation marks as people call them (`label` says how,
    where the catalogue cannot know), and `{nearest}` is a sentence only where there is a `hint`.

    Raises:
        KeyError: there is no such sentence, or a fact is missing: a defect of ours.
    """
    catalogue = CATALOGUES.get(language, CATALOGUES["zh"])
    hint = facts.get("hint", NOTHING_NEAR)
    near = catalogue["word.nearest"].format(hint=hint) if hint != NOTHING_NEAR else ""
    filled = {"nearest": near}
    for name, value in facts.items():
        filled[name] = value if type(value) in _AS_THEY_ARE else _in_words(value, language)
    if "field" in facts:
        label = _in_words(facts.get("label"), language)
        filled["field"] = _called(str(facts["field"]), label, catalogue)
        # Without a field of a request, `other` is no field either.
        if "other" in facts:
            filled["other"] = _called(str(facts["other"]), None, catalogue)
    return catalogue[key].format_map(filled)


_AS_THEY_ARE = (str, int)
"""Facts that are the same in every language; most are."""


def _in_words(value: Any, language: str) -> Any:
    """A fact in the sentence's language; several keys become a list."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, tuple):
        return text("word.comma", language).join(_in_words(one, language) for one in value)
    if isinstance(value, InBoth):
        return value.english if language == "en" else str(value)
    return text(value, language) if isinstance(value, MessageKey) else value


def _called(field: str, label: Any, catalogue: Catalogue) -> str:
    """What people call a field, quoted; its own name where it has no other."""
    name = label or catalogue.get(f"field.{field}", field)
    return catalogue["word.field"].format(name=name)

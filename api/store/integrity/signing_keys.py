"""Signing keys (Ed25519): one file for the server, outside the database, and its public half.

Who can write to the database can compute every hash again. He cannot sign as long as the key's
file is not his to read. What is signed is canonical JSON after a line that names the purpose,
so that a signature of ours fits nothing else.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from api.store.errors import KeyRefused
from engine.canonical_json import canonical

T = TypeVar("T")

PURPOSE = b"zhiban/evidence/1\n"
PUBLIC_SUFFIX = ".pub"
OTHERS = 0o077
"""The permissions of the group and of everybody else."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private half. `public` is the other half, in hexadecimal."""

    secret: Any
    public: str

    def sign(self, content: Mapping[str, Any]) -> str:
        """The signature of a content, in hexadecimal."""
        signature: bytes = self.secret.sign(PURPOSE + canonical(content))
        return signature.hex()


def create_key(file: Path) -> SigningKey:
    """Make a key: `file` for its owner alone, and `file`.pub for everybody.

    Raises `KeyRefused` (`key_exists`, `key_unwritable`); no file is ever replaced.
    """
    private, public = _ed25519().make()
    beside = file.with_name(file.name + PUBLIC_SUFFIX)
    _write(beside, public, 0o644)
    try:
        _write(file, private, 0o600)
    except KeyRefused:
        beside.unlink()
        raise
    return read_key(file)


def _write(file: Path, content: bytes, mode: int) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise KeyRefused("key_exists", where=str(file)) from None
    except OSError as error:
        raise KeyRefused("key_unwritable", where=str(file), why=error.strerror) from error
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def read_key(file: Path) -> SigningKey:
    """The private key of a file. Raises `KeyRefused` if others may read it, or if it is none."""
    content = _read(file)
    if os.name != "nt" and file.stat().st_mode & OTHERS:
        raise KeyRefused("key_open", where=str(file))
    secret = _parsed(file, _ed25519().private, content)
    return SigningKey(secret, _ed25519().public_of(secret))


def read_public(file: Path) -> str:
    """The public half of a file with either half. Raises `KeyRefused`."""
    content = _read(file)
    if b"PRIVATE" in content:
        return read_key(file).public
    found: str = _parsed(file, _ed25519().public, content)
    return found


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise KeyRefused("key_unreadable", where=str(file), why=error.strerror) from error


def _parsed(file: Path, parse: Callable[[bytes], T], content: bytes) -> T:
    try:
        return parse(content)
    except (ValueError, TypeError) as error:
        raise KeyRefused("key_unreadable", where=str(file), why=str(error)[:80]) from error


def is_signed(content: Mapping[str, Any], public: str, signature: str) -> bool:
    """Whether the signature is that of the key over the content."""
    found: bool = _ed25519().is_signed(PURPOSE + canonical(content), public, signature)
    return found


def fingerprint(public: str) -> str:
    """A short form of a public key, for people to compare: four groups of four."""
    words = hashlib.sha256(public.encode()).hexdigest()[:16]
    return "-".join(words[start : start + 4] for start in range(0, 16, 4))


def _ed25519() -> Any:
    return import_module("api.store.integrity.ed25519")

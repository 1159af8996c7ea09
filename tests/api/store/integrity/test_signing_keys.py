"""A key is made once, is its owner's alone, and signs what it says it signs."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from api.store.errors import KeyRefused
from api.store.integrity.signing_keys import (
    create_key,
    fingerprint,
    is_signed,
    read_key,
    read_public,
)

CONTENT = {"position": 7, "kind": "key"}


def refused(code: str, work: object) -> None:
    with pytest.raises(KeyRefused) as refusal:
        work()  # type: ignore[operator]
    assert refusal.value.code == code


def test_a_key_signs_and_its_public_half_checks(tmp_path: Path) -> None:
    made = create_key(tmp_path / "key")
    signature = made.sign(CONTENT)
    public = read_public(tmp_path / "key.pub")
    assert (
        public == made.public == read_public(tmp_path / "key") == read_key(tmp_path / "key").public
    )
    assert is_signed(CONTENT, public, signature)
    assert not is_signed({**CONTENT, "position": 8}, public, signature)
    assert not is_signed(CONTENT, create_key(tmp_path / "other").public, signature)
    for broken in ("", "zz", signature[:-2]):
        assert not is_signed(CONTENT, public, broken)
    assert len(fingerprint(public)) == 19


def test_no_key_file_is_replaced(tmp_path: Path) -> None:
    create_key(tmp_path / "key")
    before = (tmp_path / "key").read_bytes()
    refused("key_exists", lambda: create_key(tmp_path / "key"))
    (tmp_path / "key.pub").unlink()
    refused("key_exists", lambda: create_key(tmp_path / "key"))
    assert (tmp_path / "key").read_bytes() == before
    assert not (tmp_path / "key.pub").exists(), "no public half beside another's private one"
    refused("key_unwritable", lambda: create_key(tmp_path / "no" / "key"))


@pytest.mark.skipif(os.name == "nt", reason="permissions are of POSIX")
def test_a_private_key_is_its_owners_alone(tmp_path: Path) -> None:
    create_key(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    (tmp_path / "key").chmod(0o640)
    refused("key_open", lambda: read_key(tmp_path / "key"))


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "key"
    refused("key_unreadable", lambda: read_key(file))
    for words in ("", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"):
        file.write_text(words)
        file.chmod(0o600)
        refused("key_unreadable", lambda: read_key(file))
        refused("key_unreadable", lambda: read_public(file))

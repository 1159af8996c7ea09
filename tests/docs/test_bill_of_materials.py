"""The bill of materials is valid, and holds each package of the locks and nothing else."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion

from docs import bill_of_materials
from docs.bill_of_materials import LOCK, PAGE_LOCK


@pytest.fixture(scope="module")
def made() -> str:
    return bill_of_materials.bill()


@pytest.fixture(scope="module")
def parts(made: str) -> dict[str, dict[str, Any]]:
    return {part["purl"]: part for part in json.loads(made)["components"]}


def test_it_fits_the_schema(made: str) -> None:
    # Importing this takes seconds, which each process of a run would spend before it begins.
    validation = import_module("cyclonedx.validation.json")
    validator = validation.JsonStrictValidator(SchemaVersion.V1_6)
    assert validator.validate_str(made) is None
    assert validator.validate_str(made.replace('"components"', '"compounds"')) is not None


def test_it_holds_every_package_of_the_servers_lock_with_its_hashes(
    parts: dict[str, dict[str, Any]],
) -> None:
    pinned = [line.split()[0] for line in LOCK.read_text("utf-8").splitlines() if "==" in line]
    pinned = [pin.split(";")[0].lower() for pin in pinned if not pin.startswith("#")]
    names = {purl.removeprefix("pkg:pypi/").replace("@", "==") for purl in parts if "pypi" in purl}
    assert names == {pin.replace("_", "-") for pin in pinned}
    hashes = [part["hashes"] for purl, part in parts.items() if "pypi" in purl]
    assert sum(map(len, hashes)) == LOCK.read_text("utf-8").count("--hash=")


def test_it_holds_what_the_page_is_built_of_and_not_the_tools_that_build_it(
    parts: dict[str, dict[str, Any]],
) -> None:
    lock = json.loads(PAGE_LOCK.read_text("utf-8"))["packages"]
    shipped = [p for place, p in lock.items() if place and not p.get("dev")]
    assert sum("npm" in purl for purl in parts) == len({(p["integrity"]) for p in shipped})
    wanted = lock[""]["dependencies"].keys()
    assert wanted <= {"/".join(filter(None, (p.get("group"), p["name"]))) for p in parts.values()}
    assert not any("/vite@" in purl or "/vitest@" in purl for purl in parts)

"""The software bill of materials (CycloneDX 1.6): what a server with the page is made of.

    python -m docs.bill_of_materials [FILE]

Made of the locks alone, so it names the very files that an installation checks: versions and
hashes of `requirements/runtime.txt`, and the packages of `api/web/package-lock.json` that end
up in the page. Neither the network nor the installed packages are asked.
"""

from __future__ import annotations

import base64
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from api import __version__

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "runtime.txt"
PAGE_LOCK = ROOT / "api" / "web" / "package-lock.json"
PYPROJECT = ROOT / "pyproject.toml"

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
FOLDER = "node_modules/"


def bill() -> str:
    """The bill as JSON."""
    project = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
    bom = Bom()
    bom.metadata.component = whole = Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=__version__,
        description=project["description"],
        licenses=[DisjunctiveLicense(id=project["license"])],
        bom_ref="zhiban",
    )
    parts = [*of_python(LOCK.read_text("utf-8")), *of_page(json.loads(PAGE_LOCK.read_text()))]
    bom.components.update(parts)
    # The locks are flat; which part asks for which other one is not told.
    bom.register_dependency(whole, parts)
    return str(JsonV1Dot6(bom).output_as_string(indent=2))


def of_python(lock: str) -> Iterator[Component]:
    """Each pinned package, with the hashes of all files that may be installed as it."""
    pins = [*PIN.finditer(lock)]
    ends = [pin.start() for pin in pins[1:]] + [len(lock)]
    for pin, end in zip(pins, ends, strict=True):
        name, version = pin.groups()
        yield _component(
            PackageURL("pypi", name=name, version=version),
            (
                HashType(alg=HashAlgorithm.SHA_256, content=one)
                for one in HASH.findall(lock[pin.start() : end])
            ),
        )


def of_page(lock: Mapping[str, Any]) -> Iterator[Component]:
    """Each package of the page that is no tool of its development."""
    for place, package in lock["packages"].items():
        if not place.startswith(FOLDER) or package.get("dev") or package.get("link"):
            continue
        scope, _, name = place.rpartition(FOLDER)[2].rpartition("/")
        yield _component(
            PackageURL("npm", namespace=scope or None, name=name, version=package["version"]),
            (_of_integrity(one) for one in package["integrity"].split()),
            package.get("license"),
        )


def _of_integrity(integrity: str) -> HashType:
    """npm writes hashes in base64, CycloneDX in hexadecimal."""
    kind, _, value = integrity.partition("-")
    algorithm = HashAlgorithm(f"{kind[:3]}-{kind[3:]}".upper())
    return HashType(alg=algorithm, content=base64.b64decode(value).hex())


def _component(
    url: PackageURL, hashes: Iterable[HashType], license_id: str | None = None
) -> Component:
    return Component(
        type=ComponentType.LIBRARY,
        group=url.namespace,
        name=url.name,
        version=url.version,
        purl=url,
        bom_ref=str(url),
        hashes=hashes,
        licenses=[DisjunctiveLicense(name=license_id)] if license_id else None,
    )


def main() -> None:
    """Print the bill, or write it to the file that is named."""
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(bill(), encoding="utf-8")
    else:
        print(bill())


if __name__ == "__main__":
    main()

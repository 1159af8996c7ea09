"""A Containerfile, read and carried out without a container runtime.

Each stage is a folder: an overlay over the folder of the stage before, and below all of them the
root of a system. `RUN` happens in it by chroot. Only the instructions that ours uses are known;
any other is an error, so that nothing is passed over in silence. It takes the right to mount.
"""

from __future__ import annotations

import fnmatch
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})
CONTINUED = re.compile(r"\\\n")
WITH_ARGUMENT = {"EXPOSE", "STOPSIGNAL", "VOLUME"}
"""Instructions that say something to a runtime and change nothing in the root."""
IGNORED = ".dockerignore"


@dataclass(frozen=True)
class Step:
    """One instruction."""

    word: str
    rest: str


@dataclass
class Image:
    """What a stage says about how it is run."""

    folder: str
    env: dict[str, str] = field(default_factory=dict)
    user: str = "root"
    workdir: str = "/"
    command: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)


def steps(text: str) -> list[Step]:
    """The instructions of a file, without comments, each on one line."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = CONTINUED.sub(" ", "\n".join(lines))
    found = [line.split(maxsplit=1) for line in joined.splitlines() if line.strip()]
    return [Step(word.upper(), rest) for word, rest in found]


class Builder:
    """Carries the steps out, above `root`; the stages lie in `work`, which is no overlay itself.

    Without `apt`, steps that ask apt are left out. `env` is for `RUN` alone.
    """

    def __init__(
        self, root: Path, context: Path, work: Path, *, apt: bool, env: Mapping[str, str]
    ) -> None:
        self.root, self.context, self.work, self.apt = root, context, work, apt
        self.env = env
        self.stages: dict[str, Image] = {}
        self.arguments: dict[str, str] = {}

    def build(self, found: list[Step]) -> Image:
        """The last stage."""
        image: Image | None = None
        for step in found:
            if step.word == "ARG":
                name, _, value = step.rest.partition("=")
                self.arguments[name] = value
            elif step.word == "FROM":
                image = self._begin(step.rest)
            else:
                assert image is not None, "the first instruction is FROM"
                self.carry_out(image, step)
        assert image is not None
        return image

    def _begin(self, rest: str) -> Image:
        base, _, name = re.sub(r"\s+AS\s+", "\0", rest, flags=re.IGNORECASE).partition("\0")
        below = self.stages.get(base)
        lower = self.root if below is None else Path(below.folder)
        folder = self._overlay(lower, name or "last")
        image = Image(str(folder), {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"})
        if below is not None:
            image = Image(str(folder), dict(below.env), below.user, below.workdir)
        self.stages[name or "last"] = image
        return image

    def _overlay(self, lower: Path, name: str) -> Path:
        upper, scratch, merged = (
            self.work / f"{name}-{part}" for part in ("upper", "work", "root")
        )
        for folder in (upper, scratch, merged):
            folder.mkdir(parents=True)
        options = f"lowerdir={lower},upperdir={upper},workdir={scratch}"
        must("mount", "-t", "overlay", "overlay", "-o", options, str(merged))
        for device in ("null", "zero", "random", "urandom"):
            place = merged / "dev" / device
            place.parent.mkdir(exist_ok=True)
            place.touch()
            must("mount", "--bind", f"/dev/{device}", str(place))
        (merged / "proc").mkdir(exist_ok=True)
        must("mount", "--rbind", "/proc", str(merged / "proc"))
        return merged

    def carry_out(self, image: Image, step: Step) -> None:
        """One instruction of a stage."""
        if step.word == "RUN":
            if self.apt or "apt-get" not in step.rest:
                must(*inside(image, ["sh", "-ec", step.rest], self.env))
        elif step.word == "COPY":
            self._copy(image, step.rest)
        elif step.word == "ENV":
            for pair in shlex.split(step.rest):
                name, _, value = pair.partition("=")
                image.env[name] = value
        elif step.word == "USER":
            image.user = step.rest
        elif step.word == "WORKDIR":
            image.workdir = step.rest
            (Path(image.folder) / step.rest.lstrip("/")).mkdir(parents=True, exist_ok=True)
        elif step.word == "CMD":
            image.command = json.loads(step.rest)
        elif step.word == "HEALTHCHECK":
            image.healthcheck = json.loads(step.rest.partition("CMD ")[2])
        else:
            assert step.word in WITH_ARGUMENT, f"unknown instruction {step.word}"

    def _copy(self, image: Image, rest: str) -> None:
        *options, source, target = rest.split()
        place = Path(image.folder) / target.lstrip("/")
        if options:
            (stage,) = (option.removeprefix("--from=") for option in options)
            origin = Path(self.stages[stage].folder) / source.lstrip("/")
            shutil.copytree(origin, place, symlinks=True)
        else:
            assert source == "."
            shutil.copytree(self.context, place, symlinks=True, ignore=self._ignored)

    def _ignored(self, folder: str, names: list[str]) -> set[str]:
        """What `.dockerignore` leaves out; a pattern is for the root, or begins with `**/`."""
        lines = (self.context / IGNORED).read_text(encoding="utf-8").splitlines()
        patterns = [line for line in lines if line and not line.startswith("#")]
        at_root = Path(folder) == self.context
        return {
            name
            for name in names
            for pattern in patterns
            if (at_root or pattern.startswith("**/"))
            and fnmatch.fnmatch(name, pattern.removeprefix("**/"))
        }


def inside(image: Image, command: list[str], more: Mapping[str, str] = NOTHING) -> list[str]:
    """The command line that runs a command in a stage, as its user and with its settings only.

    `more` is what a runtime would hand on as arguments of the build.
    """
    settings = [f"{name}={value}" for name, value in {**image.env, **more}.items()]
    go = f"cd {shlex.quote(image.workdir)} && exec {shlex.join(command)}"
    return [
        "chroot",
        f"--userspec={image.user}",
        image.folder,
        "env",
        "-i",
        *settings,
        "sh",
        "-c",
        go,
    ]


def must(*command: str) -> None:
    """Run a command that has to succeed; what it prints goes to standard error."""
    done = subprocess.run(command, stdout=sys.stderr, check=False)
    if done.returncode:
        sys.exit(f"this failed: {shlex.join(command)}")

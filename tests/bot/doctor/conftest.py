"""An installation that is well, until a test breaks something."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.doctor import Finding, Health
from bot.doctor.model import Installation
from bot.language import Catalogue
from bot.settings import Settings
from policy.language import Language
from policy.sandbox import Sandbox
from tests.bot.certificates import certificate
from tests.bot.charter_file import CharterFile
from tests.bot.scene import NOON, SQLITE, Scene, open_scene

ENGLISH = Catalogue(Language.ENGLISH)
COMMAND = re.compile(r"vigie [a-z-]+(?: [a-z]+)*(?: (?:NAME|FILE|--?[a-z-]+))*(?: (?:author|reviewer))?")

Look = Callable[[Installation, Catalogue], Iterable[Finding]]


def only(found: Iterable[Finding]) -> Finding:
    """Return the one finding; what is not well has a remedy, what is well has none."""
    (finding,) = found
    assert bool(finding.remedy) is (finding.health in {Health.WARNING, Health.BAD})
    return finding


def command(finding: Finding) -> list[str]:
    """Return the command that a remedy names, without `vigie`."""
    named = COMMAND.search(finding.remedy)
    assert named, finding.remedy
    return named[0].split()[1:]


def installation(scene: Scene) -> Installation:
    return Installation(scene.house.settings, scene.clock(), scene.house.database)


def examine(look: Look, scene: Scene) -> Finding:
    """Return the one thing that a checkup finds in a house."""
    return only(look(installation(scene), ENGLISH))


def without_records(settings: Settings) -> Installation:
    """Return an installation whose database can't be used."""
    return Installation(settings, NOON, None)


@pytest.fixture
def charter_file(tmp_path: Path) -> CharterFile:
    return CharterFile.beside(tmp_path / "charter")


@pytest.fixture
def lists(tmp_path: Path) -> Settings:
    """Settings with one trust list, a file of this machine."""
    (tmp_path / "anchors.pem").write_text(certificate())
    return Settings(trust_anchors=(str(tmp_path / "anchors.pem"),), trust_allowed=())


@pytest.fixture
def scene(tmp_path: Path, sandbox: Sandbox, charter_file: CharterFile, lists: Settings) -> Iterator[Scene]:
    """A house in a folder of its own, with a charter file and a trust list that a test may spoil."""
    settings = replace(lists, charter=charter_file.path)
    with open_scene(tmp_path / "data", settings=settings, sandbox=sandbox, database=SQLITE) as scene:
        yield scene

"""The real command line, run in this process; a few tests run the installed command itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import settings
from bot.cli.entry import command_line
from policy.sandbox import Sandbox
from tests.bot.scene import BorrowedSandbox

COMMAND = Path(sys.executable).with_name("vigie")


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def plain(self) -> str:
        """What was printed, with plain spaces and no line folded."""
        return re.sub(r"\s+", " ", self.out)

    @property
    def complaint(self) -> str:
        """What was complained about, with plain spaces."""
        return re.sub(r"\s+", " ", self.err).strip()

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects that were printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Vigie = Callable[..., Ran]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def vigie(data: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Vigie:
    """Run `vigie …` with a data folder of its own, in French unless told otherwise."""
    monkeypatch.setattr("bot.house.Sandbox", lambda *_, **__: BorrowedSandbox(sandbox))
    monkeypatch.setattr("bot.cli.reading.Sandbox", lambda *_, **__: BorrowedSandbox(sandbox))
    for name in list(os.environ):
        if name.startswith("VIGIE_") or name in {"LANGUAGE", "NO_COLOR"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANGUAGE", "fr")
    monkeypatch.setenv("VIGIE_DATA_DIR", str(data))
    monkeypatch.setattr(settings, "CHECKOUT", data)

    def run(*arguments: object, **environment: str) -> Ran:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        try:
            code = command_line([str(argument) for argument in arguments], lambda *_: None)
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


@pytest.fixture
def installed(data: Path) -> Vigie:
    """Run the installed command in a process of its own, with nothing else in its environment."""

    def run(*arguments: str | bytes, **environment: str) -> Ran:
        clean = {"PATH": os.environ["PATH"], "VIGIE_DATA_DIR": str(data), "VIGIE_LANGUAGE": "fr"} | environment
        done = subprocess.run([COMMAND, *arguments], env=clean, capture_output=True, timeout=60, check=False)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run

"""A Node process that takes one JSON order a line and answers one a line."""

from __future__ import annotations

import json
import select
import subprocess
from pathlib import Path
from typing import Any

from tests import npm

PATIENCE = 10.0
"""Seconds that any one order may take."""
PACKAGES = Path(__file__).with_name("packages.txt")
"""The package alone, which needs none of its dependencies; its `latest` is another package."""
_SCRIPT = Path(__file__).with_name("start.mjs")
_SLACK = "dist-6ZQHD4DN.js"
"""The module of the pinned version that holds its Slack."""


class Node:
    """The start script, running until it is stopped or this process ends."""

    def __init__(self) -> None:
        program = npm.node()
        dist = npm.installed(npm.pinned(PACKAGES)) / "node_modules" / "emulate" / "dist"
        command = [program, str(_SCRIPT), str(dist / "api.js"), str(dist / _SLACK)]
        plain = {"PATH": ""}  # variables such as PORTLESS_URL would change the emulator's address
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=plain)

    def order(self, order: str, **values: object) -> dict[str, Any]:
        """Have something done and return the answer."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"order": order, **values}).encode() + b"\n")
        self._process.stdin.flush()
        readable, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
        line = self._process.stdout.readline() if readable else b""
        assert line, f"the emulator does not answer to {order!r}"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        """End it: it closes its server when its input ends."""
        try:
            self._process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

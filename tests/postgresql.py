"""A PostgreSQL server of one's own, for tests: made in a temporary folder, thrown away with it.

Looked for where Debian and others put it; where there is none, whoever asks is skipped, and says so.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.database import Database

_TEMPLATE = "vigie_template"
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
"""Nothing here has to survive anything."""


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, None where there is no server on this machine."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


@dataclass
class Server:
    """A running server; every database of it begins as an empty one of Vigie."""

    folder: Path
    numbers: count[int] = field(default_factory=count)

    def address(self, name: str) -> str:
        """Return a database's address."""
        return f"postgresql://vigie@/{name}?host={self.folder}"

    def create(self) -> str:
        """Make a database and return its address."""
        name = f"vigie_{next(self.numbers)}"
        self._execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(_TEMPLATE)))
        return self.address(name)

    def bare(self) -> str:
        """Make a database in which Vigie has never been."""
        name = f"bare_{next(self.numbers)}"
        self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.address(name)

    def drop(self, address: str) -> None:
        """Throw a database away, whoever is still connected to it."""
        name = address.rpartition("/vigie_")[2].partition("?")[0]
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(f"vigie_{name}")))

    def prepare(self) -> None:
        """Make the template: an empty database with Vigie's tables."""
        self._execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_TEMPLATE)))
        database = Database.open(self.address(_TEMPLATE))
        database.upgrade()
        database.close()

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)


@cache
def server() -> Server:
    """Return the server of this test process; the first call starts it."""
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL on this machine: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="vigie-pg-", dir="/tmp"))  # a socket's path has to be short
    data = folder / "data"
    as_user = _as_user(folder)
    initdb = [str(found / "initdb"), "-D", str(data), "-U", "vigie", "--auth=trust", "-E", "UTF8", "--no-locale", "-N"]
    subprocess.run([*as_user, *initdb], check=True, capture_output=True, cwd="/")
    options = f"-k {folder} -c listen_addresses='' {_QUICK}"
    start = [str(found / "pg_ctl"), "-D", str(data), "-o", options, "-w", "-l", str(folder / "log"), "start"]
    subprocess.run([*as_user, *start], check=True, capture_output=True, cwd="/")
    running = Server(folder)
    running.prepare()
    return running


def stop() -> None:
    """Stop the server of this test process, where one was started."""
    found = programs()
    if found and server.cache_info().currsize:
        folder = server().folder
        halt = [str(found / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"]
        subprocess.run([*_as_user(folder), *halt], check=False, capture_output=True, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)
        server.cache_clear()


def _as_user(folder: Path) -> list[str]:
    """Return how to run its programs: it refuses to be run by root."""
    if os.geteuid() != 0:
        return []
    name = next((entry.pw_name for entry in pwd.getpwall() if entry.pw_name in {"postgres", "nobody"}), "nobody")
    shutil.chown(folder, name)
    return ["runuser", "-u", name, "--"]

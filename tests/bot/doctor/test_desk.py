from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.doctor import Finding, Health
from bot.doctor.desk import desk
from bot.settings import Settings
from tests.bot.doctor.conftest import ENGLISH, only, without_records
from tests.handlers.desk.running import open_desk


def found(port: int, host: str = "127.0.0.1") -> Finding:
    return only(desk(without_records(Settings(desk_port=port, desk_host=host)), ENGLISH))


@contextmanager
def other_program(answer: bytes) -> Iterator[int]:
    """Hold a port, and give everybody the same answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with closing(server.accept()[0]) as connection:
                connection.recv(4096)
                connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_a_desk_that_runs_is_well(tmp_path: Path) -> None:
    with open_desk(tmp_path / "data") as running:
        port = int(running.address.rpartition(":")[2])
        finding = found(port)
        assert (finding.health, finding.words) == (Health.GOOD, f"The desk answers: 127.0.0.1, port {port}.")
        assert found(port, "0.0.0.0").health is Health.GOOD


def test_a_free_port_is_well() -> None:
    finding = found(free_port())
    assert finding.health is Health.GOOD
    assert "does not run" in finding.words


def test_a_desk_that_takes_any_free_port_is_well() -> None:
    assert found(0).health is Health.GOOD


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-Other\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nokapis",
    ],
)
def test_another_program_on_the_port_is_told(answer: bytes) -> None:
    with other_program(answer) as port:
        finding = found(port)
    assert finding.health is Health.BAD
    assert str(port) in finding.words
    assert "VIGIE_DESK_PORT" in finding.remedy
    assert found(port).health is Health.GOOD


def test_an_address_of_another_machine_is_told() -> None:
    finding = found(free_port(), "198.51.100.7")
    assert finding.health is Health.BAD
    assert "VIGIE_DESK_HOST" in finding.remedy


def test_a_port_of_the_administrator_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refuse)
    finding = found(81)
    assert finding.health is Health.BAD
    assert "1024" in finding.remedy

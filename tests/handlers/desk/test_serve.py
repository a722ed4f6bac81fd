from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from bot.errors import SetupError
from handlers.desk.serve import server
from tests.handlers.desk.running import RunningDesk


def test_a_port_in_use_is_a_sentence(lasting_desk: RunningDesk) -> None:
    port = int(lasting_desk.address.rpartition(":")[2])
    settings = replace(lasting_desk.house.settings, desk_port=port)
    with pytest.raises(SetupError, match=str(port)):
        server(replace(lasting_desk.house, settings=settings))


def test_nobody_else_can_take_the_desk_s_port(lasting_desk: RunningDesk) -> None:
    port = int(lasting_desk.address.rpartition(":")[2])
    with socket.socket() as other, pytest.raises(OSError, match="use"):
        other.bind(("127.0.0.1", port))

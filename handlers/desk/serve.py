"""Running the desk: its address is taken at once, so that a port in use is a sentence, no stack trace."""

from __future__ import annotations

import socket

import uvicorn

from bot.delivery.courier import Courier
from bot.errors import SetupError
from bot.house import House
from bot.language import N_
from handlers.desk.app import create_app

_SECONDS_TO_FINISH = 5
"""How long a stopping server waits for answers that are under way."""


class DeskServer(uvicorn.Server):
    """A server that already holds its address; `port` is the real one where the settings say 0."""

    def __init__(self, house: House, courier: Courier | None = None) -> None:
        app = create_app(house, courier)
        super().__init__(
            uvicorn.Config(
                app,
                access_log=False,  # addresses hold personal links
                log_level="warning",
                server_header=False,
                timeout_graceful_shutdown=_SECONDS_TO_FINISH,
            )
        )
        self._closing = app.state.closing
        self._listening = _listen(house.settings.desk_host, house.settings.desk_port)

    @property
    def port(self) -> int:
        """The port that the server listens on."""
        return int(self._listening.getsockname()[1])

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer requests until told to stop."""
        await super().serve(sockets or [self._listening])

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the live streams, then stop."""
        self._closing.started = True
        await super().shutdown(sockets)


def server(house: House, courier: Courier | None = None) -> DeskServer:
    """Return the desk's server, listening already; `await serve()` answers.

    Raises:
        SetupError: the address or the port can't be had.
    """
    return DeskServer(house, courier)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
        # Else every answer after a connection's first waits 40 ms for the other side's acknowledgement: asyncio
        # only does this for sockets that it made itself.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
    except OSError:
        raise SetupError(
            N_("{host}, port {port}, can't be used: perhaps Vigie is running already."),
            N_("Stop the other one, or choose another VIGIE_DESK_PORT in .env."),
            host=host,
            port=port,
        ) from None

"""A whole Slack of one's own: what tests hold in their hands."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from tests.handlers.slack.workspace import model
from tests.handlers.slack.workspace.faults import Faults
from tests.handlers.slack.workspace.gestures import Gestures
from tests.handlers.slack.workspace.model import Json
from tests.handlers.slack.workspace.people import People
from tests.handlers.slack.workspace.server import Server
from tests.handlers.slack.workspace.sight import Sight
from tests.handlers.slack.workspace.signed_http import Signature
from tests.handlers.slack.workspace.state import State

DISCONNECT_REASONS = ("warning", "refresh_requested", "link_disabled")


class Workspace(People, Gestures, Sight):
    """Starts when it is entered, stops when it is left; all methods may be called from any thread."""

    bot_token = model.BOT_TOKEN
    app_token = model.APP_TOKEN
    signing_secret = model.SIGNING_SECRET
    team_id = model.TEAM
    app_id = model.APP
    bot_user = model.BOT_USER
    bot_id = model.BOT_ID

    def __init__(self) -> None:
        self._state = State()
        self._server = Server(self._state)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    @property
    def api_url(self) -> str:
        """The base URL of the Web API."""
        return f"{self._state.address}/api/"

    @property
    def scopes(self) -> set[str]:
        """What the app may do; may be changed."""
        return self._state.scopes

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self._state.faults

    @property
    def strips_metadata(self) -> bool:
        """Whether pictures are rewritten without their metadata when they are posted."""
        return self._state.strips_metadata

    @strips_metadata.setter
    def strips_metadata(self, strips: bool) -> None:
        self._state.strips_metadata = strips

    @property
    def leaves_tombstones(self) -> bool:
        """Whether the deletion of a message with replies is told as Slack does: as a change into a tombstone."""
        return self._state.leaves_tombstones

    @leaves_tombstones.setter
    def leaves_tombstones(self, leaves: bool) -> None:
        self._state.leaves_tombstones = leaves

    @property
    def ack_seconds(self) -> float:
        """How long an acknowledgement is waited for."""
        return self._state.ack_seconds

    @ack_seconds.setter
    def ack_seconds(self, seconds: float) -> None:
        self._state.ack_seconds = seconds

    @property
    def retry_delays(self) -> tuple[float, ...]:
        """Seconds before each new try to deliver an event."""
        return self._state.retry_delays

    @retry_delays.setter
    def retry_delays(self, delays: tuple[float, ...]) -> None:
        self._state.retry_delays = delays

    def rate(self, method: str, per_second: float, burst: int) -> None:
        """Limit a method."""
        self._server.do(lambda: self._state.rates.set(method, per_second, burst))

    def unlimited(self) -> None:
        """Lift all limits."""
        self._state.rates.unlimited = True

    def serve_events_to(self, url: str) -> None:
        """Deliver by signed HTTP from now on."""
        self._server.serve_events_to(url)

    @property
    def hears_by_http(self) -> bool:
        """Whether there is an address to deliver to."""
        return self._server.http is not None

    def deliver_raw(self, body: str | Json, signature: str = "good") -> int:
        """Send a body to the app's address, well or badly signed; return the status."""
        assert self._server.http is not None, "serve_events_to comes first"
        return self._server.wait(self._server.http.deliver_raw(body, Signature(signature)))

    def emit(self, event: Json, *, event_id: str | None = None) -> None:
        """Send any event."""
        whole = event | ({} if "event_ts" in event else {"event_ts": self._server.do(self._state.stamp)})
        self._server.do(lambda: self._server.delivery.emit(whole, event_id))

    def redeliver_last_event(self) -> None:
        """Send the last event again, as after an acknowledgement that got lost."""
        self._server.do(self._server.delivery.redeliver_last)

    def drop_sockets(self, *, brutal: bool = False) -> None:
        """End every socket, with a closing frame or without."""
        self._server.wait(self._server.sockets.drop(brutal=brutal))

    def go_deaf(self) -> None:
        """Leave every open socket open, but hear nothing and say nothing there; new ones are well."""
        self._server.do(self._server.sockets.go_deaf)

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Say that the sockets will be closed, and, but for a warning, close them."""
        assert reason in DISCONNECT_REASONS, f"not a reason: {reason}"
        self._server.wait(self._server.sockets.disconnect(reason))

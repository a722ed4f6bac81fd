"""What people do: write, change, press, fill in, send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.handlers.slack.workspace import messages
from tests.handlers.slack.workspace.forms import Filled, answered, input_of, listed
from tests.handlers.slack.workspace.messages import store_file
from tests.handlers.slack.workspace.model import Answer, Json, Upload
from tests.handlers.slack.workspace.server import Server
from tests.handlers.slack.workspace.state import View

Values = Mapping[str, Filled | Sequence[Upload]]


class Gestures:
    """Every gesture of a person in Slack's client."""

    _server: Server

    def post(
        self,
        channel: str,
        user: str,
        text: str = "",
        *,
        files: Sequence[Upload] = (),
        thread_ts: str | None = None,
        subtype: str | None = None,
    ) -> str:
        """Post a message; return its ts."""

        def post() -> str:
            state = self._server.state
            state.user(user)
            stored = [store_file(state, user, upload) for upload in files]
            return messages.post(state, channel, user, text, stored, thread_ts, subtype)

        return self._server.do(post)

    def edit(self, channel: str, ts: str, text: str) -> None:
        """Change the text of a message as its author does."""
        self._server.do(lambda: messages.edit(self._server.state, channel, ts, text))

    def unfurl(self, channel: str, ts: str) -> None:
        """Let Slack add the preview of a link."""
        self._server.do(lambda: messages.unfurl(self._server.state, channel, ts))

    def remove_file(self, channel: str, ts: str, file_id: str) -> None:
        """Delete a file of a message."""
        self._server.do(lambda: messages.remove_file(self._server.state, channel, ts, file_id))

    def delete(self, channel: str, ts: str) -> None:
        """Delete a message; one with replies leaves a tombstone unless `leaves_tombstones` is off."""
        self._server.do(lambda: messages.delete(self._server.state, channel, ts))

    def press(
        self,
        user: str,
        channel: str,
        ts: str,
        label: str | None = None,
        *,
        action_id: str | None = None,
        value: str | None = None,
        seen: Json | None = None,
    ) -> Answer:
        """Press a button, or choose an option; `seen` is an earlier copy of the message that the client still shows."""
        acts = self._server.interactions
        return self._server.wait(acts.press(user, channel, ts, label, action_id, value, seen))

    def press_in_view(
        self,
        user: str,
        label: str | None = None,
        *,
        action_id: str | None = None,
        value: str | None = None,
        view: str | None = None,
    ) -> Answer:
        """Press something in the topmost modal of a person."""
        modal = self._server.do(lambda: self._modal(user, view))
        return self._server.wait(self._server.interactions.press_in_view(modal, label, action_id, value))

    def press_at_home(
        self, user: str, label: str | None = None, *, action_id: str | None = None, value: str | None = None
    ) -> Answer:
        """Press something in the App Home."""
        home = self._server.do(lambda: self._server.state.homes.get(user))
        assert home is not None, f"{user} has no home yet"
        return self._server.wait(self._server.interactions.press_in_view(home, label, action_id, value))

    def fill(self, user: str, values: Values, *, view: str | None = None) -> None:
        """Fill in inputs of the topmost modal by block_id, without sending it."""

        def fill() -> None:
            modal = self._modal(user, view)
            for block_id, value in values.items():
                block, element = input_of(modal, block_id)
                given = self._handed_over(user, value) if element["type"] == "file_input" else value
                modal.typed[block["block_id"], element["action_id"]] = answered(element, given)

        self._server.do(fill)

    def submit(self, user: str, values: Values | None = None, *, view: str | None = None) -> Answer:
        """Fill in and send the topmost modal; what is not given stays as it is."""
        self.fill(user, values or {}, view=view)
        modal = self._server.do(lambda: self._modal(user, view))
        return self._server.wait(self._server.interactions.submit(modal))

    def close_view(self, user: str, *, view: str | None = None) -> Answer:
        """Close the topmost modal with its cross."""
        modal = self._server.do(lambda: self._modal(user, view))
        return self._server.wait(self._server.interactions.close(modal))

    def command(self, user: str, channel: str, command: str, text: str = "") -> Answer:
        """Type a slash command."""
        return self._server.wait(self._server.interactions.command(user, channel, command, text))

    def shortcut(self, user: str, callback_id: str) -> Answer:
        """Choose a global shortcut."""
        return self._server.wait(self._server.interactions.shortcut(user, callback_id))

    def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Answer:
        """Choose a shortcut in the menu of a message."""
        return self._server.wait(self._server.interactions.message_shortcut(user, channel, ts, callback_id))

    def open_home(self, user: str) -> None:
        """Open the App Home."""
        self._server.do(lambda: self._server.interactions.open_home(user))

    def _modal(self, user: str, view_id: str | None) -> View:
        stack = self._server.state.modals.get(user, [])
        found = [modal for modal in stack if view_id in (None, modal.id)]
        assert found, f"{user} has no such modal open"
        return found[-1]

    def _handed_over(self, user: str, uploads: object) -> list[Json]:
        state = self._server.state
        files = [store_file(state, user, upload) for upload in listed(uploads)]
        for file in files:
            file.given_to_app = True
        return [state.file_object(file.id) for file in files]

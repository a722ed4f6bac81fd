"""What people do, as the app gets to know it: presses, forms, commands, shortcuts."""

from __future__ import annotations

import copy
import time

from tests.handlers.slack.workspace import messages
from tests.handlers.slack.workspace.delivery import Delivery, Kind
from tests.handlers.slack.workspace.forms import refusals, values_in
from tests.handlers.slack.workspace.methods_chat import checked_blocks, whisper
from tests.handlers.slack.workspace.methods_views import checked_view, describe_view, put_up, renew
from tests.handlers.slack.workspace.model import APP, DOMAIN, TEAM, VERIFICATION_TOKEN, Answer, Channel, Json
from tests.handlers.slack.workspace.presses import find
from tests.handlers.slack.workspace.state import State, View
from tests.handlers.slack.workspace.web_api import SlackError

TEAM_OBJECT = {"id": TEAM, "domain": DOMAIN}


class Interactions:
    """Builds the payloads and follows up on the answers."""

    def __init__(self, state: State, delivery: Delivery) -> None:
        self._state = state
        self._delivery = delivery

    def _base(self, kind: str, user: str) -> Json:
        person = self._state.user(user)
        base: Json = {"type": kind, "user": person.short(), "api_app_id": APP, "token": VERIFICATION_TOKEN}
        base |= {"team": TEAM_OBJECT, "enterprise": None, "is_enterprise_install": False}
        return base | {"trigger_id": self._state.issue_trigger(user)}

    async def press(
        self,
        user: str,
        channel_id: str,
        ts: str,
        label: str | None,
        action_id: str | None,
        value: str | None,
        seen: Json | None,
    ) -> Answer:
        """Press something in a message, as it is or as a client that was not refreshed still shows it."""
        channel = self._state.channel(channel_id)
        assert channel.kind == "channel" or user in channel.members, f"{user} can't see {channel_id}"
        whispered = next((m for m in self._state.ephemerals if m["ts"] == ts and m["to"] == user), None)
        message = whispered or channel.messages.get(ts)
        assert message or seen, f"no message {ts} in {channel_id}"
        shown = copy.deepcopy(seen) if seen else self._state.shown(message or {})
        action = find(shown.get("blocks", []), label, action_id, value) | {"action_ts": self._state.stamp()}
        container = {"type": "message", "message_ts": ts, "channel_id": channel_id, "is_ephemeral": bool(whispered)}
        container |= {"thread_ts": shown["thread_ts"]} if "thread_ts" in shown else {}
        url = self._state.issue_response_url(user, channel_id, ts, shown.get("thread_ts"))
        payload = self._base("block_actions", user) | {"container": container, "actions": [action], "response_url": url}
        payload |= {"channel": {"id": channel_id, "name": channel.name_in_interactions}}
        payload["state"] = {"values": values_in(shown.get("blocks", []))}
        if not whispered:
            payload["message"] = shown
        return await self._delivery.interact(Kind.INTERACTION, payload, f"press of {label or action_id or value!r}")

    async def press_in_view(self, view: View, label: str | None, action_id: str | None, value: str | None) -> Answer:
        """Press something in a modal or at home."""
        action = find(view.described["blocks"], label, action_id, value) | {"action_ts": self._state.stamp()}
        described = describe_view(view)
        payload = self._base("block_actions", view.user) | {"container": {"type": "view", "view_id": view.id}}
        payload |= {"view": described, "actions": [action], "state": described["state"]}
        return await self._delivery.interact(Kind.INTERACTION, payload, f"press of {label or action_id or value!r}")

    async def submit(self, view: View) -> Answer:
        """Send a form, and do what the app answers."""
        wrong = refusals(view)
        assert not wrong, f"Slack's client does not send this form: {wrong}"
        payload = self._base("view_submission", view.user) | {"view": describe_view(view), "response_urls": []}
        what = f"submission of {view.described.get('callback_id', view.id)}"
        answer = await self._delivery.interact(Kind.INTERACTION, payload, what)
        if answer.acknowledged:
            self._follow(view, answer.body)
        return answer

    async def close(self, view: View) -> Answer:
        """Close a modal with its cross; the app hears of it if it asked to."""
        stack = self._state.modals[view.user]
        stack.remove(view)
        if not view.described.get("notify_on_close"):
            return Answer(acknowledged=True)
        payload = self._base("view_closed", view.user) | {"view": describe_view(view), "is_cleared": False}
        del payload["trigger_id"]
        return await self._delivery.interact(Kind.INTERACTION, payload, "closing a view")

    def _follow(self, view: View, body: object) -> None:
        stack = self._state.modals.get(view.user, [])
        said: Json = body if isinstance(body, dict) else {}
        action = said.get("response_action")
        try:
            if action == "errors":
                self._check_errors(view, said.get("errors"))
            elif action == "clear":
                stack.clear()
            elif action == "update":
                renew(self._state, view, checked_view(self._state, "response_action update", said.get("view")))
            elif action == "push":
                described = checked_view(self._state, "response_action push", said.get("view"))
                put_up(self._state, view.user, described, push=True)
            elif not body:
                stack[:] = [other for other in stack if other is not view]
            else:
                self._state.violation(f"not an answer to a form: {body}")
        except SlackError as refused:
            if refused.error != "invalid_arguments":
                self._state.violation(f"response_action {action}: {refused.error}")

    def _check_errors(self, view: View, errors: object) -> None:
        inputs = {block["block_id"] for block in view.described["blocks"] if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            self._state.violation("response_action errors without errors")
            return
        for block_id in errors.keys() - inputs:
            self._state.violation(f"an error for {block_id}, which is no input of the form")

    async def command(self, user: str, channel_id: str, command: str, text: str) -> Answer:
        """Type a slash command; its answer is shown to the person, or to all."""
        person, channel = self._state.user(user), self._state.channel(channel_id)
        payload = {
            "token": VERIFICATION_TOKEN, "team_id": person.team, "team_domain": DOMAIN, "channel_id": channel.id,
            "channel_name": channel.name_in_interactions, "user_id": user, "user_name": person.short()["name"],
            "command": command, "text": text, "api_app_id": APP, "is_enterprise_install": "false",
            "response_url": self._state.issue_response_url(user, channel_id, None, None),
            "trigger_id": self._state.issue_trigger(user),
        }  # fmt: skip
        answer = await self._delivery.interact(Kind.COMMAND, payload, f"{command} {text}")
        if answer.acknowledged and answer.body:
            self._show(user, channel, answer.body)
        return answer

    def _show(self, user: str, channel: Channel, body: object) -> None:
        said = body if isinstance(body, dict) else {"text": str(body)}
        text = said.get("text") or ""
        try:
            blocks = checked_blocks(self._state, "answer to a command", text, said.get("blocks"))
        except SlackError:
            return
        if said.get("response_type") == "in_channel":
            messages.add(self._state, channel, messages.from_app(self._state, text, blocks), None)
        elif text or blocks:
            whisper(self._state, user, channel.id, text, blocks, None)

    async def shortcut(self, user: str, callback_id: str) -> Answer:
        """Choose a shortcut of the whole workspace."""
        payload = self._base("shortcut", user) | {"callback_id": callback_id, "action_ts": self._state.stamp()}
        return await self._delivery.interact(Kind.INTERACTION, payload, f"shortcut {callback_id}")

    async def message_shortcut(self, user: str, channel_id: str, ts: str, callback_id: str) -> Answer:
        """Choose a shortcut in the menu of a message."""
        channel = self._state.channel(channel_id)
        assert ts in channel.messages, f"no message {ts} in {channel_id}"
        message = self._state.shown(channel.messages[ts])
        payload = self._base("message_action", user) | {
            "callback_id": callback_id,
            "message_ts": ts,
            "message": message,
        }
        payload |= {"channel": {"id": channel_id, "name": channel.name_in_interactions}, "action_ts": str(time.time())}
        payload["response_url"] = self._state.issue_response_url(user, channel_id, ts, message.get("thread_ts"))
        return await self._delivery.interact(Kind.INTERACTION, payload, f"shortcut {callback_id}")

    def open_home(self, user: str) -> None:
        """Open the app's home."""
        home = self._state.homes.get(user)
        conversation = self._state.conversation_with(user)
        event = {"type": "app_home_opened", "user": user, "channel": conversation.id, "tab": "home"}
        view = {"view": describe_view(home)} if home else {}
        self._state.emit(event | view | {"event_ts": self._state.stamp()})

"""The channels: each one that is set must be there, and Vigie in it; where none is set, the ones it was invited to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from bot.doctor import Finding
from bot.language import N_
from bot.ports import RefusedError
from handlers.slack.checkup.visit import Visit, shown
from handlers.slack.places import ours

_NAME = "slack-channel"
_PAGE = 200
_INVITE = N_("Type there: /invite @{bot}")


class Channels:
    """Looks at the channels; `open` are those where Vigie can write, as far as `findings` has got, audit first."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._audit = ours(visit.settings.audit_channels)
        self._approval = ours(visit.settings.approval_channels)
        self._within: list[str] = []

    @property
    def open(self) -> list[str]:
        """The channels where Vigie can write: those for the audit first."""
        return sorted(self._within, key=lambda channel: channel not in self._audit)

    def findings(self) -> Iterator[Finding]:
        """Yield what is found about each channel."""
        for channel in dict.fromkeys((*self._approval, *self._audit)):
            yield from self._visit.carefully(_NAME, partial(self._set, channel))
        if not self._approval:
            yield from self._visit.carefully(_NAME, self._invited)

    def _set(self, channel: str) -> Iterator[Finding]:
        """Look at a channel that is named in the settings."""
        if channel.startswith("D"):  # without the scopes of direct conversations, Slack would only speak of scopes
            words = N_("{channel} is a direct conversation between two, and no channel.")
            yield self._visit.bad(_NAME, words, N_("Name a channel (C…) in .env in its place."), channel=channel)
            return
        try:
            told = self._visit.web.ask("conversations.info", channel=channel)["channel"]
        except RefusedError:
            words = N_("The channel {channel} is not there, or is private and Vigie is not in it.")
            remedy = N_(
                "Type there: /invite @{bot} — or correct VIGIE_APPROVAL_CHANNELS, VIGIE_AUDIT_CHANNELS in .env."
            )
            yield self._visit.bad(_NAME, words, remedy, channel=channel)
            return
        name = _shown(told, channel)
        if told.get("is_archived"):
            remedy = N_("Unarchive it on Slack, or name another one in .env.")
            yield self._visit.bad(_NAME, N_("The channel {channel} is archived."), remedy, channel=name)
        elif not told.get("is_member"):
            yield self._visit.bad(_NAME, N_("Vigie is not in the channel {channel}."), _INVITE, channel=name)
        else:
            self._within.append(channel)
            yield self._visit.good(_NAME, N_("Vigie is in the channel {channel}."), channel=name)
        yield from self._shared(told, name)

    def _invited(self) -> Iterator[Finding]:
        """Look where Vigie was invited to: each of these is an approval channel."""
        found = list(self._memberships())
        if not found:
            words = N_("Vigie is in no channel: nothing can be put up for approval on Slack.")
            remedy = N_("In the channel where visuals are to be dropped, type: /invite @{bot}")
            yield self._visit.bad(_NAME, words, remedy)
            return
        self._within += [str(told["id"]) for told in found if str(told["id"]) not in self._within]
        names = ", ".join(_shown(told, str(told["id"])) for told in found)
        words = N_("No approval channel is set; each one that Vigie was invited to is one: {channels}.")
        yield self._visit.good(_NAME, words, channels=names)
        for told in found:
            if str(told["id"]) not in self._audit:  # else it was told already
                yield from self._shared(told, _shown(told, str(told["id"])))

    def _memberships(self) -> Iterator[Mapping[str, Any]]:
        cursor = ""
        while True:
            page = {"cursor": cursor} if cursor else {}
            kinds = "public_channel,private_channel"
            answer = self._visit.web.ask(
                "users.conversations", types=kinds, exclude_archived="true", limit=_PAGE, **page
            )
            yield from answer.get("channels", [])
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return

    def _shared(self, told: Mapping[str, Any], name: str) -> Iterator[Finding]:
        if told.get("is_ext_shared"):
            words = N_("The channel {channel} is shared with another organisation: its people read along.")
            remedy = N_("Use a channel of your workspace alone, if drafts are to stay among you.")
            yield self._visit.warning("slack-shared", words, remedy, channel=name)


def _shown(told: Mapping[str, Any], channel: str) -> str:
    return f"#{shown(told['name'])} ({channel})" if told.get("name") else channel

"""The approval groups: where people put things up for approval, and whose administrators decide."""

from __future__ import annotations

from bot import chats, marks
from bot.house import House
from handlers.telegram.places import NAME, PREFIX

_FIRST = "first-group"
"""Where it is noted which group Vigie came into first."""


class Groups:
    """Knows the approval groups: those that the settings name; with none named, the first that Vigie came into.

    A bot can be invited anywhere by anybody: the administrators of a stranger's group are nobody here.
    """

    def __init__(self, house: House) -> None:
        self._house = house
        self._named = [name for name in house.settings.approval_channels if name.startswith(PREFIX)]

    def approval(self) -> tuple[int, ...]:
        """Return the approval groups, by the ids that they have now."""
        with self._house.database.reading() as connection:
            first = marks.noted(connection, NAME, _FIRST)
            before = [name.removeprefix(PREFIX) for name in self._named] or ([first] if first else [])
            return tuple(dict.fromkeys(int(chats.chat_now(connection, NAME, chat)) for chat in before))

    def are(self, chat: int) -> bool:
        """Whether a chat is an approval group, under whatever id it was once known by."""
        with self._house.database.reading() as connection:
            now = int(chats.chat_now(connection, NAME, str(chat)))
        return now in self.approval()

    def audit_names(self, chat: int) -> list[str]:
        """Return the ids by which the settings know a chat that gets the weekly summaries; none for any other."""
        with self._house.database.reading() as connection:
            names = chats.names_of(connection, NAME, str(chat))
        return [name for name in names if f"{PREFIX}{name}" in self._house.settings.audit_channels]

    def came_into(self, chat: int) -> None:
        """Note that Vigie is in a group: with none named, the first one is the approval group from then on.

        One that is named for the summaries is there for those who read them: its administrators decide nothing.
        """
        if self._named or self.approval() or self.audit_names(chat):
            return
        with self._house.database.writing() as connection:
            if marks.noted(connection, NAME, _FIRST) is None:  # another may have come in at the same moment
                marks.note(connection, NAME, _FIRST, str(chat))

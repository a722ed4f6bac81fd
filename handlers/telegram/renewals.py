"""What is handed in for a submission that is there: originals of compressed pictures, and answers to one's own card."""

from __future__ import annotations

from collections.abc import Sequence

from bot import chats
from bot.case import Case
from bot.delivery.events import Changed, File
from bot.delivery.outbox import card_of
from bot.drafts import is_draft, untagged
from bot.errors import UsageError
from bot.house import House
from bot.kinds import State
from bot.language import N_
from bot.merging import file_of, merged
from bot.people import Person
from bot.sources import reference_of
from bot.submissions import case_of
from bot.workflow import Received
from handlers.telegram.copies import Copies
from handlers.telegram.fetching import Part
from handlers.telegram.members import Members
from handlers.telegram.places import NAME, Place
from handlers.telegram.updates import Post, Who
from policy.transport import Transport


class Renewals:
    """Turns messages into new versions of what their author has submitted before."""

    def __init__(self, house: House, members: Members) -> None:
        self._house, self._members = house, members
        self._copies = Copies(house)

    def handed_in(self, parts: Sequence[Part]) -> Changed | None:
        """Return the new version that files make; None where they belong to nothing that is there.

        As an answer to its card or its message, a file is handed in whatever it looks like. What Telegram has
        compressed is no original, so it is taken as an answer alone, and only for what is still being worked on.
        """
        if any(part.post.sender.who is not Who.PERSON for part in parts):
            return None
        first, author = parts[0].post, self._author(parts[0].post)
        remade = any(part.post.media.remade for part in parts if part.post.media)
        answered = self.answered(first)
        if answered and answered.made_by(author.id) and (not remade or _worked_on(answered)):
            draft = next((part.post.text for part in parts if _is_tagged(part.post)), None)
            return _changed(author, first, answered, self._files(answered, parts), draft)
        return None if remade else self._original(author, parts)

    def written(self, post: Post) -> Changed | None:
        """Return the new version that a draft makes as an answer; None where it answers nothing of its author's."""
        answered = self.answered(post) if post.sender.who is Who.PERSON else None
        if answered is None or not _worked_on(answered) or not _is_tagged(post):
            return None
        author = self._author(post)
        return _changed(author, post, answered, None, post.text) if answered.made_by(author.id) else None

    def comments(self, post: Post) -> bool:
        """Whether words without a tag answer a submission: however long they are, they are about it."""
        return not _is_tagged(post) and self.answered(post) is not None

    def answered(self, post: Post) -> Case | None:
        """Return the submission that a message answers: its own message, or its card."""
        if not post.answers:
            return None
        with self._house.database.reading() as connection:
            names = chats.names_of(connection, NAME, str(post.place.chat))
            cards = (card_of(connection, NAME, name, str(post.answers)) for name in names)
            own = reference_of(connection, Place(post.place.chat, post.answers).source)
            reference = own or next(filter(None, cards), None)
            return case_of(connection, reference) if reference else None

    def _original(self, author: Person, parts: Sequence[Part]) -> Changed | None:
        """Return the new version of the submission of whose compressed pictures these are the originals."""
        for case in self._copies.waiting(author.id):
            files, strangers = self._copies.replaced(case, [part.file for part in parts])
            if not strangers:
                _require_no_copy(case, [part.file for part in parts])
                return _changed(author, parts[0].post, case, files)
        return None

    def _files(self, case: Case, parts: Sequence[Part]) -> tuple[File, ...]:
        handed = [part.file for part in parts]
        _require_no_copy(case, handed)
        files, strangers = self._copies.replaced(case, handed)
        unnamed = not any(item.name for item in handed)
        if len(strangers) == len(handed) or (strangers and unnamed and len(handed) == len(case.assets)):
            return merged(case, [file_of(item) for item in handed])
        return (*files, *(file_of(item) for item in strangers))

    def _author(self, post: Post) -> Person:
        return self._members.author(post.sender.id, post.sender.name)


def _changed(
    author: Person, post: Post, case: Case, files: tuple[File, ...] | None, draft: str | None = None
) -> Changed:
    text = untagged(draft) if draft else None
    return Changed(author.id, post.place.source, files, draft=text, reference=case.reference)


def _require_no_copy(case: Case, handed: Sequence[Received]) -> None:
    """Refuse what is handed in as an original and is the very copy that an app had made."""
    copies = {asset.sha256 for asset in case.assets if asset.transport is Transport.RE_ENCODED}
    if any(item.transport is not Transport.RE_ENCODED and item.stored.sha256 in copies for item in handed):
        raise UsageError(
            N_("This is the compressed picture itself, and not its original."),
            N_("Send the file of whoever took or made it; without one, go on with the button of the card."),
        )


def _worked_on(case: Case) -> bool:
    """Whether its author is expected to go on with it."""
    return case.state.open or case.state is State.CHANGES_REQUESTED


def _is_tagged(post: Post) -> bool:
    return is_draft(post.text, 0)

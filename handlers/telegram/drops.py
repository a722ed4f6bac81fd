"""From a message to what is put up for approval: albums gathered, originals linked to their compressed picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec

from bot import chats
from bot.case import Case
from bot.delivery import inbox
from bot.delivery.events import Changed, Done, Dropped, File, Told, read_event
from bot.delivery.inbox import Sibling
from bot.delivery.outbox import card_of
from bot.drafts import is_draft, untagged
from bot.errors import UsageError
from bot.house import House
from bot.language import N_
from bot.merging import file_of, merged, present_files
from bot.ports import Arrived, NotYetError
from bot.sources import message_of, reference_of
from bot.submissions import case_of
from bot.workflow import Received
from handlers.telegram.copies import Copies
from handlers.telegram.edits import brought, speaks
from handlers.telegram.files import Files, NotGivenError, is_too_large, too_large
from handlers.telegram.members import Members
from handlers.telegram.places import NAME, Place
from handlers.telegram.updates import Post, Who, meaning_of
from handlers.telegram.waiting import later

_QUIET = timedelta(seconds=3)
"""How long nothing more of an album has to come until it is taken for whole: Telegram tells neither number nor end."""
_LOOK_AGAIN = timedelta(seconds=1)
ALBUM = "album:"
"""What the inbox keys of the parts of an album begin with."""


class Drops:
    """Turns messages into what the workflow knows."""

    def __init__(self, house: House, members: Members, files: Files, own: int) -> None:
        self._house, self._members, self._files, self._own = house, members, files, own
        self._copies = Copies(house)

    def posted(self, post: Post, arrived: Arrived) -> Dropped | Changed | None:
        """Return what a message puts up for approval, None where it is talk.

        Raises:
            NotYetError: more of its album may come, or Telegram does not give its file at the moment.
            VigieError: it can't be taken in; the sentence says why.
        """
        try:
            return self._posted(post, arrived)
        except NotGivenError as error:
            raise self._later(arrived, error) from None

    def edited(self, post: Post, arrived: Arrived) -> Dropped | Changed | None:
        """Return what an edited message changes; one that was talk before may be a draft by now.

        Raises:
            NotYetError, VigieError: as above.
        """
        case = self._known(post.place)
        if case is None:
            return self.posted(post, arrived)
        try:
            files = self._edited_files(case, post)
        except NotGivenError as error:
            raise self._later(arrived, error) from None
        person = self._writer(case, post)
        if not speaks(case, post):
            return Changed(person=person, source=post.place.source, files=files)
        draft = case.draft is not None or self._is_draft(post)
        return Changed(
            person=person,
            source=post.place.source,
            files=files,
            note=None if draft else _with_origin(post.text, post),
            draft=untagged(post.text) if draft else None,
        )

    def _posted(self, post: Post, arrived: Arrived) -> Dropped | Changed | None:
        if post.private or post.sender.who is Who.NOBODY or not self._members.groups.are(post.place.chat):
            return None
        if self._known(post.place) is not None:
            return None
        if post.album and post.media:
            return self._album(post, arrived)
        if post.media is None:
            return self._dropped([post]) if self._is_draft(post) else None
        return self._original_of([post]) or self._dropped([post])

    def _dropped(self, posts: Sequence[Post]) -> Dropped:
        first, text = posts[0], next((post.text for post in posts if post.text), "")
        draft = is_draft(text, self._house.settings.draft_length)
        files = tuple(file_of(self._files.fetch(post.media)) for post in posts if post.media)
        hidden = first.sender.who is Who.HIDDEN
        person = (
            self._members.unknown_author(first.place, first.sender)
            if hidden
            else self._members.author(first.sender.id, first.sender.name)
        )
        return Dropped(
            person=person.id,
            channel=first.place.source,
            files=files,
            note="" if draft else _with_origin(text, first),
            draft=untagged(text) if draft else "",
            also=tuple(message_of(post.place.source) for post in posts[1:]),
            unclaimed=hidden,
        )

    def _album(self, post: Post, arrived: Arrived) -> Dropped | Changed | None:
        """Take an album in once nothing more of it has come for a while; a part that comes later is added."""
        if post.media and is_too_large(post.media):
            raise too_large(post.media)
        parts = inbox.siblings(self._house.database, NAME, f"{ALBUM}{post.place.chat}:{post.album}:")
        if reference := next(_taken_in(parts), None):
            return self._late(post, reference)
        newest = max((part.received_at for part in parts), default=arrived.received_at)
        if self._house.clock() - newest < _QUIET:
            raise NotYetError("more of this album may come", _LOOK_AGAIN)
        found = [told for part in parts if part.payload and (told := self._post(part)) and not is_too_large(told.media)]
        posts = sorted(found, key=lambda item: item.place.message) or [post]
        return self._original_of(posts) or self._dropped(posts)

    def _post(self, part: Sibling) -> Post | None:
        event = read_event(part.payload)
        try:
            meaning = meaning_of(msgspec.json.decode(event.words), self._own) if isinstance(event, Told) else None
        except ValueError:
            return None
        return meaning if isinstance(meaning, Post) else None

    def _late(self, post: Post, reference: str) -> Changed | None:
        case = self._case(reference)
        if case is None or post.media is None:
            return None
        received = self._files.fetch(post.media)
        if case.asset(received.stored.sha256):
            return None
        files = (*present_files(case), file_of(received))
        return Changed(self._writer(case, post), post.place.source, files, reference=reference)

    def _original_of(self, posts: Sequence[Post]) -> Changed | None:
        """Return the new version of a submission of whose compressed pictures these are the originals; None for none.

        As an answer to its card or its message, a file is handed in whatever it looks like.
        """
        if any(post.sender.who is not Who.PERSON or post.media is None or post.media.remade for post in posts):
            return None
        first = posts[0]
        author = self._members.author(first.sender.id, first.sender.name)
        answered = self._answered(first)
        if answered is not None and answered.made_by(author.id):
            originals = self._fetched(posts)
            return self._changed(author.id, first, answered, self._handed_in(answered, originals))
        for case in self._copies.waiting(author.id):
            files, strangers = self._copies.replaced(case, self._fetched(posts))
            if not strangers:
                return self._changed(author.id, first, case, files)
        return None

    def _fetched(self, posts: Sequence[Post]) -> list[Received]:
        return [self._files.fetch(post.media) for post in posts if post.media]

    def _handed_in(self, case: Case, originals: Sequence[Received]) -> tuple[File, ...]:
        files, strangers = self._copies.replaced(case, originals)
        handed = [file_of(received) for received in strangers]
        return merged(case, handed) if len(strangers) == len(originals) else (*files, *handed)

    def _changed(self, person: str, post: Post, case: Case, files: tuple[File, ...]) -> Changed:
        return Changed(person, post.place.source, files, reference=case.reference)

    def _edited_files(self, case: Case, post: Post) -> tuple[File, ...] | None:
        """Return the files of a submission where an edit put another one into a message; None where it did not."""
        if post.media is None:
            return None
        received, before = self._files.fetch(post.media), brought(case, post.place.source)
        if before and before.sha256 == received.stored.sha256:
            return None
        files = present_files(case)
        number = before.number if before else len(files)
        return (*files[:number], file_of(received), *files[number + 1 :])

    def _writer(self, case: Case, post: Post) -> str:
        """Return who changes a message, by their id: nobody but who wrote it can, named or not."""
        if post.sender.who is Who.PERSON:
            return self._members.author(post.sender.id, post.sender.name).id
        return case.one(case.author)

    def _answered(self, post: Post) -> Case | None:
        """Return the submission that a message answers: its own message, or its card."""
        if not post.answers:
            return None
        if case := self._known(Place(post.place.chat, post.answers)):
            return case
        with self._house.database.reading() as connection:
            names = chats.names_of(connection, NAME, str(post.place.chat))
            cards = (card_of(connection, NAME, name, str(post.answers)) for name in names)
            reference = next(filter(None, cards), None)
        return self._case(reference) if reference else None

    def _later(self, arrived: Arrived, error: NotGivenError) -> Exception:
        told = UsageError(N_("Telegram does not give Vigie this file."), N_("Send it again, or drop it at the desk."))
        return later(arrived, self._house.clock(), error, told)

    def _is_draft(self, post: Post) -> bool:
        return is_draft(post.text, self._house.settings.draft_length)

    def _known(self, place: Place) -> Case | None:
        with self._house.database.reading() as connection:
            reference = reference_of(connection, place.source)
            return case_of(connection, reference) if reference else None

    def _case(self, reference: str) -> Case | None:
        with self._house.database.reading() as connection:
            return case_of(connection, reference)


def _taken_in(parts: Sequence[Sibling]) -> Iterator[str]:
    yield from (part.outcome.reference for part in parts if isinstance(part.outcome, Done) and part.outcome.reference)


def _with_origin(text: str, post: Post) -> str:
    return f"{text}\n↪ {post.forwarded}".strip() if post.forwarded else text

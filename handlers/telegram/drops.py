"""From a message to what is put up for approval: albums gathered, edits followed, files and words told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import msgspec

from bot.case import Case
from bot.delivery import inbox, outbox
from bot.delivery.events import Changed, Done, Dropped, File, Told, read_event
from bot.delivery.inbox import Sibling
from bot.delivery.outbox import Message as Kind
from bot.drafts import is_draft
from bot.house import House
from bot.merging import file_of, present_files
from bot.ports import Arrived, NotYetError
from bot.sources import message_of, reference_of
from bot.submissions import case_of
from handlers.telegram.edits import brought, said_by, speaks, words_of
from handlers.telegram.fetching import Fetching, Part
from handlers.telegram.files import Files, is_too_large, too_large
from handlers.telegram.members import Members
from handlers.telegram.notices import LEFT_OUT
from handlers.telegram.places import NAME, PREFIX, Place
from handlers.telegram.renewals import Renewals
from handlers.telegram.updates import Post, Who, meaning_of

_QUIET = timedelta(seconds=3)
"""How long nothing more of an album has to come until it is taken for whole: Telegram tells neither number nor end."""
_LOOK_AGAIN = timedelta(seconds=1)
ALBUM = "album:"
"""What the inbox keys of the parts of an album begin with."""


class Drops:
    """Turns messages into what the workflow knows."""

    def __init__(self, house: House, members: Members, files: Files, own: int) -> None:
        self._house, self._members, self._own = house, members, own
        self._fetching = Fetching(house, files)
        self._renewals = Renewals(house, members)

    def posted(self, post: Post, arrived: Arrived) -> Dropped | Changed | None:
        """Return what a message puts up for approval, None where it is talk.

        Raises:
            NotYetError: more of its album may come, or Telegram does not give its file at the moment.
            VigieError: it can't be taken in; the sentence says why.
        """
        if post.private or post.sender.who is Who.NOBODY or not self._members.groups.are(post.place.chat):
            return None
        if self._known(post.place) is not None:
            return None
        if post.media is None:
            return self._written(post)
        if post.album:
            return self._album(post, arrived)
        parts = [Part(post, self._fetching.one(post.media, arrived))]
        return self._renewals.handed_in(parts) or self._dropped(parts, post)

    def edited(self, post: Post, arrived: Arrived) -> Dropped | Changed | None:
        """Return what an edited message changes; one that was talk before may be a draft by now.

        Raises:
            NotYetError, VigieError: as above.
        """
        case = self._known(post.place)
        if case is None:
            return self.posted(post, arrived)
        source = post.place.source
        changed = Changed(self._writer(case, post), source, self._edited_files(case, post, arrived))
        said = said_by(case, source)
        now = words_of(post, draft=said.draft is not None or self.is_draft(post))
        if not speaks(case, post, now):
            return changed
        note = None if now.note == said.note else now.note
        return msgspec.structs.replace(changed, note=note, draft=None if now.draft == said.draft else now.draft)

    def is_draft(self, post: Post) -> bool:
        """Whether a message's text is to be published."""
        return is_draft(post.text, self._house.settings.draft_length)

    def _written(self, post: Post) -> Dropped | Changed | None:
        if not self.is_draft(post) or self._renewals.comments(post):
            return None
        return self._renewals.written(post) or self._dropped((), post)

    def _dropped(self, parts: Sequence[Part], words: Post) -> Dropped:
        """Return what some files put up, and the message that holds the words about them."""
        first = parts[0].post if parts else words
        said = words_of(words, draft=self.is_draft(words))
        hidden = first.sender.who is Who.HIDDEN
        person = (
            self._members.unknown_author(first.place, first.sender)
            if hidden
            else self._members.author(first.sender.id, first.sender.name)
        )
        return Dropped(
            person=person.id,
            channel=first.place.source,
            files=tuple(file_of(part.file) for part in parts),
            note=said.note,
            draft=said.draft or "",
            also=tuple(message_of(part.post.place.source) for part in parts[1:]),
            words="" if words.place == first.place else message_of(words.place.source),
            unclaimed=hidden,
        )

    def _album(self, post: Post, arrived: Arrived) -> Dropped | Changed | None:
        """Take an album in once nothing more of it has come for a while; a part that comes later is added.

        A part that nobody can have is left out, and told about in its own turn.
        """
        if post.media and is_too_large(post.media) and not post.text:
            raise too_large(post.media)
        parts = inbox.siblings(self._house.database, NAME, f"{ALBUM}{post.place.chat}:{post.album}:")
        if reference := next(_taken_in(parts), None):
            return self._late(post, reference, arrived)
        newest = max((part.received_at for part in parts), default=arrived.received_at)
        if self._house.clock() - newest < _QUIET:
            raise NotYetError("more of this album may come", _LOOK_AGAIN)
        found = [told for part in parts if part.payload and (told := self._post(part))]
        return self._gathered(post, sorted(found, key=lambda item: item.place.message) or [post], arrived)

    def _gathered(self, post: Post, posts: Sequence[Post], arrived: Arrived) -> Dropped | Changed | None:
        """Put up what there is of an album. What brought its words counts even where its own file can't be had."""
        words = next((told for told in posts if told.text), posts[0])
        given, refused = self._fetching.each(posts, arrived)
        mine = refused.get(post.place) or (None if given else next(iter(refused.values())))
        if mine and not (given and words.text and words.place == post.place):
            raise mine
        if mine:
            self._tell_left_out(post)
        if words.place in refused and not words.text:
            words = given[0].post
        return self._renewals.handed_in(given) or self._dropped(given, words)

    def _tell_left_out(self, post: Post) -> None:
        target, subject = post.place.source.removeprefix(PREFIX), f"{LEFT_OUT}/{post.media.name if post.media else ''}"
        with self._house.database.writing() as connection:
            outbox.enqueue_once(connection, NAME, target, Kind.NOTICE, subject, 0, self._house.clock())

    def _post(self, part: Sibling) -> Post | None:
        event = read_event(part.payload)
        try:
            meaning = meaning_of(msgspec.json.decode(event.words), self._own) if isinstance(event, Told) else None
        except ValueError:
            return None
        return meaning if isinstance(meaning, Post) else None

    def _late(self, post: Post, reference: str, arrived: Arrived) -> Changed | None:
        case = self._case(reference)
        if case is None or post.media is None:
            return None
        received = self._fetching.one(post.media, arrived)
        if case.asset(received.stored.sha256):
            return None
        files = (*present_files(case), file_of(received))
        return Changed(self._writer(case, post), post.place.source, files, reference=reference)

    def _edited_files(self, case: Case, post: Post, arrived: Arrived) -> tuple[File, ...] | None:
        """Return the files of a submission where an edit put another one into a message; None where it did not."""
        if post.media is None:
            return None
        received, before = self._fetching.one(post.media, arrived), brought(case, post.place.source)
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

    def _known(self, place: Place) -> Case | None:
        with self._house.database.reading() as connection:
            reference = reference_of(connection, place.source)
            return case_of(connection, reference) if reference else None

    def _case(self, reference: str) -> Case | None:
        with self._house.database.reading() as connection:
            return case_of(connection, reference)


def _taken_in(parts: Sequence[Sibling]) -> Iterator[str]:
    yield from (part.outcome.reference for part in parts if isinstance(part.outcome, Done) and part.outcome.reference)

"""From a message to what is put up for approval: its files fetched, archives opened, its text a note or a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.case import Case
from bot.delivery.events import Act, Changed, Dropped, File, Gone
from bot.drafts import is_draft, untagged
from bot.errors import UsageError
from bot.house import House
from bot.language import N_
from bot.merging import file_of, merged, present_files
from bot.ports import NotYetError
from bot.sources import reference_of
from bot.submissions import case_of
from bot.unpacking import is_archive, unpacked
from bot.workflow import Received
from bot.workflow.renewing import came_with
from handlers.slack.files import Files, NotVisibleError
from handlers.slack.members import Members
from handlers.slack.messages import Edit, Post
from handlers.slack.places import PREFIX, Place, is_watched
from policy.media_type import MediaType

_INVISIBLE_FOR = timedelta(seconds=40)
"""How long a file may take until Slack shows it; then somebody has to drop it again."""
_FIRST_PAUSE = timedelta(seconds=1)


class Drops:
    """Turns messages into what the workflow knows."""

    def __init__(self, house: House, members: Members, files: Files) -> None:
        self._house, self._members, self._files = house, members, files

    def posted(self, post: Post, received_at: datetime, *, forced: bool = False) -> Act | None:
        """Return what a message puts up for approval, None where it is talk."""
        if not forced and not is_watched(self._house.settings, post.place.channel):
            return None
        if post.place.root and (handed := self._handed_over(post, received_at)):
            return handed
        draft = self._is_draft(post) or (forced and not post.files)
        if not post.files and not draft:
            return None
        return self._dropped(post, received_at, draft=draft)

    def edited(self, edit: Edit, received_at: datetime) -> Act | None:
        """Return what a message that was changed changes; one that was talk before may be a draft by now."""
        post = edit.post
        known = self._case(post.place)
        if known is None:
            return self.posted(post, received_at)
        if not came_with(known, _message(post.place)):
            return None  # what is said beside an original that was handed over is talk
        draft = known.draft is not None or self._is_draft(post)
        if edit.files_changed and not post.files and not draft:
            return Gone(post.place.source)
        return Changed(
            person=self._members.author(post.user).id,
            source=_message(post.place),
            files=self._left(known, edit, received_at) if edit.files_changed else None,
            note=post.text if edit.text_changed and not draft else None,
            draft=untagged(post.text) if edit.text_changed and draft else None,
        )

    def _left(self, case: Case, edit: Edit, received_at: datetime) -> tuple[File, ...]:
        """Return the files after an edit; an original that was handed over stays where Slack's copy was."""
        present, before = present_files(case), {str(told["id"]) for told in edit.before.files}
        if len(present) != len(before):
            return self._fetched(edit.post, received_at)
        after = {str(told["id"]) for told in edit.post.files}
        kept = [file for file, told in zip(present, edit.before.files, strict=True) if str(told["id"]) in after]
        fresh = replace(edit.post, files=tuple(told for told in edit.post.files if str(told["id"]) not in before))
        return (*kept, *self._fetched(fresh, received_at))

    def _dropped(self, post: Post, received_at: datetime, *, draft: bool) -> Dropped:
        person = self._members.author(post.user)
        return Dropped(
            person=person.id,
            channel=post.place.source,
            files=self._fetched(post, received_at),
            note="" if draft else post.text,
            draft=untagged(post.text) if draft else "",
        )

    def _handed_over(self, post: Post, received_at: datetime) -> Changed | None:
        """Return the new version that an author hands in under a submission of theirs; None where it is none."""
        if not post.files:
            return None
        case = self._case(Place(post.place.channel, post.place.root))
        if case is None:
            return None
        person = self._members.author(post.user)
        if not case.made_by(person.id):
            return None
        files = merged(case, self._fetched(post, received_at))
        return Changed(person=person.id, source=_message(post.place), files=files, reference=case.reference)

    def _is_draft(self, post: Post) -> bool:
        return is_draft(post.text, 0 if post.place.root else self._house.settings.draft_length)

    def _case(self, place: Place) -> Case | None:
        with self._house.database.reading() as connection:
            reference = reference_of(connection, _message(place))
            return case_of(connection, reference) if reference else None

    def _fetched(self, post: Post, received_at: datetime) -> tuple[File, ...]:
        try:
            received = [item for told in post.files for item in self._one(told)]
        except NotVisibleError as error:
            raise self._later(post, received_at, error) from error
        return tuple(file_of(item) for item in received)

    def _one(self, told: Mapping[str, Any]) -> Sequence[Received]:
        received = self._files.fetch(told)
        if received.stored.media_type is not MediaType.OTHER:
            return [received]
        with self._house.originals.open(received.stored.sha256) as stream:
            archive = is_archive(stream.read(4))
        if not archive or not received.name.lower().endswith(".zip"):
            return [received]
        with self._house.originals.open(received.stored.sha256) as stream:
            return unpacked(self._house.originals, stream)

    def _later(self, post: Post, received_at: datetime, error: NotVisibleError) -> Exception:
        """A file that was just shared may be invisible for some seconds (slack_sdk issue 1277)."""
        waited = self._house.clock() - received_at
        if waited < _INVISIBLE_FOR:
            return NotYetError(str(error), max(_FIRST_PAUSE, waited))
        return UsageError(
            N_("Slack does not show Vigie a file of this message."),
            N_("Press “Try again”, or drop the file once more."),
        )


def _message(place: Place) -> str:
    return f"{PREFIX}{place.channel}/{place.message}"

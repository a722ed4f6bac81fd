"""A submission follows its message: a new text, other files, or the message is gone.

The platform's message is the original here: no button was pressed, so there is no card that could be out of date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, delete

from bot.case import Case
from bot.errors import NotAllowedError, UsageError
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Kind
from bot.language import N_
from bot.people import Person
from bot.submissions import refresh
from bot.tables import pending_examinations
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart, write_moment
from bot.workflow.drafting import REVISED_IN, require_draft
from bot.workflow.guards import TEXT_LENGTH, found_case, require_author
from bot.workflow.submitting import Received, await_examination, file_names, require_few, stored_asset
from policy.transport import Transport


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says now, as its submission's note, or as its draft; None where that is not known to change."""

    note: str | None = None
    draft: str | None = None


def renew(
    house: House,
    person: Person,
    reference: str,
    words: Words,
    files: Sequence[Received] | None = None,
    *,
    source: str,
) -> bool:
    """Record a new revision: other words, other files in place of the present ones; False where nothing differs.

    Whatever was approved falls. A file that was there before keeps what was found in it and said of it.

    Raises:
        NotAllowedError: the person is not the author, or it was refused or withdrawn.
        UsageError: nothing would be left, too many files, or too long a draft.
    """
    require_few(files or ())
    require_draft(words.draft or "")
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        require_author(connection, house, case, person, N_("Only the author can change this submission."))
        files = None if files is None else [_as_it_first_came(case, file) for file in files]
        _require_renewable(case)
        texts, data = _changes(case, words, files)
        if not texts and not data:
            return False
        _require_something(case, words, files)
        if files is not None:
            texts |= file_names(files)
        parts = tuple(PersonalPart(field=name, person=person.id, text=text) for name, text in texts.items())
        data |= {"revision": case.revision + 1, "source": source}
        append(connection, EntryDraft(Kind.REVISED, reference, person.id, data, parts), at=house.clock())
        if files is not None:
            _examine_new(connection, house, case, files)
        judge_again(connection, house, reference)
    house.examiner.wake()
    return True


def source_gone(house: House, reference: str, source: str) -> None:
    """Record that the message which something came in with was deleted: the submission and its trail stay."""
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        if case.source_gone or not came_with(case, source):
            return
        draft = EntryDraft(Kind.SOURCE_GONE, reference, None, {"revision": case.revision, "source": source})
        append(connection, draft, at=house.clock())
        refresh(connection, reference)


def came_with(case: Case, source: str) -> bool:
    """Whether this is the message that a submission came in with, and not a later one about it."""
    channel = str(case.entries[0].entry.data["channel"])
    return channel == source or channel.startswith(f"{source}/")


def _require_renewable(case: Case) -> None:
    if not case.state.open and case.state not in REVISED_IN:
        raise NotAllowedError(
            N_("{reference} is closed already."), N_("Submit the new version as a new one."), reference=case.reference
        )


def _changes(case: Case, words: Words, files: Sequence[Received] | None) -> tuple[dict[str, str], dict[str, object]]:
    texts: dict[str, str] = {}
    if words.draft is not None and words.draft.strip() != (case.draft.text if case.draft else ""):
        texts["draft"] = words.draft.strip()
    if words.note is not None and words.note.strip()[:TEXT_LENGTH] != case.note:
        texts["note"] = words.note.strip()[:TEXT_LENGTH]
    if files is None or _as_before(case, files):
        return texts, {}
    return texts, {"files": [stored_asset(file) for file in files]}


def _as_it_first_came(case: Case, file: Received) -> Received:
    """An app's copy that is saved and sent again as a file is the copy still, and no original."""
    came = case.asset(file.stored.sha256)
    return replace(file, transport=came.transport) if came and came.transport is Transport.RE_ENCODED else file


def _as_before(case: Case, files: Sequence[Received]) -> bool:
    """Whether the bytes are the same, and came no better: an original counts beside a copy until somebody approves."""
    if [file.stored.sha256 for file in files] != [asset.sha256 for asset in case.assets]:
        return False
    return case.state.out or [file.transport for file in files] == [asset.transport for asset in case.assets]


def _require_something(case: Case, words: Words, files: Sequence[Received] | None) -> None:
    draft = words.draft if words.draft is not None else (case.draft.text if case.draft else "")
    left = case.assets if files is None else files
    if not left and not (draft or "").strip():
        raise UsageError(N_("Nothing would be left of it."), N_("To take it back, withdraw the submission."))


def _examine_new(connection: Connection, house: House, case: Case, files: Sequence[Received]) -> None:
    examined = {asset.sha256 for asset in case.assets if asset.examination}
    connection.execute(delete(pending_examinations).where(pending_examinations.c.reference == case.reference))
    fresh = [file for file in files if file.stored.sha256 not in examined]
    await_examination(connection, case.reference, case.revision + 1, fresh, write_moment(house.clock()))

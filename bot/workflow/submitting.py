"""Putting something up for approval, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from bot.case import Case
from bot.errors import UsageError
from bot.house import House
from bot.judging import judge_again
from bot.kinds import Kind, State
from bot.language import N_
from bot.originals import Stored
from bot.people import Person
from bot.submissions import enter, refresh
from bot.tables import originals, pending_examinations, submissions
from bot.trail.append import append
from bot.trail.entry import EntryDraft, PersonalPart, write_moment
from bot.workflow.drafting import require_draft
from bot.workflow.guards import (
    NAME_LENGTH,
    TEXT_LENGTH,
    found_case,
    present,
    require_author,
    require_open,
    require_part,
    require_reason,
    require_submitter,
)
from policy.transport import Transport

FILES_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Received:
    """A file as a platform received it; `name` is what the sender called it."""

    name: str
    stored: Stored
    transport: Transport = Transport.AS_UPLOADED


@dataclass(frozen=True, slots=True)
class Told:
    """The words that came with the files, and where they came in."""

    note: str
    draft: str
    channel: str
    also: tuple[str, ...] = ()
    words: str = ""
    unclaimed: bool = False


def submit(
    house: House,
    person: Person,
    files: Sequence[Received],
    note: str = "",
    *,
    draft: str = "",
    channel: str,
    also: Sequence[str] = (),
    words: str = "",
    unclaimed: bool = False,
) -> str:
    """Put files, the text of a draft post, or both up for approval at once; return the reference, such as `V-0042`.

    `note` is a word to whoever reads, `draft` what is to be published. `channel` says where they came in, such as
    `desk`; it goes into the trail, and so do further messages of a platform that are it `also`, and the one that held
    the `words` where that is not the first. Where `unclaimed`, nobody decides until a person says that it is theirs.

    Durable when it returns; the examination of files follows by itself.

    Raises:
        NotAllowedError: this person only reads.
        UsageError: nothing at all, too many files, or too long a draft.
    """
    if not files and not draft.strip():
        raise UsageError(N_("Nothing has arrived."), N_("Choose a file, or write the text of the post."))
    require_few(files)
    require_draft(draft)
    with house.database.writing() as connection:
        require_submitter(connection, house, person)
        reference = _open(
            connection,
            house,
            _entry(connection, person, files, Told(note, draft, channel, tuple(also), words, unclaimed)),
            files,
        )
        judge_again(connection, house, reference)
    house.examiner.wake()
    return reference


def require_few(files: Sequence[Received]) -> None:
    """Refuse more files at once than anybody looks at.

    Raises:
        UsageError: there are.
    """
    if len(files) > FILES_AT_ONCE:
        raise UsageError(
            N_("That is more than {most} files at once."), N_("Send them in several goes."), most=FILES_AT_ONCE
        )


def _entry(connection: Connection, person: Person, files: Sequence[Received], told: Told) -> EntryDraft:
    number = (connection.execute(select(func.max(submissions.c.number))).scalar() or 0) + 1
    texts = file_names(files)
    texts |= {
        name: text for name, text in (("note", told.note.strip()[:TEXT_LENGTH]), ("draft", told.draft.strip())) if text
    }
    return EntryDraft(
        kind=Kind.SUBMITTED,
        subject=f"V-{number:04d}",
        actor=person.id,
        data={"revision": 1, "channel": told.channel, "files": [stored_asset(file) for file in files]}
        | ({"messages": list(told.also)} if told.also else {})
        | ({"words": told.words} if told.words else {})
        | ({"unclaimed": True} if told.unclaimed else {}),
        personal=tuple(PersonalPart(field=name, person=person.id, text=text) for name, text in texts.items()),
    )


def stored_asset(file: Received) -> dict[str, str | int]:
    """Return what the trail says in the clear of a file; its name is personal and stands apart."""
    stored = file.stored
    told: dict[str, str | int] = {"sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type}
    return told if file.transport.faithful else told | {"transport": file.transport}


def file_names(files: Sequence[Received]) -> dict[str, str]:
    """Return what their sender called the files, by the field of the entry."""
    return {f"name-{index}": file.name[:NAME_LENGTH] for index, file in enumerate(files)}


def _open(connection: Connection, house: House, entry: EntryDraft, files: Sequence[Received]) -> str:
    at, reference = house.clock(), str(entry.subject)
    append(connection, entry, at=at)
    enter(connection, reference)
    await_examination(connection, reference, 1, files, write_moment(at))
    return reference


def await_examination(
    connection: Connection, reference: str, revision: int, files: Sequence[Received], at: str
) -> None:
    """Note the originals, and that each of them is to be examined."""
    distinct = {file.stored.sha256: file.stored for file in files}
    for sha256, stored in distinct.items():
        known = connection.execute(select(originals.c.sha256).where(originals.c.sha256 == sha256)).first()
        if known is None:
            connection.execute(
                insert(originals).values(
                    sha256=sha256, size=stored.size, media_type=stored.media_type.value, stored_at=at
                )
            )
        connection.execute(
            insert(pending_examinations).values(reference=reference, revision=revision, sha256=sha256, queued_at=at)
        )


def withdraw(house: House, person: Person, reference: str, reason: str = "") -> None:
    """Take one's own submission back; the trail keeps that it was there. What is out already takes a reason.

    Raises:
        NotAllowedError: the person neither made it nor, once it is out, decides; or it is closed.
        UsageError: it is approved or published, and the reason is missing.
    """
    with house.database.writing() as connection:
        case = found_case(connection, reference)
        if case.state.out:
            require_part(case, present(connection, house, person))
            require_reason(reason, N_("One sentence is enough: whoever has used it will read it."))
        else:
            require_author(connection, house, case, person, N_("Only the author can withdraw a submission."))
            _require_withdrawable(case)
        said = reason.strip()[:TEXT_LENGTH]
        parts = (PersonalPart(field="reason", person=person.id, text=said),) if said else ()
        append(connection, EntryDraft(Kind.WITHDRAWN, reference, person.id, {}, parts), at=house.clock())
        refresh(connection, reference)


def _require_withdrawable(case: Case) -> None:
    if case.state is not State.APPEALED:
        require_open(case)

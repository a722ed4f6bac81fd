"""What messages have told of a submission: the words that each said last, and which file it had brought."""

from __future__ import annotations

from dataclasses import dataclass

from bot.case import Case
from bot.drafts import untagged
from bot.kinds import Kind
from bot.sources import message_of
from bot.trail.read import RecordedEntry
from handlers.telegram.updates import Post


@dataclass(frozen=True, slots=True)
class Brought:
    """The file that a message has brought: its digest, and its number among the files of the submission."""

    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says: a note, and the text to be published, None where it is no draft."""

    note: str = ""
    draft: str | None = None


_NOTHING = Said()


def words_of(post: Post, *, draft: bool) -> Said:
    """Return what a message says now; where it was forwarded from is told beside a draft, never in it."""
    origin = f"↪ {post.forwarded}" if post.forwarded else ""
    if draft:
        return Said(origin, untagged(post.text))
    return Said("\n".join(filter(None, (post.text, origin))).strip())


def said_by(case: Case, source: str) -> Said:
    """Return what a message has said last: of an album, one part holds the words, and the others are silent."""
    message, said = message_of(source), _NOTHING
    for recorded in case.entries:
        if _speaker(recorded) == message:
            said = _said_then(recorded, said)
    return said


def _speaker(recorded: RecordedEntry) -> str:
    """Return the message whose words an entry has taken over, empty for none."""
    data = recorded.entry.data
    if recorded.entry.kind == Kind.SUBMITTED:
        return message_of(str(data.get("words") or data["channel"]))
    return message_of(str(data.get("source") or "")) if recorded.entry.kind == Kind.REVISED else ""


def _said_then(recorded: RecordedEntry, before: Said) -> Said:
    """What has been erased was said all the same."""
    told, personal = recorded.entry.commitments, recorded.personal
    note = (personal.get("note") or "") if "note" in told else before.note
    return Said(note, (personal.get("draft") or "") if "draft" in told else before.draft)


def speaks(case: Case, post: Post, now: Said) -> bool:
    """Whether a message says something else of its submission now; what stands beside an original is talk."""
    source, said = post.place.source, said_by(case, post.place.source)
    listened = message_of(source) in came_in_with(case) or said != _NOTHING or now.draft is not None
    return listened and now != said


def came_in_with(case: Case) -> list[str]:
    """Return the messages that a submission came in with, in their order."""
    data = case.entries[0].entry.data
    return [message_of(str(told)) for told in (data["channel"], *data.get("messages", ()))]


def brought(case: Case, source: str) -> Brought | None:
    """Return which file a message has brought last, None for none.

    The files of a submission keep their order: another one comes in the place of an earlier one, or at the end.
    """
    found: dict[str, Brought] = {}
    present: list[str] = []
    for recorded in case.entries:
        files = _files(recorded)
        if recorded.entry.kind == Kind.SUBMITTED:
            messages = came_in_with(case)
            paired = zip(messages, files, strict=True) if len(messages) == len(files) else ()
            found = {message: Brought(number, sha256) for number, (message, sha256) in enumerate(paired)}
        elif recorded.entry.kind == Kind.REVISED and files:
            fresh = [number for number, sha256 in enumerate(files) if present[number : number + 1] != [sha256]]
            if fresh:
                message = message_of(str(recorded.entry.data.get("source")))
                found[message] = Brought(fresh[0], files[fresh[0]])
        present = files or present
    return found.get(message_of(source))


def _files(recorded: RecordedEntry) -> list[str]:
    return [str(file["sha256"]) for file in recorded.entry.data.get("files", ())]

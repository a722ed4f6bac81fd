"""What an edited message says of its submission: which of its words are new, and which file it had brought."""

from __future__ import annotations

from dataclasses import dataclass

from bot.case import Case
from bot.kinds import Kind
from bot.sources import message_of
from bot.trail.read import RecordedEntry
from handlers.telegram.updates import Post


@dataclass(frozen=True, slots=True)
class Brought:
    """The file that a message has brought: its digest, and its number among the files of the submission."""

    number: int
    sha256: str


def came_in_with(case: Case) -> list[str]:
    """Return the messages that a submission came in with, in their order."""
    data = case.entries[0].entry.data
    return [message_of(str(told)) for told in (data["channel"], *data.get("messages", ()))]


def speaks(case: Case, post: Post) -> bool:
    """Whether a message's text is the submission's: an album's parts have but one caption, an original has none."""
    messages, own = came_in_with(case), message_of(post.place.source)
    return own in messages and (own == messages[0] or bool(post.text))


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

"""What can be said on Slack of what is on record: whether a message is still what was approved, and the register."""

from __future__ import annotations

from collections.abc import Iterator

from bot.card.shared import shared_card
from bot.case import Case
from bot.declaration_words import purpose_words
from bot.drafts import untagged
from bot.errors import NotFoundError, VigieError
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.ports import RefusedError
from bot.register.edition import register_of
from bot.register.use import Filters
from bot.register.words import subject_words
from bot.sources import reference_of
from bot.submissions import case_of
from handlers.slack.context import Slack
from handlers.slack.files import Files, NotVisibleError
from handlers.slack.messages import Post, meaning_of
from handlers.slack.places import Place

_SHOWN = 10


def standing_of(slack: Slack, source: str, catalogue: Catalogue) -> list[str]:
    """Return where a message's submission stands, and whether the message still says what was looked at.

    Raises:
        NotFoundError: the message belongs to no submission.
    """
    with slack.house.database.reading() as connection:
        reference = reference_of(connection, source)
        case = case_of(connection, reference) if reference else None
    if case is None:
        raise NotFoundError(
            N_("This message was not put up for approval."), N_("Its menu (…) has “Submit for approval”.")
        )
    card = shared_card(slack.house, case.reference, catalogue)
    told = [f"{card.reference} · {card.headline}", card.summary, *_compared(slack, case, source, catalogue)]
    return [line for line in (*told, f"{card.stamp} · {card.fingerprint[:12]}") if line]


def _compared(slack: Slack, case: Case, source: str, catalogue: Catalogue) -> Iterator[str]:
    post = _message(slack, Place.of_target(source))
    if post is None:
        yield catalogue.say(N_("The message itself is no longer there."))
        return
    said = case.draft.text if case.draft else case.note
    text = untagged(post.text) if case.draft else post.text.strip()
    same = text == said
    yield catalogue.say(
        N_("The text is the one that Vigie looked at.") if same else N_("The text is not the one that Vigie looked at.")
    )
    if post.files:
        yield catalogue.say(_files_compared(slack, case, post))


def _files_compared(slack: Slack, case: Case, post: Post) -> str:
    known = {asset.sha256 for asset in case.assets}
    files = Files(slack.house.settings, slack.house.originals, slack.web)
    try:
        present = {files.fetch(told).stored.sha256 for told in post.files}
    except (VigieError, NotVisibleError):
        return N_("The files can't be read from Slack any more.")
    if present == known:
        return N_("The files are those that Vigie looked at, byte for byte.")
    if any(asset.transport.faithful for asset in case.assets):
        return N_("Vigie looked at originals that were handed in; the files in the message are Slack’s copies.")
    return N_("The files are not those that Vigie looked at.")


def _message(slack: Slack, place: Place) -> Post | None:
    where = {"channel": place.channel, "ts": place.message, "latest": place.message}
    try:
        answer = slack.web.ask("conversations.replies", **where, inclusive="true", limit=1)
    except RefusedError:
        return None
    found = next((item for item in answer.get("messages", []) if item.get("ts") == place.message), None)
    meaning = meaning_of({**found, "type": "message", "channel": place.channel}, "") if found else None
    return meaning if isinstance(meaning, Post) else None


def register_lines(slack: Slack, catalogue: Catalogue) -> list[str]:
    """Return the latest uses of the public register, and where all of it can be read."""
    found = register_of(slack.house, Filters(), catalogue)
    if not found.uses:
        return [catalogue.say(N_("No declared use of AI to show."))]
    lines = [
        " · ".join(
            filter(
                None,
                (
                    use.id,
                    catalogue.moment(use.at),
                    purpose_words(use.purpose, catalogue),
                    one_line(use.tool, 60),
                    one_line(subject_words(use, catalogue), 120),
                ),
            )
        )
        for use in found.uses[:_SHOWN]
    ]
    left = len(found.uses) - len(lines)
    more = [catalogue.say(N_("All of it: {address}"), address=f"{slack.desk_url}/registre")] if slack.desk_url else []
    return ["\n".join(lines), *([catalogue.say(N_("… and {number} more"), number=left)] if left > 0 else []), *more]

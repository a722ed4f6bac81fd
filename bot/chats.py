"""What is remembered of chats beside the trail: files by their platform's name, forms under way, chats that moved."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from bot.delivery.outbox import Delivery, Message
from bot.kinds import State
from bot.originals import Stored
from bot.tables import chat_aliases, chat_forms, outbox, platform_files, submissions
from bot.trail.entry import write_moment
from policy.media_type import MediaType

_LIVING = [
    state.value for state in State if state.open or state in {State.APPROVED, State.CHANGES_REQUESTED, State.APPEALED}
]
"""Where a submission stands of which somebody may still want something."""


@dataclass(frozen=True, slots=True)
class About:
    """What a form is for: a button of a submission's card, or a declaration of its own where `verb` is empty."""

    reference: str = ""
    fingerprint: str = ""
    verb: str = ""
    value: str = ""
    asset: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form that somebody fills in step by step; `message` is the one that shows the step, empty before the first."""

    id: str
    account: str
    chat: str
    about: About
    answers: Mapping[str, str] = field(default_factory=dict)
    message: str = ""


def begin_form(connection: Connection, platform: str, form: Form, now: datetime) -> None:
    """Put a form on record; an earlier one of the same person in the same chat ends."""
    mine = chat_forms.c.platform == platform, chat_forms.c.account == form.account, chat_forms.c.chat == form.chat
    connection.execute(delete(chat_forms).where(*mine))
    connection.execute(insert(chat_forms).values(platform=platform, **_row(form, now)))


def keep_form(connection: Connection, form: Form, now: datetime) -> None:
    """Bring a form on record up to date."""
    connection.execute(update(chat_forms).where(chat_forms.c.id == form.id).values(_row(form, now)))


def end_form(connection: Connection, number: str) -> None:
    """Forget a form: what came of it is elsewhere."""
    connection.execute(delete(chat_forms).where(chat_forms.c.id == number))


def form(connection: Connection, number: str) -> Form | None:
    """Return a form under way, None where there is none (any more)."""
    row = connection.execute(select(chat_forms).where(chat_forms.c.id == number)).first()
    return _form(row) if row else None


def form_of(connection: Connection, platform: str, account: str, chat: str) -> Form | None:
    """Return the form that somebody is filling in in a chat, None for none."""
    mine = chat_forms.c.platform == platform, chat_forms.c.account == account, chat_forms.c.chat == chat
    row = connection.execute(select(chat_forms).where(*mine)).first()
    return _form(row) if row else None


def forget_forms(connection: Connection, before: datetime) -> None:
    """Forget forms that nobody has gone on with since a moment."""
    connection.execute(delete(chat_forms).where(chat_forms.c.changed_at < write_moment(before)))


def new_form_id() -> str:
    """Return a short name for a form, which fits into a button."""
    return secrets.token_hex(5)


def known_file(connection: Connection, platform: str, file: str) -> Stored | None:
    """Return what a file of a platform is, None where it was never fetched."""
    mine = platform_files.c.platform == platform, platform_files.c.file == file
    row = connection.execute(select(platform_files).where(*mine)).first()
    return Stored(row.sha256, row.size, MediaType(row.media_type)) if row else None


def remember_file(connection: Connection, platform: str, file: str, stored: Stored) -> None:
    """Note what a file of a platform is."""
    if known_file(connection, platform, file) is None:
        row = {"sha256": stored.sha256, "size": stored.size, "media_type": stored.media_type.value}
        connection.execute(insert(platform_files).values(platform=platform, file=file, **row))


def move_chat(connection: Connection, platform: str, before: str, after: str) -> None:
    """Note that a chat has another name now; what was said in the old one is out of reach: cards are posted anew.

    A summary is not: people can still read it. Its number means another message by now, so it is forgotten.
    """
    mine = chat_aliases.c.platform == platform, chat_aliases.c.before == before
    if before == after or connection.execute(select(chat_aliases.c.after).where(*mine)).first():
        return
    connection.execute(insert(chat_aliases).values(platform=platform, before=before, after=after))
    _post_cards_anew(connection, platform, before)
    summaries = and_(outbox.c.platform == platform, outbox.c.kind == Message.SUMMARY.value, outbox.c.target == before)
    connection.execute(update(outbox).where(summaries).values(receipt=None))


def _post_cards_anew(connection: Connection, platform: str, chat: str) -> None:
    """A card of the old chat can't be edited any more; one that somebody may still act on is sent at once."""
    there = or_(outbox.c.target == chat, outbox.c.target.startswith(f"{chat}/", autoescape=True))
    cards = and_(outbox.c.platform == platform, outbox.c.kind == Message.CARD.value, there)
    connection.execute(update(outbox).where(cards).values(receipt=None))
    living = select(submissions.c.reference).where(submissions.c.state.in_(_LIVING))
    resting = outbox.c.state.in_([Delivery.SENT.value, Delivery.FAILED.value])
    again = {"state": Delivery.QUEUED.value, "attempts": 0}
    connection.execute(update(outbox).where(cards, resting, outbox.c.subject.in_(living)).values(again))


def chat_now(connection: Connection, platform: str, chat: str) -> str:
    """Return what a chat is called now."""
    passed = [chat]
    for name in passed:
        mine = chat_aliases.c.platform == platform, chat_aliases.c.before == name
        later = connection.execute(select(chat_aliases.c.after).where(*mine)).scalars()
        passed += [other for other in later if other not in passed]
    return passed[-1]


def names_of(connection: Connection, platform: str, chat: str) -> list[str]:
    """Return a chat's present name and those that it had before, the latest first."""
    names = [chat]
    for name in names:
        mine = chat_aliases.c.platform == platform, chat_aliases.c.after == name
        former = connection.execute(select(chat_aliases.c.before).where(*mine).order_by(chat_aliases.c.before))
        names += [other for other in former.scalars() if other not in names]
    return names


def _row(form: Form, now: datetime) -> dict[str, object]:
    return {
        "id": form.id,
        "account": form.account,
        "chat": form.chat,
        "message": form.message,
        "about": msgspec.json.encode(form.about),
        "answers": msgspec.json.encode(dict(form.answers)),
        "changed_at": write_moment(now),
    }


def _form(row: Row[Any]) -> Form:
    return Form(
        id=row.id,
        account=row.account,
        chat=row.chat,
        about=msgspec.json.decode(row.about, type=About),
        answers=msgspec.json.decode(row.answers, type=dict[str, str]),
        message=row.message,
    )

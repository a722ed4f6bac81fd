"""What a form of the desk sends, as an event: sent twice, by a double click or a lost connection, it counts once."""

from __future__ import annotations

import hashlib
import json
import secrets

from starlette.datastructures import FormData

from bot.access import Session
from bot.delivery.events import Dropped, File, Pressed
from bot.workflow import Received
from handlers.desk.gestures import answers_of, text

PLATFORM = "desk"
"""What the trail and the tables call this platform."""
ONCE = "once"
"""The field that tells one showing of a form from the next."""


def once() -> str:
    """Return a mark for a form that is about to be shown."""
    return secrets.token_urlsafe(9)


def dropped(session: Session, files: list[Received], form: FormData) -> Dropped:
    """Return the event of a drop; its files are stored already."""
    kept = tuple(File(item.name, item.stored.sha256, item.stored.size, item.stored.media_type.value) for item in files)
    return Dropped(session.person.id, PLATFORM, kept, text(form, "note"), text(form, "draft"))


def pressed(session: Session, reference: str, form: FormData) -> Pressed:
    """Return the event of a press."""
    return Pressed(
        person=session.person.id,
        reference=reference,
        fingerprint=text(form, "fingerprint"),
        verb=text(form, "verb"),
        value=text(form, "value"),
        asset=text(form, "asset") or None,
        answers=answers_of(form),
    )


def key_of(event: Dropped | Pressed, form: FormData) -> str:
    """Return what makes this event one: who sent what from which showing of a form; without that, each is its own."""
    mark = text(form, ONCE) or secrets.token_urlsafe(9)
    said = json.dumps([mark, repr(event)], ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()

"""The public register of AI uses as a page that stands alone."""

from __future__ import annotations

from dataclasses import dataclass

from bot.declaration_words import checker_words, extent_words, purpose_words, sent_words, tool_words
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.pages import render
from bot.register.use import Filters, Register, Use
from bot.register.words import channel_words, label_words, subject_words

_DIGEST_LETTERS = 12
"""Hexadecimal digits of an entry's hash that are shown, as many as the journal shows."""


def as_html(register: Register, catalogue: Catalogue) -> str:
    """Return the register as one HTML file; it is for the public, so `register` may hold nothing else.

    Raises:
        ValueError: the register holds everything.
    """
    if register.filters.everything:
        raise ValueError("only the public register is made into a page")
    most = max(register.sums.values(), default=0)
    return render(
        "register.html",
        catalogue,
        organisation=register.organisation,
        generated=register.generated,
        uses=[_entry(use, catalogue) for use in register.uses],
        sums=[(purpose_words(item, catalogue), number, number / most) for item, number in register.sums.items()],
        excerpt=_excerpt(register.filters, catalogue),
    )


def _excerpt(filters: Filters, catalogue: Catalogue) -> str:
    """Say what the register was narrowed down to, empty where it is whole."""
    say, day = catalogue.say, catalogue.day
    parts = (
        say(N_("from {day}"), day=day(filters.since.isoformat())) if filters.since else "",
        say(N_("up to {day}"), day=day(filters.until.isoformat())) if filters.until else "",
        purpose_words(filters.purpose, catalogue) if filters.purpose else "",
        one_line(filters.tool),
    )
    return " · ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the page shows of one use; `digest` and `charter` are the beginnings of hashes, in hexadecimal."""

    id: str
    subject: str
    purpose: str
    day: str
    lines: tuple[tuple[str, str], ...]
    seq: int
    digest: str
    charter: str


def _entry(use: Use, catalogue: Catalogue) -> _Entry:
    """Return one use in words; what was not asked is left out."""
    say = catalogue.say
    lines = (
        (say(N_("Tool")), tool_words(use.tool, use.provider)),
        (say(N_("The machine's share")), extent_words(use.extent, catalogue) if use.extent else ""),
        (say(N_("Result checked by")), checker_words(use.checker, catalogue) if use.checker else ""),
        (say(N_("Personal data sent out")), sent_words(use.personal_data_sent, catalogue) if use.checker else ""),
        (say(N_("Label")), label_words(use, catalogue)),
        (say(N_("Digital source type (IPTC)")), use.source_type),
        (say(N_("Submission")), " · ".join(filter(None, (use.submission, channel_words(use.channel, catalogue))))),
    )
    return _Entry(
        id=use.id,
        subject=subject_words(use, catalogue) or purpose_words(use.purpose, catalogue),
        purpose=purpose_words(use.purpose, catalogue),
        day=catalogue.day(use.at.astimezone(catalogue.timezone).date().isoformat()),
        lines=tuple((heading, answer) for heading, answer in lines if answer),
        seq=use.seq,
        digest=use.leaf[:_DIGEST_LETTERS],
        charter=use.charter[:_DIGEST_LETTERS],
    )

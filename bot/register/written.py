"""The register for machines: CSV for a spreadsheet, JSON for everything else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from bot.declaration_words import checker_words, extent_words, purpose_words, sent_words
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.register.use import Filters, Register, Use
from bot.register.words import channel_words, label_words, status_words, subject_words
from bot.spreadsheet import BYTE_ORDER_MARK, row
from bot.trail.entry import write_moment

Cell = Callable[[Use, Catalogue], str]


def _when(use: Use, catalogue: Catalogue) -> str:
    return use.at.astimezone(catalogue.timezone).date().isoformat()


_PUBLIC: tuple[tuple[str, Cell], ...] = (
    (N_("Number"), lambda use, _: use.id),
    (N_("What it is about"), subject_words),
    (N_("Date"), _when),
    (N_("What AI served for"), lambda use, catalogue: purpose_words(use.purpose, catalogue)),
    (N_("Tool"), lambda use, _: one_line(use.tool, 120)),
    (N_("Provider"), lambda use, _: one_line(use.provider, 120)),
    (N_("The machine's share"), lambda use, catalogue: extent_words(use.extent, catalogue) if use.extent else ""),
    (N_("Digital source type (IPTC)"), lambda use, _: use.source_type),
    (N_("Personal data sent out"), lambda use, catalogue: sent_words(use.personal_data_sent, catalogue)),
    (N_("Result checked by"), lambda use, catalogue: checker_words(use.checker, catalogue) if use.checker else ""),
    (N_("Label"), label_words),
    (N_("Channel"), lambda use, catalogue: channel_words(use.channel, catalogue)),
    (N_("Submission"), lambda use, _: use.submission),
    (N_("Charter (SHA-256)"), lambda use, _: use.charter),
    (N_("Entry of the journal"), lambda use, _: str(use.seq)),
    (N_("Hash of the entry"), lambda use, _: use.leaf),
)
_FOR_THE_TEAM: tuple[tuple[str, Cell], ...] = (
    (N_("Status"), lambda use, catalogue: status_words(use.status, catalogue)),
    (N_("In the public register"), lambda use, catalogue: sent_words(use.public, catalogue)),
)
_FOR_THE_AUDITOR: tuple[tuple[str, Cell], ...] = (
    (N_("Declared by"), lambda use, _: one_line(use.declared_by, 120)),
    (N_("Checked how"), lambda use, _: one_line(use.check, 500)),
    (N_("Reason"), lambda use, _: one_line(use.reason, 500)),
)


def as_csv(register: Register, catalogue: Catalogue) -> Iterator[str]:
    """Give the register line by line, in words, headings first."""
    columns = _columns(register.filters)
    yield BYTE_ORDER_MARK + row(catalogue.say(heading) for heading, _ in columns)
    for use in register.uses:
        yield row(cell(use, catalogue) for _, cell in columns)


def _columns(filters: Filters) -> tuple[tuple[str, Cell], ...]:
    if not filters.everything:
        return _PUBLIC
    return (*_PUBLIC, *_FOR_THE_TEAM, *(() if filters.unnamed else _FOR_THE_AUDITOR))


def as_json(register: Register) -> str:
    """Return the register as one JSON object: `generated`, `organisation`, `filters`, `sums`, `uses`."""
    whole = {
        "generated": write_moment(register.generated),
        "organisation": register.organisation,
        "filters": _filters(register.filters),
        "sums": register.sums,
        "uses": [_object(use, everything=register.filters.everything) for use in register.uses],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _filters(filters: Filters) -> dict[str, Any]:
    return {
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "purpose": filters.purpose,
        "tool": filters.tool or None,
        "all": filters.everything,
    }


def _object(use: Use, *, everything: bool) -> dict[str, Any]:
    public = {
        "id": use.id,
        "subject": use.subject,
        "date": write_moment(use.at),
        "purpose": use.purpose,
        "tool": use.tool,
        "provider": use.provider,
        "extent": use.extent,
        "digital_source_type": use.source_type or None,
        "personal_data_sent": use.personal_data_sent,
        "checked_by": use.checker,
        "label": use.label,
        "labelled": use.labelled,
        "channel": use.channel.partition(":")[0] or None,
        "submission": use.submission or None,
        "charter": use.charter,
        "entry": use.seq,
        "leaf": use.leaf,
    }
    audited = {
        "status": use.status,
        "public": use.public,
        "declared_by": use.declared_by,
        "check": use.check,
        "reason": use.reason,
    }
    return public | audited if everything else public

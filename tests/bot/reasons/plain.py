"""A whole statement of reasons as plain text: every word of it, so that a test can show what people read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import fill

from bot.reasons import StatementOfReasons

_SPACES = re.compile("[\u00a0\u202f]")
_SAME = re.compile(r"\b[0-9a-f]{64}\b")


def as_text(statements: tuple[StatementOfReasons, ...]) -> str:
    """Return the statements; unbreakable spaces become plain ones, digests are cut."""
    lines = (_SPACES.sub(" ", line) for reasons in statements for line in _lines(reasons))
    return "\n".join(
        fill(_SAME.sub(lambda digest: digest[0][:6], line), 110, subsequent_indent="    ") for line in lines
    )


def _lines(reasons: StatementOfReasons) -> Iterator[str]:
    yield f"{reasons.decision} ({reasons.tone})"
    yield reasons.scope
    for fact in reasons.facts:
        yield f"* {fact.words}"
        yield from (f"  - {line}" for line in fact.support)
    for ground in reasons.grounds:
        remarks = f" ({', '.join(ground.remarks)})" if ground.remarks else ""
        yield f"§ {ground.article}. {ground.title}{remarks}"
        yield from (f"  {part}" for part in (ground.message, ground.quote or ground.paraphrase) if part)
    yield f"= {reasons.automated}"
    yield from (f"> {line}" for line in reasons.way_out)
    yield from (f"? {line}" for line in reasons.contest)
    yield f"{reasons.charter_title} ({reasons.charter.id}, {reasons.charter.version}) #{reasons.entry}"
    if reasons.caution:
        yield reasons.caution

"""Cards as no house would make them: huge, odd and hostile texts, far too many of everything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

from hypothesis import strategies as st

from bot.card.lines import EvidenceLine, Tone
from bot.card.model import (
    Action,
    Card,
    DeclaredUse,
    DraftView,
    Field,
    FieldKind,
    Ground,
    Happening,
    Option,
    Question,
    Style,
    Verb,
    Visual,
)
from policy.draft import Change, ChangeKind

Some = TypeVar("Some")

HOSTILE = (
    "<!channel> <@U0123> <https://evil.example|click>",
    "*bold* _it_ ~no~ `code` :white_check_mark: > quote",
    "&amp; & < >",
    "👩🏽‍🚒" * 200,
    "x" * 300,
    "mot " * 900,
    "line\n" * 400,
    "",
    " ",
    "\u00a0",
)
TEXTS = st.sampled_from(HOSTILE) | st.text(max_size=80)
NAMES = st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True)
TONES = st.sampled_from(Tone)
MOMENT = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
SHAS = st.sampled_from([f"{number:064x}" for number in range(20)])


def many(items: st.SearchStrategy[Some], most: int) -> st.SearchStrategy[tuple[Some, ...]]:
    """Return none, a few, or far too many of the same."""
    few = st.lists(items, max_size=2).map(tuple)
    return few | st.builds(lambda item, number: (item,) * number, items, st.integers(0, most))


FIELDS = st.builds(
    Field,
    name=NAMES,
    label=TEXTS,
    kind=st.sampled_from(FieldKind),
    required=st.booleans(),
    hint=TEXTS,
    options=st.lists(st.builds(Option, NAMES, TEXTS), min_size=1, max_size=120, unique_by=lambda o: o.value).map(tuple),
    suggestions=st.lists(TEXTS, max_size=4).map(tuple),
    max_length=st.integers(1, 20_000),
    value=TEXTS | NAMES,
)
FORMS = st.lists(FIELDS, max_size=8, unique_by=lambda field: field.name).map(tuple)
ACTIONS = st.builds(
    Action,
    verb=st.sampled_from(Verb),
    label=TEXTS,
    style=st.sampled_from(Style),
    value=TEXTS,
    asset=st.none() | SHAS,
    confirm=TEXTS,
    fields=st.just(()) | st.builds(lambda field: (field,), FIELDS),
    rare=st.booleans(),
)
EVIDENCE = st.builds(EvidenceLine, what=TEXTS, where=TEXTS, strength=TEXTS, not_proven=TEXTS, tone=TONES)
VISUALS = st.builds(
    Visual,
    sha256=SHAS,
    name=TEXTS,
    facts=TEXTS,
    alternative=TEXTS,
    has_preview=st.booleans(),
    tone=TONES,
    headline=TEXTS,
    evidence=many(EVIDENCE, 40),
    nothing_found=many(TEXTS, 10),
    not_looked=many(TEXTS, 10),
    absence=TEXTS,
    transport=TEXTS,
    statement=TEXTS,
)
DRAFTS = st.builds(
    DraftView,
    text=TEXTS | st.just("Un mot. " * 2_500),
    tone=TONES,
    headline=TEXTS,
    traces=many(TEXTS, 30),
    clues=many(TEXTS, 30),
    labels=many(TEXTS, 30),
    image_links=many(TEXTS, 30),
    changes=many(st.builds(Change, st.sampled_from(ChangeKind), TEXTS), 20),
    label=TEXTS,
)
GROUNDS = st.builds(Ground, article=TEXTS, title=TEXTS, quote=TEXTS, message=TEXTS, way_out=TEXTS, tone=TONES)
CARDS = st.builds(
    Card,
    reference=st.from_regex(r"V-[0-9]{4}", fullmatch=True),
    revision=st.integers(1, 99),
    fingerprint=st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    tone=TONES,
    headline=TEXTS,
    summary=TEXTS,
    author=TEXTS,
    opened_at=st.just(MOMENT),
    visuals=many(VISUALS, 20),
    grounds=many(GROUNDS, 12),
    questions=many(st.builds(Question, text=TEXTS, answers=many(ACTIONS, 12), asset=st.none() | SHAS), 20),
    actions=many(ACTIONS, 30),
    notice=TEXTS,
    story=many(st.builds(Happening, at=st.just(MOMENT), text=TEXTS, tone=TONES, seq=st.integers(1, 9_999)), 200),
    stamp=st.just("#776 · J2kC9f"),
    note=TEXTS,
    busy=st.booleans(),
    draft=st.none() | DRAFTS,
    declarations=many(st.builds(DeclaredUse, st.just("D-0007"), TEXTS), 30),
    noted=many(TEXTS, 30),
    way_out=TEXTS,
    has_reasons=st.booleans(),
)

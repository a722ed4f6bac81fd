"""Declared uses of AI as a fold over their trail entries: declared, corrected, withdrawn, or refused by the charter.

A declaration that belongs to a submission stands among that submission's entries, any other under its own reference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.kinds import Kind
from bot.trail.entry import Entry, EntryDraft, PersonalPart
from bot.trail.read import RecordedEntry
from policy.declaration import TOOLS, Checker, Declaration, Extent, LabelPlace, Purpose

KINDS = (Kind.DECLARED, Kind.DECLARATION_CORRECTED, Kind.DECLARATION_WITHDRAWN, Kind.DECLARATION_REFUSED)
_PRODUCTS = ("tool", "provider")
_FREE_TEXTS = (*_PRODUCTS, "subject", "check")
_KNOWN = {*TOOLS, *TOOLS.values()}
"""Names of products and companies stay in the clear; what people typed themselves can be erased."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration as it stands after its last entry, number `seq` of the trail.

    `reference` is such as `D-0007`; `submission` the one it belongs to, None where it stands alone; `charter` the
    SHA-256 of the charter that it was held against; `reason` says why it was withdrawn.
    """

    reference: str
    person: str
    declared_at: datetime
    declaration: Declaration
    submission: str | None
    charter: str
    seq: int
    revision: int = 1
    refused: bool = False
    withdrawn: bool = False
    reason: str = ""

    @property
    def stands(self) -> bool:
        """Whether it holds."""
        return not self.refused and not self.withdrawn


def fold_declarations(entries: Iterable[RecordedEntry]) -> dict[str, Declared]:
    """Return the declarations that these entries tell of, by reference, oldest first."""
    found: dict[str, Declared] = {}
    for recorded in entries:
        if recorded.entry.kind in KINDS:
            reference = reference_of(recorded)
            found[reference] = after(found.get(reference), recorded)
    return found


def told(known: Mapping[str, Declared], recorded: RecordedEntry) -> dict[str, Declared]:
    """Return the declarations after one more entry about one of them."""
    reference = reference_of(recorded)
    return {**known, reference: after(known.get(reference), recorded)}


def reference_of(recorded: RecordedEntry) -> str:
    """Return which declaration an entry is about."""
    return str(recorded.entry.data["declaration"])


def after(known: Declared | None, recorded: RecordedEntry) -> Declared:
    """Return a declaration after one more entry about it."""
    entry = recorded.entry
    if known is None:
        return _first(recorded)
    if entry.kind == Kind.DECLARATION_WITHDRAWN:
        return replace(known, withdrawn=True, reason=recorded.personal.get("reason") or "", seq=entry.seq)
    return replace(
        known,
        declaration=_declaration(recorded),
        revision=int(entry.data["revision"]),
        charter=str(entry.data["charter"]),
        seq=entry.seq,
    )


def _first(recorded: RecordedEntry) -> Declared:
    entry = recorded.entry
    reference, subject = reference_of(recorded), str(entry.subject)
    return Declared(
        reference=reference,
        person=str(entry.actor),
        declared_at=entry.at,
        declaration=_declaration(recorded),
        submission=None if subject == reference else subject,
        charter=str(entry.data["charter"]),
        seq=entry.seq,
        refused=entry.kind == Kind.DECLARATION_REFUSED,
    )


def follows(known: Mapping[str, Declared], entry: Entry) -> bool:
    """Whether Vigie could have written an entry about a declaration then: by the same person, in its order."""
    before = known.get(str(entry.data["declaration"]))
    if entry.kind in {Kind.DECLARED, Kind.DECLARATION_REFUSED}:
        return before is None and entry.data["revision"] == 1
    if before is None or not before.stands or before.person != entry.actor:
        return False
    return entry.kind == Kind.DECLARATION_WITHDRAWN or entry.data["revision"] == before.revision + 1


def entry_of(
    kind: Kind, subject: str, reference: str, person: str, declaration: Declaration, *, revision: int, charter: str
) -> EntryDraft:
    """Return the entry that records a declaration; what people typed stands apart, so that it can be erased."""
    texts = {name: str(getattr(declaration, name)).strip() for name in _FREE_TEXTS}
    known = {name: texts.pop(name) for name in _PRODUCTS if texts[name] in _KNOWN}
    return EntryDraft(
        kind=kind,
        subject=subject,
        actor=person,
        data={
            "declaration": reference,
            "revision": revision,
            "charter": charter,
            "purpose": declaration.purpose,
            "extent": declaration.extent,
            "personal_data_sent": declaration.personal_data_sent,
            "checker": declaration.checker,
            "label": declaration.label,
            "public": declaration.public,
            **known,
        },
        personal=tuple(PersonalPart(field=name, person=person, text=text) for name, text in texts.items() if text),
    )


def _declaration(recorded: RecordedEntry) -> Declaration:
    data, personal = recorded.entry.data, recorded.personal
    sent = data["personal_data_sent"]
    return Declaration(
        purpose=Purpose(str(data["purpose"])),
        tool=str(data.get("tool") or personal.get("tool") or ""),
        provider=str(data.get("provider") or personal.get("provider") or ""),
        extent=Extent(str(data["extent"])),
        personal_data_sent=None if sent is None else bool(sent),
        checker=Checker(str(data["checker"])),
        check=personal.get("check") or "",
        label=LabelPlace(str(data["label"])),
        subject=personal.get("subject") or "",
        public=bool(data["public"]),
    )

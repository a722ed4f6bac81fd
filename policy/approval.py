"""Counting who said yes: distinct human beings, each once, whoever speaks for whom and under however many accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policy.verdict import Approval


@dataclass(frozen=True, slots=True)
class Consent:
    """One person's yes. `principal` is whom they spoke for, None where it was themselves."""

    person: str
    roles: frozenset[str]
    principal: str | None = None


def unmet(needs: Iterable[Approval], consents: Sequence[Consent]) -> tuple[Approval, ...]:
    """Return the approvals that are still asked for; a principal and whoever speaks for them count as one."""
    groups = list(_groups(consents))
    return tuple(need for need in needs if sum(_has(group, need.role) for group in groups) < need.count)


def is_enough(needs: Sequence[Approval], consents: Sequence[Consent]) -> bool:
    """Whether everybody has said yes who is asked for; where nobody is named, one person at least."""
    return bool(consents) and not unmet(needs, consents)


def _has(group: Sequence[Consent], role: str) -> bool:
    return any(role in consent.roles for consent in group)


def _groups(consents: Iterable[Consent]) -> Iterator[list[Consent]]:
    """Yield the consents that stand for one voice: those that share a person, directly or through others."""
    groups: list[tuple[set[str], list[Consent]]] = []
    for consent in consents:
        people = {consent.person, consent.principal or consent.person}
        joined = [group for group in groups if group[0] & people]
        members = [consent]
        for others, said in joined:
            people |= others
            members = [*said, *members]
        groups = [group for group in groups if not group[0] & people] + [(people, members)]
    return (members for _, members in groups)

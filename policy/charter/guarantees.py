"""Does a charter keep its promises? Each one is proven over every combination of facts, unknown included.

Rules in observe mode change no answer, so they and their facts are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy.charter.logic import answer, findings
from policy.charter.model import Charter, Guarantee, Mode, Rule
from policy.charter.worlds import HOLDS, Region, answers, conditions_of, outcomes, settle, simplest, size, whole
from policy.verdict import Answer


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of one promise over `worlds` combinations of facts.

    `counterexample` are facts, all others unknown, under which it is broken by `answer`; both are None where it is
    kept. A `vacuous` one speaks of a case that no facts bring about.
    """

    guarantee: Guarantee
    worlds: int
    counterexample: tuple[tuple[str, str], ...] | None
    vacuous: bool
    answer: Answer | None = None

    @property
    def passed(self) -> bool:
        """Whether the promise is kept, and says something."""
        return self.counterexample is None and not self.vacuous


def prove(charter: Charter) -> tuple[Proof, ...]:
    """Prove every guarantee of a charter, or find what breaks it."""
    binding = [rule for rule in charter.rules if rule.mode is Mode.ENFORCE]
    return tuple(_prove(charter, binding, guarantee) for guarantee in charter.guarantees)


def _prove(charter: Charter, binding: Sequence[Rule], guarantee: Guarantee) -> Proof:
    conditions = [part for rule in binding for part in conditions_of(rule)]
    everything = whole(charter, [guarantee.when, *conditions])

    def kept(region: Region) -> bool | None:
        if not (when := outcomes(guarantee.when, region)) & HOLDS:
            return True
        possible = answers(binding, region)
        if possible <= guarantee.answers:
            return True
        return False if when == HOLDS and possible.isdisjoint(guarantee.answers) else None

    broken = next((region for region, holds in settle(everything, kept) if not holds), None)
    facts = None if broken is None else simplest(broken)
    return Proof(
        guarantee=guarantee,
        worlds=size(everything),
        counterexample=None if facts is None else tuple(sorted(facts.items())),
        vacuous=_never_holds(charter, guarantee),
        answer=None if facts is None else answer(findings(charter, facts)),
    )


def _never_holds(charter: Charter, guarantee: Guarantee) -> bool:
    def holds(region: Region) -> bool | None:
        found = outcomes(guarantee.when, region)
        return found == HOLDS if found == HOLDS or not found & HOLDS else None

    return not any(held for _, held in settle(whole(charter, [guarantee.when]), holds))

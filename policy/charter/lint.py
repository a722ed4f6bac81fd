"""Is a charter right? Its quotes are word for word, its examples come out as expected, and it keeps its promises."""

from __future__ import annotations

from dataclasses import dataclass

from policy.charter.guarantees import Proof, prove
from policy.charter.judge import judge
from policy.charter.model import Charter, Example
from policy.charter.problem import Problem
from policy.charter.quotations import misquoted
from policy.verdict import Answer


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What the rules make of one example; `rules` are those that fired for certain, `observed` those only counted."""

    example: Example
    answer: Answer
    rules: tuple[str, ...]
    observed: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether the answer is the expected one, and the rules, where the example names them."""
        return self.example.answer is self.answer and _same(self.example.rules, self.rules)

    @property
    def counted(self) -> bool:
        """Whether the rules in observe mode are the expected ones, where the example names them."""
        return _same(self.example.observed, self.observed)

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return self.answered and self.counted


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What `check` found. `waived` are the rules whose quote can't be checked, as the file itself says."""

    misquoted: tuple[Problem, ...]
    waived: tuple[str, ...]
    examples: tuple[ExampleResult, ...]
    proofs: tuple[Proof, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        right = all(result.passed for result in self.examples) and all(proof.passed for proof in self.proofs)
        return right and not self.misquoted

    @property
    def worlds(self) -> int:
        """How many combinations of facts the proofs cover, all guarantees together."""
        return sum(proof.worlds for proof in self.proofs)


def check(charter: Charter) -> CheckResult:
    """Check a charter's quotes, run its examples and prove its guarantees."""
    return CheckResult(
        misquoted=misquoted(charter),
        waived=tuple(rule.id for rule in charter.rules if rule.quote and rule.quote_waived and not rule.quote_verified),
        examples=tuple(_run(charter, example) for example in charter.examples),
        proofs=prove(charter),
    )


def _run(charter: Charter, example: Example) -> ExampleResult:
    verdict = judge(charter, dict(example.facts))
    return ExampleResult(
        example=example,
        answer=verdict.answer,
        rules=tuple(rule.id for rule in verdict.rules if rule.certain),
        observed=tuple(rule.id for rule in verdict.observed if rule.certain),
    )


def _same(expected: tuple[str, ...] | None, found: tuple[str, ...]) -> bool:
    return expected is None or set(expected) == set(found)

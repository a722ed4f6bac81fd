"""Is a charter right? Its quotes stand in the adopted text, and its examples come out as its authors expect."""

from __future__ import annotations

from dataclasses import dataclass

from policy.charter.judge import judge
from policy.charter.model import Charter, Example
from policy.verdict import Answer


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What the rules make of one example; `rules` are those that fired for certain."""

    example: Example
    answer: Answer
    rules: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the answer is the expected one, and the rules, where the example names them."""
        same_rules = self.example.rules is None or set(self.example.rules) == set(self.rules)
        return self.answer is self.example.answer and same_rules


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What `check` found: rules whose quote is not in the adopted text, and every example's result."""

    misquoting: tuple[str, ...]
    waived: tuple[str, ...]
    examples: tuple[ExampleResult, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.misquoting and all(result.passed for result in self.examples)


def check(charter: Charter) -> CheckResult:
    """Check a charter's quotes and run its examples."""
    unverified = [rule for rule in charter.rules if not rule.quote_verified]
    return CheckResult(
        misquoting=tuple(rule.id for rule in unverified if not rule.quote_waived),
        waived=tuple(rule.id for rule in unverified if rule.quote_waived),
        examples=tuple(_run(charter, example) for example in charter.examples),
    )


def _run(charter: Charter, example: Example) -> ExampleResult:
    verdict = judge(charter, dict(example.facts))
    return ExampleResult(example, verdict.answer, tuple(rule.id for rule in verdict.rules if rule.certain))

"""What the charter said in a span: whom it refused by which article, what rules on trial would have done, how soon.

Only what is counted is read of each entry: a year of opinions is read for a report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from bot.kinds import Kind
from bot.trail.read import bodies_of_kinds
from bot.trail.span import Span
from policy.verdict import Answer, Effect

AT_ONCE = timedelta(minutes=1)
"""How soon an answer is meant to come (issue 7)."""
Name = TypeVar("Name", str, tuple[str, Effect])


class _Rule(msgspec.Struct):
    id: str
    article: str
    effect: Effect
    certain: bool = True


class _Verdict(msgspec.Struct):
    answer: Answer
    rules: tuple[_Rule, ...]
    observed: tuple[_Rule, ...] = ()


class _Opinion(msgspec.Struct):
    revision: int
    verdict: _Verdict
    sha256: str = ""


class _Judged(msgspec.Struct):
    at: datetime
    subject: str
    data: _Opinion


class _File(msgspec.Struct):
    sha256: str


class _Content(msgspec.Struct):
    files: tuple[_File, ...]


class _Submitted(msgspec.Struct):
    at: datetime
    subject: str
    data: _Content
    personal: dict[str, msgspec.Raw]

    @property
    def items(self) -> set[str]:
        """What is to be judged: files by their digest, the draft by an empty name."""
        return {file.sha256 for file in self.data.files} | ({""} if "draft" in self.personal else set())


_JUDGED, _SUBMITTED = msgspec.json.Decoder(_Judged), msgspec.json.Decoder(_Submitted)


@dataclass(frozen=True, slots=True)
class Observed:
    """A rule on trial: what it would have done, and to how many submissions."""

    rule: str
    effect: Effect
    number: int


@dataclass(frozen=True, slots=True)
class Opinions:
    """How many submissions each article refused, what rules on trial would have done, how many were answered at once.

    `answered` counts submissions with all their opinions within a minute, out of `submitted`.
    """

    refused_by_article: Mapping[str, int]
    observed: tuple[Observed, ...]
    submitted: int
    answered: int


@dataclass(slots=True)
class _Count:
    """What has been seen so far; a submission counts once for each article and each rule."""

    refused: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    observed: defaultdict[tuple[str, Effect], set[str]] = field(default_factory=lambda: defaultdict(set))
    first: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def take(self, judged: _Judged) -> None:
        verdict = judged.data.verdict
        if verdict.answer is Answer.FORBIDDEN:
            for rule in verdict.rules:
                if rule.effect is Effect.FORBID and rule.certain:
                    self.refused[rule.article].add(judged.subject)
        for rule in verdict.observed:
            if rule.certain:
                self.observed[rule.id, rule.effect].add(judged.subject)

    def time(self, judged: _Judged) -> None:
        self.first.setdefault((judged.subject, judged.data.sha256), judged.at)

    def answered(self, submitted: _Submitted) -> bool:
        moments = [self.first.get((submitted.subject, item)) for item in submitted.items]
        return all(moment is not None and moment - submitted.at <= AT_ONCE for moment in moments)


def opinions(connection: Connection, span: Span) -> Opinions:
    """Return what the charter said in a span; what came in just before its end is answered just after."""
    submitted = [_SUBMITTED.decode(body) for body in bodies_of_kinds(connection, [Kind.SUBMITTED], span)]
    longer = replace(span, until=span.until + AT_ONCE + timedelta(seconds=1)) if span.until else span
    count = _Count()
    for body in bodies_of_kinds(connection, [Kind.JUDGED], longer):
        judged = _JUDGED.decode(body)
        count.time(judged)
        if span.until is None or judged.at < span.until:
            count.take(judged)
    return Opinions(
        refused_by_article=_sizes(count.refused),
        observed=tuple(Observed(*name, number) for name, number in _sizes(count.observed).items()),
        submitted=len(submitted),
        answered=sum(map(count.answered, submitted)),
    )


def _sizes(found: Mapping[Name, set[str]]) -> dict[Name, int]:
    return {name: len(found[name]) for name in sorted(found, key=lambda name: (-len(found[name]), name))}

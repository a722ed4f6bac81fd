"""The charter as data: articles, facts, rules, examples. `load` makes it from a file, `judge` applies it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from policy.language import Language
from policy.verdict import Answer, Approval, CharterReference, Effect


@dataclass(frozen=True, slots=True)
class Words:
    """The same sentence in both languages."""

    fr: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.fr if language is Language.FRENCH else self.en


class Authority(StrEnum):
    """Where a rule comes from."""

    CHARTER = "charter"
    LAW = "law"
    PROCEDURE = "procedure"


class Basis(StrEnum):
    """Whether a rule is the text itself, a reading of it, or mere procedure; only a reading can be appealed."""

    TEXT = "text"
    INTERPRETATION = "interpretation"
    PROCEDURE = "procedure"


class Mode(StrEnum):
    """Whether a rule binds, or is only counted (a dry run)."""

    ENFORCE = "enforce"
    OBSERVE = "observe"


@dataclass(frozen=True, slots=True)
class Is:
    """True where the fact has one of the values."""

    fact: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class All:
    """Kleene conjunction; of nothing at all it is never built."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Kleene disjunction."""

    parts: tuple[Condition, ...]


Condition = Is | All | AnyOf


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the charter as people know it."""

    number: str
    title: Words


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that rules ask about: its possible values, the question, who answers."""

    name: str
    values: tuple[str, ...]
    question: Words
    answered_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `satisfied_when` is what fulfils a requirement; a forbidding rule has a `way_out`.

    `quote_verified` says that the quote stands word for word in the adopted text; `quote_waived` that the file
    itself admits that it can't be checked.
    """

    id: str
    article: str
    authority: Authority
    basis: Basis
    quote: str
    quote_verified: bool
    quote_waived: bool
    when: Condition
    effect: Effect
    message: Words
    way_out: Words | None = None
    unless: Condition | None = None
    satisfied_when: Condition | None = None
    approval: Approval | None = None
    mode: Mode = Mode.ENFORCE


@dataclass(frozen=True, slots=True)
class Example:
    """Facts and the answer that the charter's authors expect of them."""

    name: str
    facts: tuple[tuple[str, str], ...]
    answer: Answer
    rules: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Charter:
    """A whole charter. `source` is the adopted text that quotes are checked against."""

    id: str
    version: str
    title: Words
    organisation: str
    adopted: str
    source: str
    source_note: Words
    articles: tuple[Article, ...]
    facts: tuple[Fact, ...]
    rules: tuple[Rule, ...]
    examples: tuple[Example, ...]
    sha256: str
    by_id: dict[str, Rule] = field(default_factory=dict, compare=False, repr=False)

    @property
    def reference(self) -> CharterReference:
        """What a verdict records of the charter that was applied."""
        return CharterReference(self.id, self.version, self.sha256)

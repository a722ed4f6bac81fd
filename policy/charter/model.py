"""The charter as data: articles, facts, rules, examples. `load` makes it from a file, `judge` applies it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
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


def facts_of(condition: Condition) -> Iterator[str]:
    """Yield the facts that a condition asks about, each as often as it does."""
    if isinstance(condition, Is):
        yield condition.fact
    else:
        for part in condition.parts:
            yield from facts_of(part)


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the charter as people know it."""

    number: str
    title: Words


@dataclass(frozen=True, slots=True)
class Value:
    """One value that a fact may take, and what people call it."""

    name: str
    words: Words


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that rules ask about: its possible values, the question, who answers (a role, or `vigie` itself).

    `remedies` say how people may bring a value about: « déclarer l'usage » makes « usage déclaré » a yes.
    `own` tells that the charter defines the fact itself, so that only people can establish it.
    """

    name: str
    values: tuple[Value, ...]
    question: Words
    answered_by: tuple[str, ...]
    remedies: tuple[Value, ...] = ()
    own: bool = False

    @property
    def value_names(self) -> tuple[str, ...]:
        """The names of its values; unknown is not one of them."""
        return tuple(value.name for value in self.values)

    def words(self, value: str) -> Words:
        """Return what people call one of its values."""
        return next((item.words for item in self.values if item.name == value), Words(value, value))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `satisfied_when` is what fulfils a requirement; a forbidding rule has a `way_out`.

    `quote_verified` says that the quote stands word for word in the adopted text; `quote_waived` that the file
    itself admits that it can't be checked. A rule that quotes nobody has a `paraphrase` of what it rests on.
    `line` is where it stands in the file.
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
    paraphrase: Words | None = None
    line: int = field(default=0, compare=False)

    @property
    def facts(self) -> frozenset[str]:
        """The facts that it asks about."""
        conditions = (self.when, self.unless, self.satisfied_when)
        return frozenset(name for condition in conditions if condition for name in facts_of(condition))


@dataclass(frozen=True, slots=True)
class Example:
    """Facts and the answer that the charter's authors expect of them, and the rules, where they name them."""

    name: str
    facts: tuple[tuple[str, str], ...]
    answer: Answer
    rules: tuple[str, ...] | None = None
    observed: tuple[str, ...] | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """A promise over every combination of facts: wherever `when` holds, the answer is one of `answers`."""

    name: str
    when: Condition
    answers: frozenset[Answer]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Charter:
    """A whole charter. `source` is the adopted text that quotes are checked against, empty where it quotes nobody.

    `adopted` is the day of its adoption, empty where the file does not say it.
    `sha256` is the digest of the file's text, `meaning` of what it decides: rewording a message changes only the first.
    `written` is the file as it was read, so that it can be kept beside what it decided.
    """

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
    meaning: str = ""
    guarantees: tuple[Guarantee, ...] = ()
    written: str = field(default="", compare=False, repr=False)
    by_id: dict[str, Rule] = field(default_factory=dict, compare=False, repr=False)

    @property
    def reference(self) -> CharterReference:
        """What a verdict records of the charter that was applied."""
        return CharterReference(self.id, self.version, self.sha256, self.meaning)

    def without(self, lifted: Collection[str]) -> Charter:
        """Return the charter as it stands where people have lifted these refusals; what it asks for is never lifted."""
        if not lifted:
            return self
        kept = (rule for rule in self.rules if rule.effect is not Effect.FORBID or rule.id not in lifted)
        return replace(self, rules=tuple(kept))

    def fact(self, name: str) -> Fact | None:
        """Return what the file says of a fact, None where it says nothing."""
        return next((fact for fact in self.facts if fact.name == name), None)

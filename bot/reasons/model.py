"""A statement of reasons: plain values in the reader's language, for any platform to show."""

from __future__ import annotations

from dataclasses import dataclass

from bot.card.lines import Tone
from policy.verdict import Answer, CharterReference


@dataclass(frozen=True, slots=True)
class ReliedFact:
    """A fact that the opinion rests on or waits for, « Mention visible : non », and what speaks for it."""

    words: str
    support: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """The rule behind an opinion. Either `quote` or `paraphrase` is empty.

    `message` is empty where it is still open whether the rule applies: it would read as an accusation.
    `remarks` say so, and where the rule is only our reading of the text.
    """

    article: str
    title: str
    message: str
    quote: str
    paraphrase: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementOfReasons:
    """Why one file or text got a `forbidden` or `incomplete`.

    `sha256` is the file's, empty for a text. `entry` is the number of the opinion in the trail, None where it stands
    in none. `caution` tells that the charter has changed since, empty where it has not.
    """

    answer: Answer
    tone: Tone
    decision: str
    scope: str
    sha256: str
    facts: tuple[ReliedFact, ...]
    grounds: tuple[Ground, ...]
    automated: str
    way_out: tuple[str, ...]
    contest: tuple[str, ...]
    charter_title: str
    charter: CharterReference
    entry: int | None = None
    caution: str = ""

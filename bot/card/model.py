"""What a channel shows for a submission: the same content for the desk, Slack and Telegram.

Plain values in the reader's language. A platform renders them in its own blocks, keyboard or HTML and adds
no sentence of its own. Text that strangers wrote has already been cleaned to a single harmless line,
but it is text, not mark-up: escape it as the platform asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.card.lines import EvidenceLine, Tone
from policy.draft import Change


class Verb(StrEnum):
    """What a person can do on a card; every press is authorised again from the database."""

    STATE = "state"
    ANSWER = "answer"
    WITHOUT_ORIGINAL = "without-original"
    DECLARE = "declare"
    CORRECT = "correct"
    REVISE = "revise"
    ADD_LABEL = "add-label"
    APPROVE = "approve"
    REFUSE = "refuse"
    REQUEST_CHANGES = "request-changes"
    RETRACT = "retract"
    LIFT = "lift"
    BREAK_GLASS = "break-glass"
    REVIEW_GLASS = "review-glass"
    APPEAL = "appeal"
    RULE = "rule"
    ADD_CO_AUTHOR = "add-co-author"
    PUBLISH = "publish"
    CORRECT_PUBLICATION = "correct-publication"
    WITHDRAW = "withdraw"


class Style(StrEnum):
    """How prominent a button is."""

    PRIMARY = "primary"
    DANGER = "danger"
    PLAIN = "plain"


class FieldKind(StrEnum):
    """The kinds of input that all three platforms can offer."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    CHOICE = "choice"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form. `suggestions` are ready answers that a tap fills in, `value` what stands in it at first."""

    name: str
    label: str
    kind: FieldKind
    required: bool = False
    hint: str = ""
    options: tuple[Option, ...] = ()
    suggestions: tuple[str, ...] = ()
    max_length: int = 2_000
    value: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button. With `fields` it opens a small form first; with `confirm` it asks once more.

    `value` goes along with the verb (which answer, say); `asset` names the visual it is about, None for all.
    A `rare` one may stand behind « Autres gestes ».
    """

    verb: Verb
    label: str
    style: Style = Style.PLAIN
    value: str = ""
    asset: str | None = None
    confirm: str = ""
    fields: tuple[Field, ...] = ()
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """The rule behind an answer, in the charter's own words, and the way out."""

    article: str
    title: str
    quote: str
    message: str
    way_out: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Question:
    """What someone must still say, with one-tap answers."""

    text: str
    answers: tuple[Action, ...]
    asset: str | None = None


@dataclass(frozen=True, slots=True)
class Visual:
    """One file of the submission.

    `facts` is a line such as « PNG · 1 200 × 800 px · 750 ko »; `has_preview` tells whether a thumbnail exists;
    `nothing_found` and `not_looked` say what the other readers answered, kept apart on purpose. `absence` says what
    it means that there is no evidence: nothing was found, or it was erased; empty where nobody could look.
    `transport` says what the way to us may have taken from the file, empty where it is just as it was sent.
    """

    sha256: str
    name: str
    facts: str
    alternative: str
    has_preview: bool
    tone: Tone
    headline: str
    evidence: tuple[EvidenceLine, ...] = ()
    nothing_found: tuple[str, ...] = ()
    not_looked: tuple[str, ...] = ()
    absence: str = ""
    transport: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredUse:
    """One declared use of AI: its reference, such as `D-0007`, and what was declared, on one line."""

    reference: str
    words: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """The text that is to be published, just as it would be.

    `traces` say what a chatbot may have left in it and on which line, `clues` what looks unfinished. `labels` are the
    words that tell that AI served, `image_links` the pictures that it points to; `changes` compare it with the version
    before. `label` is ready to be pasted where one is missing.
    """

    text: str
    tone: Tone
    headline: str
    traces: tuple[str, ...] = ()
    clues: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    image_links: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the submission's story."""

    at: datetime
    text: str
    tone: Tone
    seq: int


@dataclass(frozen=True, slots=True)
class Card:
    """Everything a channel shows for one submission.

    `fingerprint` binds a press to what was on the screen; `stamp` is the trail's witness, « #776 · J2kC9f ».
    `busy` is True while the files are still being examined. `noted` is what rules that are only counted
    say of it, for whoever decides.
    `original_wanted` says that a file is a platform's copy, and that the original may still be handed in.
    `way_out` says in short what would be enough; `has_reasons` that a whole statement of them can be read.
    """

    reference: str
    revision: int
    fingerprint: str
    tone: Tone
    headline: str
    summary: str
    author: str
    opened_at: datetime
    visuals: tuple[Visual, ...]
    grounds: tuple[Ground, ...]
    questions: tuple[Question, ...]
    actions: tuple[Action, ...]
    notice: str
    story: tuple[Happening, ...]
    stamp: str
    note: str = ""
    busy: bool = False
    draft: DraftView | None = None
    declarations: tuple[DeclaredUse, ...] = ()
    noted: tuple[str, ...] = ()
    way_out: str = ""
    has_reasons: bool = False
    original_wanted: bool = False

"""The form on which a use of AI is declared or corrected, for every platform, and reading what came back."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from bot.card.model import Field, FieldKind, Option
from bot.declaration_words import checker_words, extent_words, place_words, purpose_words, sent_words
from bot.errors import UsageError
from bot.language import N_, Catalogue
from policy.declaration import TOOLS, Checker, Declaration, Extent, LabelPlace, Purpose

NAME_LENGTH = 120
SUBJECT_LENGTH = 300
CHECK_LENGTH = 500
"""Characters of the longest answer; a longer one is refused, never cut."""

_NEW = Declaration(purpose=Purpose.OTHER, tool="")
_SENT = {"yes": True, "no": False, "unknown": None}
_UNTICKED = {"", "0", "false"}
_TOOLS = {tool.casefold(): tool for tool in TOOLS}

Term = TypeVar("Term", bound=StrEnum)


class FieldName(StrEnum):
    """The fields of the form."""

    PURPOSE = "purpose"
    SUBJECT = "subject"
    TOOL = "tool"
    PROVIDER = "provider"
    EXTENT = "extent"
    PERSONAL_DATA_SENT = "personal_data_sent"
    CHECKER = "checker"
    CHECK = "check"
    LABEL = "label"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Problem:
    """One answer that can't be taken: which field, and what to do, as a msgid with the limit that it names."""

    field: str
    what: str
    most: int = 0

    def sentence(self, catalogue: Catalogue) -> str:
        """Return what to do about it."""
        return catalogue.say(self.what, most=catalogue.number(self.most))


class FormError(UsageError):
    """A form with answers that can't be taken; `problems` names each, so that it can stand next to its field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(N_("Some answers are missing, or can't be taken as they are."))
        self.problems = problems

    def sentence(self, catalogue: Catalogue) -> str:
        """Return every problem in one go, for a platform that can't put each next to its field."""
        labels = {field.name: field.label for field in declaration_fields(catalogue)}
        told = [f"{labels[problem.field]} {problem.sentence(catalogue)}" for problem in self.problems]
        return "\n".join([super().sentence(catalogue), *told])


def declaration_fields(
    catalogue: Catalogue, known: Declaration | None = None, *, attached: bool = False
) -> tuple[Field, ...]:
    """Return the fields of a new declaration, or filled in with one to correct.

    One that is `attached` to a submission need not say what it is about.
    """
    now = known or _NEW
    return (
        _choice(FieldName.PURPOSE, _labels(Purpose, purpose_words, catalogue), known, catalogue),
        Field(
            FieldName.SUBJECT,
            catalogue.say(N_("What is it about?")),
            FieldKind.LINE,
            required=not attached,
            hint=catalogue.say(N_("For instance “Leaflet on the crèches”. No person's name: the register is public.")),
            max_length=SUBJECT_LENGTH,
            value=now.subject,
        ),
        Field(
            FieldName.TOOL,
            catalogue.say(N_("With which tool?")),
            FieldKind.LINE,
            required=True,
            suggestions=tuple(TOOLS),
            max_length=NAME_LENGTH,
            value=now.tool,
        ),
        Field(
            FieldName.PROVIDER,
            catalogue.say(N_("Who provides it?")),
            FieldKind.LINE,
            hint=catalogue.say(N_("Leave it empty for well-known tools: it fills itself in.")),
            max_length=NAME_LENGTH,
            value=now.provider,
        ),
        _choice(FieldName.EXTENT, _labels(Extent, extent_words, catalogue), known, catalogue),
        _choice(FieldName.PERSONAL_DATA_SENT, _sent_labels(catalogue), known, catalogue),
        _choice(FieldName.CHECKER, _labels(Checker, checker_words, catalogue), known, catalogue),
        Field(
            FieldName.CHECK,
            catalogue.say(N_("Checked how?")),
            FieldKind.LINE,
            hint=catalogue.say(N_("Needed where somebody has checked it.")),
            suggestions=tuple(catalogue.say(text) for text in _CHECKS),
            max_length=CHECK_LENGTH,
            value=now.check,
        ),
        _choice(FieldName.LABEL, _labels(LabelPlace, place_words, catalogue), known, catalogue),
        Field(
            FieldName.PUBLIC,
            catalogue.say(N_("Show it in the public register")),
            FieldKind.TICK,
            hint=catalogue.say(N_("Without your name. Unticked, it stays among us.")),
            value="1" if now.public else "",
        ),
    )


def demanded(fields: tuple[Field, ...], answers: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields with all that these answers make necessary: nobody is let past what would be refused later."""
    if not _checked(answers):
        return fields
    return tuple(replace(field, required=True) if field.name == FieldName.CHECK else field for field in fields)


def _checked(answers: Mapping[str, str]) -> bool:
    """Whether somebody has checked the result, who then has to say how."""
    return answers.get(FieldName.CHECKER, "") in {checker.value for checker in Checker if checker is not Checker.NOBODY}


_CHECKS = (
    N_("Read in full, sources checked"),
    N_("Figures counted again by hand"),
    N_("Compared with the original"),
)
_QUESTIONS = {
    FieldName.PURPOSE: (N_("What did AI serve for?"), ""),
    FieldName.EXTENT: (N_("How far did it go?"), ""),
    FieldName.PERSONAL_DATA_SENT: (
        N_("Did personal data go out to it?"),
        N_("Names, addresses, messages of members, of residents…"),
    ),
    FieldName.CHECKER: (N_("Who checked the result?"), ""),
    FieldName.LABEL: (N_("Where does it say that AI served?"), N_("The ready label comes with the answer.")),
}


def _choice(name: FieldName, options: tuple[Option, ...], known: Declaration | None, catalogue: Catalogue) -> Field:
    question, hint = _QUESTIONS[name]
    return Field(
        name,
        catalogue.say(question),
        FieldKind.CHOICE,
        required=True,
        hint=catalogue.say(hint),
        options=options,
        value=_chosen(name, known) if known else "",
    )


def _chosen(name: FieldName, known: Declaration) -> str:
    if name is FieldName.PERSONAL_DATA_SENT:
        return next(word for word, sent in _SENT.items() if sent is known.personal_data_sent)
    return str(getattr(known, name))


def _labels(terms: Iterable[Term], words: Callable[[Term, Catalogue], str], catalogue: Catalogue) -> tuple[Option, ...]:
    return tuple(Option(term, words(term, catalogue)) for term in terms)


def _sent_labels(catalogue: Catalogue) -> tuple[Option, ...]:
    told = (Option(word, sent_words(sent, catalogue)) for word, sent in _SENT.items() if sent is not None)
    return (*told, Option("unknown", catalogue.say(N_("Don't know"))))


def read_declaration(answers: Mapping[str, str], *, attached: bool = False) -> Declaration:
    """Return the declaration that a form holds; whatever else it holds is passed over.

    Raises:
        FormError: some answers can't be taken; it names them all.
    """
    reading = _Reading(answers)
    tool = _known(reading.line(FieldName.TOOL, NAME_LENGTH, N_("Name the tool, in words."), required=True))
    checker = reading.term(FieldName.CHECKER, Checker)
    declaration = Declaration(
        purpose=reading.term(FieldName.PURPOSE, Purpose) or _NEW.purpose,
        tool=tool,
        provider=reading.line(FieldName.PROVIDER, NAME_LENGTH, N_("Name the company, in words."))
        or TOOLS.get(tool, ""),
        extent=reading.term(FieldName.EXTENT, Extent) or _NEW.extent,
        personal_data_sent=reading.sent(),
        checker=checker or _NEW.checker,
        check=reading.line(FieldName.CHECK, CHECK_LENGTH, N_("Say in a few words how."), required=_checked(answers)),
        label=reading.term(FieldName.LABEL, LabelPlace) or _NEW.label,
        subject=reading.line(
            FieldName.SUBJECT, SUBJECT_LENGTH, N_("Say what it is about, in words."), required=not attached
        ),
        public=answers.get(FieldName.PUBLIC, "") not in _UNTICKED,
    )
    if reading.problems:
        raise FormError(tuple(reading.problems))
    return declaration


def _known(tool: str) -> str:
    """Return a well-known tool as its makers write it, any other as it was typed."""
    return _TOOLS.get(tool.casefold(), tool)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads one answer after the other, and gathers what can't be taken."""

    answers: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def term(self, name: FieldName, terms: type[Term]) -> Term | None:
        """Return the chosen option, None where there is none of that value."""
        chosen = self.answers.get(name, "")
        if chosen not in {term.value for term in terms}:
            self.problems.append(Problem(name, N_("Choose one of the answers.")))
            return None
        return terms(chosen)

    def sent(self) -> bool | None:
        """Return whether personal data went out."""
        chosen = self.answers.get(FieldName.PERSONAL_DATA_SENT, "")
        if chosen not in _SENT:
            self.problems.append(Problem(FieldName.PERSONAL_DATA_SENT, N_("Choose one of the answers.")))
        return _SENT.get(chosen)

    def line(self, name: FieldName, most: int, refusal: str, *, required: bool = False) -> str:
        """Return a text on one line; `refusal` answers one that is missing, or has no letter and no digit."""
        text = _one_line(self.answers.get(name, ""))
        if len(text) > most:
            self.problems.append(Problem(name, N_("Shorten it: {most} characters at most."), most))
        elif not any(character.isalnum() for character in text) and (text or required):
            self.problems.append(Problem(name, refusal))
        return text


def _one_line(text: str) -> str:
    """Return the text with single spaces, without what no keyboard writes; what else it holds is kept as typed."""
    written = (" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in text)
    return " ".join("".join(written).split())

"""Opening a charter file; its mistakes are told in the reader's language, each with its line."""

from __future__ import annotations

from pathlib import Path

from bot.errors import VigieError
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from policy.charter.load import load_file, shipped
from policy.charter.model import Charter
from policy.charter.problem import CharterError, Mistake, Problem
from policy.charter.words import Key, term_words

_MISTAKES = {
    Mistake.NOT_READABLE: N_("the file “{subject}” can't be read"),
    Mistake.NOT_TEXT: N_("the file “{subject}” is no text in UTF-8"),
    Mistake.TOO_LARGE: N_("the file is too large for a charter"),
    Mistake.SYNTAX: N_(
        "this line can't be understood; look at its indentation, and put a text that has a colon or a comma "
        'between straight quotation marks, "like this"'
    ),
    Mistake.ANCHOR: N_("marks such as & and * are not used here; write the text out, or between quotation marks"),
    Mistake.TAG: N_("marks such as ! are not used here; write the text between quotation marks"),
    Mistake.DUPLICATE_KEY: N_("“{subject}” is there twice"),
    Mistake.NOT_A_MAPPING: N_("lines of the form “name: value” are expected here"),
    Mistake.NOT_A_LIST: N_("a list is expected here, each line beginning with a dash"),
    Mistake.NOT_A_WORD: N_("a text is expected here"),
    Mistake.MISSING_KEY: N_("“{subject}” is missing"),
    Mistake.UNKNOWN_KEY: N_("unknown word “{subject}”"),
    Mistake.UNKNOWN_FORMAT: N_("unknown format “{subject}”"),
    Mistake.UNKNOWN_FACT: N_("unknown fact “{subject}”"),
    Mistake.UNKNOWN_VALUE: N_("unknown value “{subject}”"),
    Mistake.UNKNOWN_ARTICLE: N_("unknown article “{subject}”"),
    Mistake.UNKNOWN_RULE: N_("unknown rule “{subject}”"),
    Mistake.DUPLICATE_RULE: N_("two rules are named “{subject}”"),
    Mistake.EMPTY_CONDITION: N_("this condition is empty, so it would always hold"),
    Mistake.NO_WAY_OUT: N_("the rule “{subject}” forbids without saying what to do instead; add “way out”"),
    Mistake.NO_SOURCE: N_("the adopted text “{subject}” is not beside the charter"),
    Mistake.TAB: N_("there is a tab on this line; put spaces in its place"),
    Mistake.COMMA: N_(
        "the comma before “{subject}” cuts the text in two; put the whole text between straight quotation marks, "
        '"like this"'
    ),
    Mistake.TOO_FEW_CHOICES: N_("a fact needs at least two different choices, for instance yes/no"),
    Mistake.DERIVED_FACT: N_(
        "Vigie establishes the fact “{subject}” by itself; remove its “choices”, or give your fact another name"
    ),
    Mistake.ANSWERED_BY_VIGIE: N_(
        "Vigie can't know the fact “{subject}”, which is the charter's own; name who answers, for instance “author”"
    ),
    Mistake.QUOTE_AND_PARAPHRASE: N_("the rule “{subject}” has both a quote and a paraphrase; keep one of them"),
    Mistake.MISQUOTED: N_("the quote of the rule “{subject}” is not in the adopted text"),
}
_MOST = 20
"""How many mistakes are told at once."""


class CharterFileError(VigieError):
    """A charter file that can't be applied, with the line of each mistake."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(N_("The charter can't be applied as it is written:"))
        self._problems = problems

    def sentence(self, catalogue: Catalogue) -> str:
        """Return the mistakes, one a line."""
        told = [_problem(problem, catalogue) for problem in self._problems[:_MOST]]
        return "\n".join([super().sentence(catalogue), *(f"  {line}" for line in told)])


def open_charter(path: Path | None) -> Charter:
    """Return the charter of a file, or the one that ships with Vigie.

    Raises:
        CharterFileError: the file can't be read, or has mistakes.
    """
    try:
        return load_file(path) if path else shipped()
    except CharterError as error:
        raise CharterFileError(error.problems) from error


def _problem(problem: Problem, catalogue: Catalogue) -> str:
    text = catalogue.say(_MISTAKES[problem.mistake], subject=one_line(_subject(problem, catalogue)))
    if problem.line:
        text = catalogue.say(N_("line {number}: {text}"), number=problem.line, text=text)
    if problem.suggestion:
        text = catalogue.say(N_("{text}; did you mean “{word}”?"), text=text, word=one_line(problem.suggestion))
    elif problem.mistake is Mistake.UNKNOWN_FACT:
        text = catalogue.say(N_("{text}; a fact of your own stands under “facts”, with its “choices”"), text=text)
    return text


def _subject(problem: Problem, catalogue: Catalogue) -> str:
    """Return what a problem is about; a word that is missing is not in the file, so it is told in the reader's."""
    if problem.mistake is Mistake.MISSING_KEY:
        return term_words(Key(problem.subject), catalogue.language)
    return problem.subject

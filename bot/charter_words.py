"""What the command line says of a charter: its quotes and examples, and the headings around it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from policy.charter.lint import CheckResult, ExampleResult
from policy.charter.model import Charter
from policy.charter.show import Headings
from policy.charter.words import term_words
from policy.verdict import Effect

_EFFECTS = {
    Effect.FORBID: N_("Forbids"),
    Effect.REQUIRE_STATEMENT: N_("Asks for the origin"),
    Effect.REQUIRE_DECLARATION: N_("Asks for a declaration"),
    Effect.REQUIRE_LABEL: N_("Asks for a label"),
    Effect.REQUIRE_APPROVAL: N_("Asks for a person's decision"),
    Effect.PERMIT: N_("Permits"),
}


def check_lines(charter: Charter, result: CheckResult, catalogue: Catalogue) -> Iterator[str]:
    """Yield what the check found: what is wrong first, then the sum."""
    say = catalogue.say
    for rule in result.misquoting:
        yield "✖ " + say(N_("The quote of the rule “{rule}” is not in the adopted text."), rule=rule)
    for rule in result.waived:
        yield "• " + say(N_("The quote of the rule “{rule}” can't be checked; the file says so."), rule=rule)
    for example in result.examples:
        if not example.passed:
            yield "✖ " + _failed(example, catalogue)
    if result.passed:
        yield "✔ " + say(
            N_("{title}, version {version}: {rules} rules, {examples} examples, all as expected."),
            title=charter.title[catalogue.language],
            version=charter.version,
            rules=len(charter.rules),
            examples=len(result.examples),
        )


def _failed(result: ExampleResult, catalogue: Catalogue) -> str:
    return catalogue.say(
        N_("Example “{name}”: expected {expected} {expected_rules}, found {found} {found_rules}."),
        name=one_line(result.example.name),
        expected=term_words(result.example.answer, catalogue.language),
        expected_rules=_listed(result.example.rules),
        found=term_words(result.answer, catalogue.language),
        found_rules=_listed(result.rules),
    )


def _listed(rules: tuple[str, ...] | None) -> str:
    return "" if rules is None else f"[{', '.join(rules)}]"


def headings(catalogue: Catalogue) -> Headings:
    """Return the words around the charter's own."""
    number = "{number}"
    return Headings(
        article=catalogue.say(N_("Article {number}"), number=number),
        version=catalogue.say(N_("version {number}"), number=number),
        effects={effect: catalogue.say(text) for effect, text in _EFFECTS.items()},
        observed=catalogue.say(N_("Only counted for now")),
        unverified=catalogue.say(N_("quote not found in the adopted text")),
        no_rule=catalogue.say(N_("No rule of Vigie rests on this article.")),
    )

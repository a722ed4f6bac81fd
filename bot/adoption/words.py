"""What a changed charter would alter, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.card.people_words import role_words
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from policy.charter.model import Charter
from policy.charter.replay import Difference, Group
from policy.charter.words import term_words
from policy.verdict import Answer, Approval

_MESSAGE_LENGTH = 140


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One kind of change, and submissions that it would touch: all of them unless there are `more`."""

    text: str
    references: tuple[str, ...]
    more: bool


def scope(before: Charter, after: Charter, catalogue: Catalogue) -> str:
    """Say whether a change goes beyond words."""
    if before.meaning == after.meaning:
        return catalogue.say(N_("Only words change: no opinion becomes another one, and no approval lapses."))
    return catalogue.say(N_("What the rules decide changes: everything that is open will be judged again."))


def summary(found: Difference, catalogue: Catalogue) -> str:
    """Say how much would change."""
    if not found.verdicts:
        return catalogue.say(N_("There is no opinion yet to compare with: nothing would change."))
    if not found.touched:
        return catalogue.count(
            "Of {number} opinion given so far, nothing would change.",
            "Of {number} opinions given so far, nothing would change.",
            found.verdicts,
        )
    return catalogue.count(
        "Of the opinions given so far ({all}), {number} would change:",
        "Of the opinions given so far ({all}), {number} would change:",
        found.touched,
        all=catalogue.number(found.verdicts),
    )


def change_lines(found: Difference, before: Charter, after: Charter, catalogue: Catalogue) -> Iterator[ChangeLine]:
    """Yield each kind of change: answers first, then the rules behind them, then who has to approve."""
    for answers in found.answers:
        yield _line(
            answers,
            catalogue.count(
                "{number} opinion would go from “{before}” to “{after}”.",
                "{number} opinions would go from “{before}” to “{after}”.",
                answers.count,
                before=_answer(answers.what[0], catalogue),
                after=_answer(answers.what[1], catalogue),
            ),
        )
    yield from _rules(found, before, after, catalogue)
    for approvals in found.approvals:
        yield _line(
            approvals,
            catalogue.count(
                "{number} opinion would ask for other approvals: {after}, in the place of: {before}.",
                "{number} opinions would ask for other approvals: {after}, in the place of: {before}.",
                approvals.count,
                before=_approvals(approvals.what[0], catalogue),
                after=_approvals(approvals.what[1], catalogue),
            ),
        )


def replay_lines(found: Difference, before: Charter, after: Charter, catalogue: Catalogue) -> Iterator[str]:
    """Yield what `vigie charter replay` prints."""
    yield catalogue.say(
        N_("{title}: version {after}, beside version {before} that is in force."),
        title=after.title[catalogue.language],
        after=one_line(after.version),
        before=one_line(before.version),
    )
    if before.sha256 == after.sha256:
        yield catalogue.say(N_("It is the charter in force, to the letter."))
    else:
        yield scope(before, after, catalogue)
    yield summary(found, catalogue)
    for line in change_lines(found, before, after, catalogue):
        yield f"  • {line.text} ({', '.join(line.references)}{', …' if line.more else ''})"


def _rules(found: Difference, before: Charter, after: Charter, catalogue: Catalogue) -> Iterator[ChangeLine]:
    for group in found.starting:
        yield _line(
            group,
            catalogue.count(
                "This rule would bear on {number} more opinion: “{rule}”",
                "This rule would bear on {number} more opinions: “{rule}”",
                group.count,
                rule=_message(after, group.what, catalogue),
            ),
        )
    for group in found.ending:
        yield _line(
            group,
            catalogue.count(
                "This rule would no longer bear on {number} opinion: “{rule}”",
                "This rule would no longer bear on {number} opinions: “{rule}”",
                group.count,
                rule=_message(before, group.what, catalogue),
            ),
        )
    for group in found.observed:
        yield _line(
            group,
            catalogue.count(
                "This rule, only counted for now, would be counted on {number} more opinion: “{rule}”",
                "This rule, only counted for now, would be counted on {number} more opinions: “{rule}”",
                group.count,
                rule=_message(after, group.what, catalogue),
            ),
        )


def _line(group: Group[Any], text: str) -> ChangeLine:
    return ChangeLine(text, group.references, more=group.count > len(group.references))


def _answer(answer: Answer, catalogue: Catalogue) -> str:
    """Return an answer as the charter file calls it, with the apostrophe of a printed page."""
    return term_words(answer, catalogue.language).replace("'", "’")


def _message(charter: Charter, rule: str, catalogue: Catalogue) -> str:
    return one_line(charter.by_id[rule].message[catalogue.language], _MESSAGE_LENGTH)


def _approvals(approvals: tuple[Approval, ...], catalogue: Catalogue) -> str:
    told = [f"{need.count} × {catalogue.say(role_words(need.role))}" for need in dict.fromkeys(approvals)]
    return " + ".join(told) or catalogue.say(N_("nobody in particular"))

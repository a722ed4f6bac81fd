"""What `vigie explain` prints: the evidence of a file, or what was said of a submission, and the reasons in full."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.card.people_words import person_words
from bot.card.story import claim_words
from bot.charter_file import open_charter
from bot.charter_in_force import present_charter
from bot.cli.paper import Paper
from bot.foreign_text import one_line
from bot.language import N_
from bot.people import roster
from bot.reasons import StatementOfReasons, reasons_of_case, reasons_of_file
from bot.verification import installed_database
from bot.workflow.guards import found_case
from policy.charter.judge import verdict_for
from policy.charter.words import value_words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from bot.case import Case
    from bot.cli.entry import Context
    from bot.cli.reading import Reading
    from bot.language import Catalogue
    from bot.people import Roster
    from policy.charter.model import Charter


def explain_files(reading: Reading, chosen: argparse.Namespace, context: Context) -> int:
    """Print all that was read, looked for in vain, and could not be read; then the reasons for the verdict."""
    charter = open_charter(chosen.charter or context.settings.charter)
    paper = Paper(context.catalogue, sys.stdout)
    for read in reading:
        verdict = verdict_for(charter, read.examination, None)
        paper.write(read.path, read.examination, verdict, charter, whole=True)
        if found := reasons_of_file(read.path.name, read.examination, verdict, charter, context.catalogue):
            _write(found, paper, context.catalogue)
    return 0


def _charter_for(connection: Connection, chosen: argparse.Namespace, context: Context) -> Charter:
    if chosen.charter:
        return open_charter(chosen.charter)
    return present_charter(connection, lambda: open_charter(context.settings.charter))


def explain_submission(reference: str, chosen: argparse.Namespace, context: Context) -> int:
    """Print what people said of a submission, and the reasons for the opinion on each of its files and its text."""
    with installed_database(context.settings) as database, database.reading() as connection:
        case = found_case(connection, reference)
        charter = _charter_for(connection, chosen, context)
        people = roster(connection)
    paper = Paper(context.catalogue, sys.stdout)
    paper.line(case.reference)
    for line in _said(case, people, context.catalogue):
        paper.text(line)
    paper.line()
    statements = reasons_of_case(case, charter, context.catalogue)
    for reasons in statements:
        _write(reasons, paper, context.catalogue)
    if not statements:
        paper.text(
            context.catalogue.say(N_("No opinion here is unfavourable or reserved: there are no reasons to give."))
        )
    return 0


def _said(case: Case, people: Roster, catalogue: Catalogue) -> Iterator[str]:
    """Yield who submitted it, the word on each file, and the declared uses of AI."""
    author = person_words(people.name(case.author), catalogue)
    yield catalogue.say(N_("By {name}, {moment}."), name=author, moment=catalogue.moment(case.opened_at))
    for asset in case.assets:
        name = one_line(asset.name) or catalogue.say(N_("unnamed file"))
        if asset.statement:
            parts = [claim_words(asset.statement.claim, catalogue), asset.statement.tool, asset.statement.note]
            words = " · ".join(one_line(part, 160) for part in parts if part)
        else:
            words = catalogue.say(N_("nothing stated"))
        yield catalogue.say(N_("{what}: {why}"), what=name, why=words)
    for item in case.standing:
        purpose = value_words(item.declaration.purpose)[catalogue.language]
        yield " · ".join(filter(None, (item.reference, one_line(item.declaration.tool), purpose)))


def _write(reasons: StatementOfReasons, paper: Paper, catalogue: Catalogue) -> None:
    """Print one statement of reasons."""
    say = catalogue.say
    paper.line(say(N_("Reasons for the opinion")))
    paper.text(reasons.decision)
    paper.text(reasons.scope)
    if reasons.sha256:
        paper.text(f"sha256 {reasons.sha256}")
    _part(say(N_("Way out")), reasons.way_out, paper)
    paper.text(say(N_("What the charter says")), indent=2)
    for ground in reasons.grounds:
        remarks = f" ({', '.join(ground.remarks)})" if ground.remarks else ""
        paper.text(" — ".join(part for part in (ground.article, ground.title) if part) + remarks)
        for part in filter(None, (ground.message, _quoted(ground.quote, catalogue), ground.paraphrase)):
            paper.text(part, indent=6)
    paper.text(say(N_("Facts relied on")), indent=2)
    for fact in reasons.facts:
        paper.text(f"– {fact.words}")
        for line in fact.support:
            paper.text(line, indent=6)
    _part(say(N_("How it was made")), (reasons.automated,), paper)
    _part(say(N_("Contesting it")), reasons.contest, paper)
    _part(say(N_("Charter")), tuple(_charter(reasons, catalogue)), paper)
    paper.line()


def _part(heading: str, lines: tuple[str, ...], paper: Paper) -> None:
    if lines:
        paper.text(heading, indent=2)
    for line in lines:
        paper.text(line)


def _charter(reasons: StatementOfReasons, catalogue: Catalogue) -> Iterator[str]:
    version = catalogue.say(N_("version {number}"), number=reasons.charter.version)
    yield f"{reasons.charter_title} ({reasons.charter.id}), {version}"
    yield f"sha256 {reasons.charter.sha256}"
    if reasons.entry:
        yield catalogue.say(N_("Opinion: entry {number} of the journal"), number=reasons.entry)
    if reasons.caution:
        yield reasons.caution


def _quoted(quote: str, catalogue: Catalogue) -> str:
    return catalogue.say(N_("“{words}”"), words=quote) if quote else ""

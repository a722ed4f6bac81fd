"""From a verdict and what it was derived from to its statement of reasons."""

from __future__ import annotations

from collections.abc import Iterator

from bot.card.lines import Tone
from bot.case import Case
from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from bot.reasons.facts import fact_words, relied_on
from bot.reasons.grounds import contest, grounds, ways_out
from bot.reasons.model import ReliedFact, StatementOfReasons
from bot.reasons.sources import Sources, opinion_on, sources_of_asset, sources_of_draft
from bot.reasons.support import Support
from policy.charter.model import Charter
from policy.evidence import Examination
from policy.verdict import Answer, Verdict

_DECISIONS = {
    Answer.FORBIDDEN: N_("Unfavourable opinion: as it stands, this can't be approved."),
    Answer.INCOMPLETE: N_("Reserved opinion: a person can decide once what is missing is there."),
}
_NAME_LENGTH = 120


def reasons_of_case(case: Case, charter: Charter, catalogue: Catalogue) -> tuple[StatementOfReasons, ...]:
    """Return the statement of reasons of each file of a submission, then of its text, wherever one is due."""
    return tuple(_of_case(case, charter, catalogue))


def reasons_of_file(
    name: str, examination: Examination, verdict: Verdict, charter: Charter, catalogue: Catalogue
) -> StatementOfReasons | None:
    """Return the reasons for the verdict on a file that nobody has said anything of, None where none are due."""
    scope = catalogue.say(N_("The file “{name}”"), name=one_line(name, _NAME_LENGTH))
    return _statement(
        verdict, charter, catalogue, Sources(examination=examination), scope=scope, sha256=examination.sha256
    )


def short(reasons: StatementOfReasons) -> str:
    """Return the way out in one sentence, for a card."""
    return reasons.way_out[0] if reasons.way_out else ""


def _of_case(case: Case, charter: Charter, catalogue: Catalogue) -> Iterator[StatementOfReasons]:
    known: dict[str, str | int] = {"reference": case.reference, "number": case.revision}
    for asset in {asset.sha256: asset for asset in case.assets}.values():
        name = one_line(asset.name, _NAME_LENGTH) or catalogue.say(N_("unnamed file"))
        scope = catalogue.say(N_("The file “{name}” of {reference}, version {number}"), name=name, **known)
        found = _statement(
            asset.verdict,
            charter,
            catalogue,
            sources_of_asset(case, asset),
            scope=scope,
            sha256=asset.sha256,
            entry=opinion_on(case, asset.sha256),
        )
        if found:
            yield found
    if case.draft:
        scope = catalogue.say(N_("The text of {reference}, version {number}"), **known)
        verdict, entry = case.draft.verdict, opinion_on(case, None)
        if found := _statement(verdict, charter, catalogue, sources_of_draft(case), scope=scope, entry=entry):
            yield found


def _statement(
    verdict: Verdict | None,
    charter: Charter,
    catalogue: Catalogue,
    sources: Sources,
    *,
    scope: str,
    sha256: str = "",
    entry: int | None = None,
) -> StatementOfReasons | None:
    if verdict is None or verdict.answer not in _DECISIONS:
        return None
    changed = verdict.charter.sha256 != charter.sha256
    return StatementOfReasons(
        answer=verdict.answer,
        tone=Tone.STOP if verdict.answer is Answer.FORBIDDEN else Tone.ASK,
        decision=catalogue.say(_DECISIONS[verdict.answer]),
        scope=scope,
        sha256=sha256,
        facts=_facts(verdict, charter, catalogue, Support(sources, catalogue)),
        grounds=grounds(verdict, charter, catalogue),
        automated=catalogue.say(
            N_("Vigie computed this opinion from written rules; no AI judges. A person decides, and never the author.")
        ),
        way_out=ways_out(verdict, charter, catalogue, is_text=sources.is_text),
        contest=contest(verdict, charter, catalogue, found=sources.marked),
        charter_title=charter.title[catalogue.language],
        charter=verdict.charter,
        entry=entry,
        caution=catalogue.say(
            N_("The charter has changed since this opinion: its rules are quoted here as they stand now.")
        )
        if changed
        else "",
    )


def _facts(verdict: Verdict, charter: Charter, catalogue: Catalogue, support: Support) -> tuple[ReliedFact, ...]:
    known = dict(verdict.facts)
    return tuple(
        ReliedFact(fact_words(name, known.get(name), charter, catalogue), support.of(name))
        for name in relied_on(verdict, charter)
    )

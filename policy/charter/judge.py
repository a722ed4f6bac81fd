"""Holding facts against a charter. The answer is an opinion with its grounds; no rule can approve.

A rule whose condition is unknown leaves the answer `incomplete`, whatever else holds, unless a refusal is certain.
"""

from __future__ import annotations

from dataclasses import replace

from policy.charter.logic import Facts, answer, findings
from policy.charter.model import Charter, Mode
from policy.charter.questions import questions
from policy.declaration import Declaration
from policy.evidence import Examination
from policy.facts import NOTHING_SAID, Said, derive, derive_draft, derive_use
from policy.statement import Statement
from policy.verdict import Answer, Verdict

TYPE_CHECKING = False  # the analysis of drafts is not loaded where only files are read
if TYPE_CHECKING:
    from policy.draft import DraftAnalysis


NOTHING_LIFTED: frozenset[str] = frozenset()


def verdict_for(
    charter: Charter,
    examination: Examination,
    statement: Statement | None,
    said: Said = NOTHING_SAID,
    lifted: frozenset[str] = NOTHING_LIFTED,
) -> Verdict:
    """Return what the charter says of one examined file and its author's word on it."""
    verdict = judge(charter, derive(examination, statement, said), lifted)
    return verdict if examination.readable else replace(verdict, answer=Answer.UNREADABLE, rules=(), missing=())


def verdict_for_draft(
    charter: Charter,
    analysis: DraftAnalysis,
    said: Said = NOTHING_SAID,
    lifted: frozenset[str] = NOTHING_LIFTED,
) -> Verdict:
    """Return what the charter says of a draft text and what was declared of it."""
    return judge(charter, derive_draft(analysis, said), lifted)


def verdict_for_use(charter: Charter, declaration: Declaration) -> Verdict:
    """Return what the charter says of a declared use of AI by itself."""
    return judge(charter, derive_use(declaration))


def judge(charter: Charter, facts: Facts, lifted: frozenset[str] = NOTHING_LIFTED) -> Verdict:
    """Return what the charter says of some facts; a fact that is not there is unknown.

    `lifted` names rules whose refusal people have lifted: they forbid no more, every other rule speaks as before.
    """
    charter = charter.without(lifted)
    found = findings(charter, facts)
    binding = [finding for finding in found if finding.rule.mode is Mode.ENFORCE]
    forbidding = [finding for finding in binding if finding.forbids]
    blocking = forbidding or [finding for finding in binding if finding.blocks]
    return Verdict(
        answer=answer(binding),
        rules=tuple(finding.fired for finding in sorted(blocking, key=lambda finding: not finding.certain)),
        missing=() if forbidding else questions(charter, blocking, facts),
        charter=charter.reference,
        facts=tuple(sorted(facts.items())),
        approvals=tuple(finding.rule.approval for finding in binding if finding.rule.approval),
        observed=tuple(finding.fired for finding in found if finding.rule.mode is Mode.OBSERVE),
        lifted=tuple(sorted(lifted)),
    )

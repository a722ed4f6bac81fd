"""What people can do. Each function is one transaction; the trail entry is the act itself.

Nobody acts above their role: every function looks the person's role up in the trail again, whatever a button said.
"""

from __future__ import annotations

from bot.workflow.appealing import appeal, rule_on
from bot.workflow.breaking_glass import break_glass, review_glass
from bot.workflow.co_authoring import add_co_author
from bot.workflow.deciding import REGRET, Review, decide, lift, retract
from bot.workflow.declaring import correct, declare, withdraw_declaration
from bot.workflow.delegating import delegate, end_delegation
from bot.workflow.drafting import DRAFT_LENGTH, add_label, answer, revise
from bot.workflow.expiring import expire
from bot.workflow.publishing import correct_publication, publish
from bot.workflow.renewing import Words, renew, source_gone
from bot.workflow.stating import state
from bot.workflow.submitting import FILES_AT_ONCE, Received, submit, withdraw
from bot.workflow.without_original import go_without_original

__all__ = [
    "DRAFT_LENGTH",
    "FILES_AT_ONCE",
    "REGRET",
    "Received",
    "Review",
    "Words",
    "add_co_author",
    "add_label",
    "answer",
    "appeal",
    "break_glass",
    "correct",
    "correct_publication",
    "decide",
    "declare",
    "delegate",
    "end_delegation",
    "expire",
    "go_without_original",
    "lift",
    "publish",
    "renew",
    "retract",
    "review_glass",
    "revise",
    "rule_on",
    "source_gone",
    "state",
    "submit",
    "withdraw",
    "withdraw_declaration",
]

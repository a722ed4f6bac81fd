"""What people can do. Each function is one transaction; the trail entry is the act itself.

Nobody acts above their role: every function looks the person's role up in the trail again, whatever a button said.
"""

from __future__ import annotations

from bot.workflow.deciding import REGRET, Review, decide, retract
from bot.workflow.declaring import correct, declare, withdraw_declaration
from bot.workflow.drafting import DRAFT_LENGTH, add_label, answer, revise
from bot.workflow.stating import state
from bot.workflow.submitting import FILES_AT_ONCE, Received, submit, withdraw

__all__ = [
    "DRAFT_LENGTH",
    "FILES_AT_ONCE",
    "REGRET",
    "Received",
    "Review",
    "add_label",
    "answer",
    "correct",
    "decide",
    "declare",
    "retract",
    "revise",
    "state",
    "submit",
    "withdraw",
    "withdraw_declaration",
]

"""What people here have decided already of exactly these bytes: said at once, to whoever sends them again."""

from __future__ import annotations

from bot.case import Case
from bot.gate.asking import Answer, exactly
from bot.gate.standing import Standing
from bot.gate.words import sentence
from bot.house import House
from bot.language import Catalogue

_SETTLED = {Standing.APPROVED, Standing.CORRECTED, Standing.REFUSED, Standing.FORBIDDEN}
"""Where a file stands of which the last word was said."""


def said_before(house: House, case: Case, catalogue: Catalogue) -> str:
    """Return what was decided elsewhere of a submission's files, a line for each; empty for none."""
    now = house.clock()
    with house.database.reading() as connection:
        answers = [(file, exactly(connection, file.sha256, now)) for file in case.assets]
    told = [(file, sentence(answer, catalogue)) for file, answer in answers if _is_settled(answer, case.reference)]
    named = len(case.assets) > 1
    return "\n".join(f"{file.name}: {words}" if named and file.name else words for file, words in told)


def _is_settled(answer: Answer, own: str) -> bool:
    return answer.word is not None and answer.word.standing in _SETTLED and answer.word.reference != own

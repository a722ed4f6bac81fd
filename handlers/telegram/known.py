"""What people here have decided already of exactly these bytes: said at once, to whoever sends them again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.delivery.events import File
from bot.gate.asking import Answer, exactly
from bot.gate.standing import Standing
from bot.gate.words import sentence
from bot.house import House
from bot.language import Catalogue

_SETTLED = {Standing.APPROVED, Standing.CORRECTED, Standing.REFUSED, Standing.FORBIDDEN}
"""Where a file stands of which the last word was said."""


def said_before(house: House, files: Sequence[File], catalogue: Catalogue) -> str:
    """Return what was decided of files before, a line for each of which something was; empty for none."""
    now = house.clock()
    with house.database.reading() as connection:
        answers = [(file, exactly(connection, file.sha256, now)) for file in files]
    told = [(file, sentence(answer, catalogue)) for file, answer in answers if _is_settled(answer)]
    named = len(files) > 1
    return "\n".join(f"{file.name}: {words}" if named and file.name else words for file, words in told)


def _is_settled(answer: Answer) -> bool:
    return answer.word is not None and answer.word.standing in _SETTLED

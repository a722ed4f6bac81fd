"""The charter file beside the charter in force: the same, a change to be decided on, or one with mistakes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.adoption.standing import Proposed, standing
from bot.charter_file import CharterFileError, open_charter
from bot.charter_findings import check_lines
from bot.charter_replay import difference
from bot.errors import VigieError
from bot.house import House
from bot.language import N_, Catalogue
from policy.charter.lint import CheckResult, check
from policy.charter.model import Charter
from policy.charter.replay import Difference


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that can't be applied; Vigie goes on with the charter in force."""

    error: VigieError


@dataclass(frozen=True, slots=True)
class Proposal:
    """A file that says something else than the charter in force, `present`, and what it would change.

    `proposed` is who has proposed this very text already, None where nobody has.
    """

    charter: Charter
    present: Charter
    difference: Difference
    proposed: Proposed | None

    @property
    def reworded(self) -> bool:
        """Whether only words change: no verdict can."""
        return self.charter.meaning == self.present.meaning


class FailedCheckError(VigieError):
    """A charter that can be read, but does not hold what it promises: quotes, examples, guarantees."""

    def __init__(self, charter: Charter, result: CheckResult) -> None:
        super().__init__(N_("The charter does not stand its own check:"))
        self._charter, self._result = charter, result

    def sentence(self, catalogue: Catalogue) -> str:
        """Return what failed, one a line."""
        return "\n".join([super().sentence(catalogue), *check_lines(self._charter, self._result, (), catalogue)])


def pending(house: House) -> Proposal | Broken | None:
    """Return what the charter file would change, its mistakes, or None where it is the charter in force."""
    present = house.charter
    try:
        charter = file_charter(house)
    except (CharterFileError, FailedCheckError) as error:
        return Broken(error)
    if same_text(charter, present):
        return None
    with house.database.reading() as connection:
        proposed = standing(connection)
        return Proposal(
            charter=charter,
            present=present,
            difference=difference(connection, present, charter),
            proposed=proposed if proposed and same_text(proposed.charter, charter) else None,
        )


def file_charter(house: House) -> Charter:
    """Return the charter of the file, which was checked unless it is the one in force.

    Raises:
        CharterFileError: the file can't be read, or has mistakes.
        FailedCheckError: it does not stand its own check.
    """
    charter = open_charter(house.settings.charter)
    if not same_text(charter, house.charter):
        result = check(charter)
        if not result.passed:
            raise FailedCheckError(charter, result)
    return charter


def same_text(one: Charter, other: Charter) -> bool:
    """Whether two charters are the same to the letter, and quote the same adopted text."""
    return (one.sha256, one.source) == (other.sha256, other.source)

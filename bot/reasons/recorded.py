"""The reasons behind a submission that stands in the trail."""

from __future__ import annotations

from bot.errors import NotFoundError
from bot.house import House
from bot.language import N_, Catalogue
from bot.reasons.model import StatementOfReasons
from bot.reasons.statement import reasons_of_case
from bot.workflow.guards import found_case


def recorded_reasons(house: House, reference: str, catalogue: Catalogue) -> tuple[StatementOfReasons, ...]:
    """Return the statements of reasons of a submission.

    Raises:
        NotFoundError: there is no such submission, or nothing in it stands against a review.
    """
    with house.database.reading() as connection:
        case = found_case(connection, reference)
    if found := reasons_of_case(case, house.charter, catalogue):
        return found
    raise NotFoundError(
        N_("There are no reasons to give for {reference}."),
        N_("Reasons are given for an unfavourable or a reserved opinion; its card says where it stands."),
        reference=case.reference,
    )

from __future__ import annotations

import pytest

from bot.errors import NotAllowedError, NotFoundError, SetupError, StaleError, UnexpectedError, UsageError, VigieError
from bot.language import Catalogue
from policy.language import Language

FRENCH, ENGLISH = Catalogue(Language.FRENCH), Catalogue(Language.ENGLISH)


def test_an_error_says_what_happened_and_what_to_do_in_the_readers_language() -> None:
    error = NotAllowedError("Your role does not let you decide.", "Ask for the role of reviewer.")
    assert (
        error.sentence(FRENCH) == "Votre rôle ne vous permet pas de décider. Demandez le rôle de relecteur\u00b7rice."
    )
    assert error.sentence(ENGLISH) == "Your role does not let you decide. Ask for the role of reviewer."


def test_an_error_without_a_remedy_is_one_sentence() -> None:
    assert NotFoundError("This submission has no such file.").sentence(ENGLISH) == "This submission has no such file."


def test_the_log_gets_the_english_sentence_with_its_values() -> None:
    error = UsageError("A name has 1 to {most} characters.", most=80)
    assert str(error) == "A name has 1 to 80 characters."
    assert error.sentence(FRENCH) == "Un nom compte de 1 à 80 caractères."


def test_a_value_with_braces_stays_a_value() -> None:
    error = NotFoundError("There is no submission {reference}.", reference="{x} {0!r} {")
    assert str(error) == "There is no submission {x} {0!r} {."
    assert "{x} {0!r} {" in error.sentence(FRENCH)


def test_our_own_fault_carries_a_reference_that_the_person_can_quote() -> None:
    one, other = UnexpectedError(), UnexpectedError()
    assert one.reference != other.reference
    assert f"(référence {one.reference})" in one.sentence(FRENCH)
    assert one.reference in str(one)


@pytest.mark.parametrize(
    ("kind", "code"), [(UsageError, 2), (NotFoundError, 1), (NotAllowedError, 1), (StaleError, 1), (SetupError, 1)]
)
def test_every_error_is_of_the_family_and_has_its_exit_code(kind: type[VigieError], code: int) -> None:
    assert issubclass(kind, VigieError)
    assert kind("x").exit_code == code

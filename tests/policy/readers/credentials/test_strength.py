"""What each validation code makes of a signature, and when an ingredient is read alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policy.evidence import Strength
from policy.readers.credentials.confirmation import confirmed
from policy.readers.credentials.store import PARENT, Codes, Ingredient, Manifest, Store
from policy.readers.credentials.strength import strength_of

TRUSTED = "signingCredential.trusted"
TOP = Manifest("top", ingredients=(Ingredient(PARENT, "inner"),))
MANIFESTS = {"top": TOP, "inner": Manifest("inner")}


def about(label: str, *codes: str) -> Codes:
    return {label: codes}


@pytest.mark.parametrize(
    ("failures", "strength"),
    [
        ((), Strength.TRUSTED),
        (("signingCredential.untrusted",), Strength.SIGNED),
        (("signingCredential.expired",), Strength.SIGNED),
        (("timeStamp.mismatch",), Strength.SIGNED),
        (("assertion.action.ingredientMismatch",), Strength.SIGNED),
        (("assertion.missing",), Strength.SIGNED),
        (("claimSignature.missing",), Strength.UNSIGNED),
        (("claim.missing",), Strength.UNSIGNED),
        (("signingCredential.invalid",), Strength.UNSIGNED),
        (("assertion.dataHash.mismatch",), Strength.BROKEN),
        (("assertion.bmffHash.mismatch",), Strength.BROKEN),
        (("assertion.boxesHash.mismatch",), Strength.BROKEN),
        (("assertion.hashedURI.mismatch",), Strength.BROKEN),
        (("claimSignature.mismatch",), Strength.BROKEN),
        (("ingredient.manifest.mismatch",), Strength.BROKEN),
        (("claimSignature.missing", "claimSignature.mismatch"), Strength.BROKEN),
    ],
)
def test_only_a_mismatch_breaks_and_any_failure_costs_trust(failures: tuple[str, ...], strength: Strength) -> None:
    store = Store("top", MANIFESTS, about("top", TRUSTED), about("top", *failures))
    assert strength_of(store, "top") is strength


def test_a_failure_of_one_manifest_is_not_the_fault_of_another() -> None:
    store = Store("top", MANIFESTS, about("top", TRUSTED), about("inner", "claimSignature.mismatch"))
    assert strength_of(store, "top") is Strength.TRUSTED


ENCLOSED = Store("top", MANIFESTS, about("top", TRUSTED))
ALONE = Store("inner", MANIFESTS, about("inner", TRUSTED))


def inner_strength(store: Store, alone: Store | None) -> Strength:
    return strength_of(confirmed(store, lambda _: alone), "inner")


def test_an_ingredient_that_validation_trusts_alone_is_trusted() -> None:
    assert inner_strength(ENCLOSED, ALONE) is Strength.TRUSTED


def test_the_bytes_that_an_ingredient_was_made_for_need_not_be_there() -> None:
    without = replace(ALONE, failures=about("inner", "assertion.dataHash.mismatch"))
    assert inner_strength(ENCLOSED, without) is Strength.TRUSTED


@pytest.mark.parametrize("code", ["assertion.missing", "signingCredential.expired", "claimSignature.mismatch"])
def test_any_other_failure_of_an_ingredient_alone_costs_it_trust(code: str) -> None:
    assert inner_strength(ENCLOSED, replace(ALONE, failures=about("inner", code))) is Strength.SIGNED


@pytest.mark.parametrize("alone", [None, replace(ALONE, active="other"), replace(ALONE, successes={})])
def test_an_ingredient_that_cannot_be_read_alone_is_not_trusted(alone: Store | None) -> None:
    assert inner_strength(ENCLOSED, alone) is Strength.SIGNED


def test_what_was_recorded_may_hide_failures_so_trust_is_asked_for_again() -> None:
    told = replace(
        ENCLOSED,
        successes={**ENCLOSED.successes, **about("inner", TRUSTED)},
        recorded=about("inner", "signingCredential.expired"),
    )
    assert inner_strength(told, None) is Strength.SIGNED
    assert inner_strength(told, ALONE) is Strength.TRUSTED


def test_a_recorded_mismatch_is_never_made_good() -> None:
    told = replace(ENCLOSED, recorded=about("inner", "assertion.dataHash.mismatch"))
    assert inner_strength(told, ALONE) is Strength.BROKEN


def test_only_so_many_manifests_are_read_alone() -> None:
    many = tuple(str(number) for number in range(100))
    top = Manifest("top", ingredients=tuple(Ingredient("componentOf", label) for label in many))
    asked: list[str] = []

    def alone(label: str) -> Store:
        asked.append(label)
        return replace(ALONE, active=label)

    confirmed(Store("top", {"top": top, **{label: Manifest(label) for label in many}}, about("top", TRUSTED)), alone)
    assert 1 <= len(asked) <= 20

"""The chain of manifests as such: any graph of manifests, any findings, no file."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.evidence import Origin, Strength
from policy.readers.credentials.chain import evidence, links
from policy.readers.credentials.confirmation import confirmed
from policy.readers.credentials.store import PARENT, Action, Ingredient, Manifest, Store
from policy.readers.credentials.strength import mismatches, rank, strength_of, weaker

BOUNDED = settings(derandomize=True, max_examples=200, deadline=None)

TRUSTED = ("signingCredential.trusted",)
LABELS = ("active", "a", "b", "c", "d")
CODES = (
    "assertion.dataHash.mismatch",
    "claimSignature.mismatch",
    "claimSignature.missing",
    "signingCredential.expired",
    "signingCredential.untrusted",
    "timeStamp.mismatch",
    "assertion.action.malformed",
)
TERMS = ("digitalCapture", "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "digitalCreation", "")

labels = st.sampled_from(LABELS)
codes = st.dictionaries(labels, st.lists(st.sampled_from(CODES), min_size=1, max_size=3).map(tuple))
trusted = st.dictionaries(labels, st.just(TRUSTED))
ingredients = st.lists(
    st.builds(Ingredient, st.sampled_from([PARENT, "componentOf", "inputTo", ""]), st.sampled_from([*LABELS, "gone"])),
    max_size=3,
).map(tuple)
actions = st.lists(
    st.builds(
        Action,
        st.sampled_from(["c2pa.created", "c2pa.edited", "c2pa.placed"]),
        st.sampled_from(TERMS),
        st.just(""),
        st.just(""),
    ),
    max_size=2,
).map(tuple)


@st.composite
def stores(draw: st.DrawFn) -> Store:
    manifests = {
        label: Manifest(label, ingredients=draw(ingredients), actions=draw(actions))
        for label in draw(st.sets(labels)) | {"active"}
    }
    return Store("active", manifests, draw(trusted), draw(codes), draw(codes))


@BOUNDED
@given(stores())
def test_a_link_is_as_strong_as_the_strongest_way_to_it_and_a_way_as_its_weakest_manifest(store: Store) -> None:
    best = {(link.manifest.label, link.whole): link.strength for link in links(store)}
    assert best == _strongest_ways(store)


def _strongest_ways(store: Store) -> dict[tuple[str, bool], Strength]:
    """Every simple way from the active manifest, walked one by one."""
    found: dict[tuple[str, bool], Strength] = {}

    def walk(label: str, whole: bool, strength: Strength, way: tuple[tuple[str, bool], ...]) -> None:
        if label not in store.manifests or (label, whole) in way:
            return
        strength = weaker(strength, strength_of(store, label))
        found[label, whole] = min(found.get((label, whole), Strength.BROKEN), strength, key=rank)
        for item in store.manifests[label].ingredients:
            walk(item.label, whole and item.is_parent, strength, (*way, (label, whole)))

    walk(store.active, True, Strength.TRUSTED, ())
    return found


@BOUNDED
@given(stores(), labels, st.sampled_from(["assertion.dataHash.mismatch", "claimSignature.mismatch"]), st.booleans())
def test_breaking_a_manifest_strengthens_nothing(store: Store, label: str, code: str, recorded: bool) -> None:
    told = store.recorded if recorded else store.failures
    more = {**told, label: (*told.get(label, ()), code)}
    broken = replace(store, recorded=more) if recorded else replace(store, failures=more)
    before, after = _by_link(store), _by_link(broken)
    assert before.keys() == after.keys()
    assert all(rank(after[key]) >= rank(before[key]) for key in before)
    assert all(strength is Strength.BROKEN for (name, _), strength in after.items() if name == label)


@BOUNDED
@given(stores(), labels)
def test_taking_in_a_broken_manifest_strengthens_nothing(store: Store, where: str) -> None:
    if where not in store.manifests:
        return
    enclosing = store.manifests[where]
    more = enclosing._replace(ingredients=(*enclosing.ingredients, Ingredient(PARENT, "new")))
    grown = replace(
        store,
        manifests={
            **store.manifests,
            where: more,
            "new": Manifest("new", actions=(Action("c2pa.created", "digitalCapture", "", ""),)),
        },
        successes={**store.successes, "new": TRUSTED},
        failures={**store.failures, "new": ("claimSignature.mismatch",)},
    )
    before, after = _by_link(store), _by_link(grown)
    assert all(after[key] is strength for key, strength in before.items())
    assert all(strength is Strength.BROKEN for (label, _), strength in after.items() if label == "new")


@BOUNDED
@given(stores())
def test_only_a_mismatch_breaks_and_only_our_own_validation_trusts(store: Store) -> None:
    for label in store.manifests:
        strength = strength_of(store, label)
        assert (strength is Strength.BROKEN) == bool(mismatches(store, label))
        if strength is Strength.TRUSTED:
            assert store.successes[label] == TRUSTED
            assert label not in store.failures


@BOUNDED
@given(stores())
def test_an_admission_anywhere_on_the_chain_is_always_heard(store: Store) -> None:
    heard = {item.origin for item in evidence(store) if item.origin.admits_ai}
    admitting = {"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"}
    said = any(action.source_type in admitting for link in links(store) for action in link.manifest.actions)
    assert bool(heard) == said


@BOUNDED
@given(stores())
def test_a_trusted_capture_has_nothing_placed_into_it_on_the_way(store: Store) -> None:
    proofs = [item for item in evidence(store) if item.origin is Origin.CAPTURE and item.strength is Strength.TRUSTED]
    active = store.manifests[store.active]
    if proofs:
        assert strength_of(store, store.active) is Strength.TRUSTED
        assert all(item.is_parent for item in active.ingredients)
        assert all(action.name != "c2pa.placed" for action in active.actions)


@BOUNDED
@given(stores(), stores())
def test_reading_a_manifest_alone_never_overrules_a_failure_seen_here(store: Store, alone: Store) -> None:
    sure = confirmed(store, lambda label: replace(alone, active=label))
    for label in sure.confirmed:
        assert alone.successes[label] == TRUSTED
        assert label not in store.failures
        assert not mismatches(store, label)


def test_manifests_that_enclose_each_other_end() -> None:
    ring = {
        "active": Manifest("active", ingredients=(Ingredient(PARENT, "a"),)),
        "a": Manifest("a", ingredients=(Ingredient(PARENT, "active"), Ingredient("componentOf", "a"))),
    }
    assert [(link.manifest.label, link.whole) for link in links(Store("active", ring))] == [
        ("active", True),
        ("a", True),
        ("a", False),
        ("active", False),
    ]


def test_a_strong_way_counts_although_a_weak_one_is_shorter() -> None:
    sure = dict.fromkeys(("active", "editor", "another", "camera"), TRUSTED)
    manifests = {
        "active": Manifest("active", ingredients=(Ingredient(PARENT, "stranger"), Ingredient(PARENT, "editor"))),
        "stranger": Manifest("stranger", ingredients=(Ingredient(PARENT, "camera"),)),
        "editor": Manifest("editor", ingredients=(Ingredient(PARENT, "another"),)),
        "another": Manifest("another", ingredients=(Ingredient(PARENT, "camera"),)),
        "camera": Manifest("camera"),
    }
    assert _by_link(Store("active", manifests, sure))["camera", True] is Strength.TRUSTED


def test_a_long_chain_is_read_to_a_bounded_depth() -> None:
    chain = {str(n): Manifest(str(n), ingredients=(Ingredient(PARENT, str(n + 1)),)) for n in range(1000)}
    assert 30 <= len([*links(Store("0", chain))]) <= 40


def test_an_ingredient_is_read_alone_only_while_the_way_to_it_is_trusted() -> None:
    asked: list[str] = []

    def alone(label: str) -> Store | None:
        asked.append(label)
        return None

    manifests = {
        "active": Manifest("active", ingredients=(Ingredient(PARENT, "a"),)),
        "a": Manifest("a", ingredients=(Ingredient(PARENT, "b"),)),
        "b": Manifest("b"),
    }
    confirmed(Store("active", manifests), alone)
    assert asked == []
    confirmed(Store("active", manifests, successes={"active": TRUSTED}), alone)
    assert asked == ["a"]


def _by_link(store: Store) -> dict[tuple[str, bool], Strength]:
    return {(link.manifest.label, link.whole): link.strength for link in links(store)}

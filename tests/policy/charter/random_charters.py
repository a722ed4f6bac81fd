"""Small random charters over four facts, and every way in which facts may turn out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

from hypothesis import strategies as st

from policy.charter.model import (
    All,
    AnyOf,
    Article,
    Authority,
    Basis,
    Charter,
    Condition,
    Fact,
    Guarantee,
    Is,
    Mode,
    Rule,
    Value,
    Words,
)
from policy.verdict import Answer, Approval, Effect

BOTH = Words("x", "x")
VALUES: dict[str, tuple[str, ...]] = {
    "a": ("yes", "no"),
    "b": ("yes", "no"),
    "c": ("yes", "no"),
    "d": ("yes", "no", "perhaps"),
}
FACTS = tuple(VALUES)
_REQUIREMENTS = {Effect.REQUIRE_STATEMENT, Effect.REQUIRE_DECLARATION, Effect.REQUIRE_LABEL}


def rule(effect: Effect, when: Condition, **more: object) -> Rule:
    given: dict[str, object] = {
        "id": "r",
        "article": "1",
        "authority": Authority.CHARTER,
        "basis": Basis.TEXT,
        "quote": "q",
        "quote_verified": True,
        "quote_waived": False,
        "message": BOTH,
    }
    return Rule(effect=effect, when=when, **(given | more))  # type: ignore[arg-type]


def charter(*rules: Rule, guarantees: tuple[Guarantee, ...] = ()) -> Charter:
    facts = tuple(
        Fact(name, tuple(Value(value, BOTH) for value in values), BOTH, ("author",), own=True)
        for name, values in VALUES.items()
    )
    return Charter(
        id="t",
        version="1",
        title=BOTH,
        organisation="o",
        adopted="2025-11-15",
        source="q",
        source_note=BOTH,
        articles=(Article("1", BOTH),),
        facts=facts,
        rules=rules,
        examples=(),
        sha256="0" * 64,
        guarantees=guarantees,
    )


def said(name: str, *values: str) -> Is:
    return Is(name, frozenset(values or ("yes",)))


def combinations(values: Mapping[str, tuple[str, ...]], *, unknown: bool) -> Iterator[dict[str, str]]:
    """Yield every combination of some facts; with those in which facts are unknown, where that is asked for."""
    options = [(*choices, None) if unknown else choices for choices in values.values()]
    for chosen in product(*options):
        yield {name: value for name, value in zip(values, chosen, strict=True) if value is not None}


def completions(facts: Mapping[str, str], *, unknown: bool = False) -> list[dict[str, str]]:
    """Return every way in which the facts that are not there may turn out."""
    missing = {name: values for name, values in VALUES.items() if name not in facts}
    return [{**facts, **more} for more in combinations(missing, unknown=unknown)]


simple = st.sampled_from(FACTS).flatmap(
    lambda name: st.sets(st.sampled_from(VALUES[name]), min_size=1).map(lambda values: said(name, *values))
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    simple,
    lambda inner: (
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=5,
)
some_facts = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in VALUES.items()})


@st.composite
def rules(draw: st.DrawFn, modes: st.SearchStrategy[Mode]) -> Rule:
    effect = draw(st.sampled_from(Effect))
    return rule(
        effect,
        draw(conditions),
        unless=draw(st.none() | conditions),
        satisfied_when=draw(conditions) if effect in _REQUIREMENTS else None,
        approval=Approval(1, "reviewer") if effect is Effect.REQUIRE_APPROVAL else None,
        mode=draw(modes),
    )


def _named(many: list[Rule]) -> Charter:
    return charter(*(replace(item, id=f"r{number}") for number, item in enumerate(many)))


charters = st.lists(rules(st.just(Mode.ENFORCE)), max_size=4).map(_named)
guarantees = st.builds(
    Guarantee,
    st.just("g"),
    conditions,
    st.frozensets(st.sampled_from((Answer.FORBIDDEN, Answer.INCOMPLETE, Answer.REVIEWABLE)), min_size=1),
)


@st.composite
def promising_charters(draw: st.DrawFn) -> Charter:
    made = draw(st.lists(rules(st.sampled_from(Mode)), max_size=4))
    return charter(*made, guarantees=tuple(draw(st.lists(guarantees, min_size=1, max_size=2))))

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.charter.decisive import decisive_facts
from policy.charter.judge import judge
from policy.charter.model import Charter
from policy.charter.worlds import Choice
from tests.policy.charter.random_charters import FACTS, VALUES, charters, combinations, some_facts


def depends_on(made: Charter, name: str, open_facts: set[str], facts: dict[str, str]) -> bool:
    """Whether two worlds that differ in nothing but one fact have different answers."""
    others = {other: VALUES[other] for other in open_facts if other != name}
    settled = {other: value for other, value in facts.items() if other not in open_facts}
    for world in combinations(others, unknown=True):
        told = [{**settled, **world, **more} for more in combinations({name: VALUES[name]}, unknown=True)]
        if len({judge(made, each).answer for each in told}) > 1:
            return True
    return False


@settings(derandomize=True, max_examples=150, deadline=None)
@given(charters, some_facts, st.sets(st.sampled_from(FACTS)))
def test_a_fact_is_decisive_just_where_two_worlds_that_differ_in_it_alone_have_different_answers(
    made: Charter, facts: dict[str, str], open_facts: set[str]
) -> None:
    region = {
        name: (Choice(None), *map(Choice, VALUES[name])) if name in open_facts else (Choice(facts.get(name)),)
        for name in FACTS
    }
    expected = {name for name in open_facts if depends_on(made, name, open_facts, facts)}
    assert decisive_facts(made.rules, region) == expected

from __future__ import annotations

from bot.people import Role
from bot.workflow import submit
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, GUEST, LOU, Vigie
from tests.handlers.slack.steps import dropped, reviewable
from tests.handlers.slack.workspace import Json, Workspace, buttons_of, words_of


def home(slack: Workspace, user: str, words: str) -> Json:
    """Open the App Home of somebody, and return it once it says these words."""
    slack.open_home(user)
    found = slack.wait_for(
        lambda: view if (view := slack.home(user)) and words in words_of(view) else None,
        what=f"a home of {user} that says “{words}”",
    )
    assert found
    return found


def test_those_who_decide_see_what_waits_for_them_oldest_first(vigie: Vigie, slack: Workspace) -> None:
    first, second = reviewable(vigie), reviewable(vigie, width=2)
    view = home(slack, DOMI, second.reference)
    said = words_of(view)
    assert "À décider par moi (2)" in said
    assert said.index(first.reference) < said.index(second.reference) < said.index("Mes dépôts")
    assert "Aucun dépôt pour l’instant" in said


def test_authors_see_their_own_and_the_week(vigie: Vigie, slack: Workspace) -> None:
    item = dropped(vigie)
    said = words_of(home(slack, CAMILLE, item.reference))
    assert "Mes dépôts (1)" in said
    assert said.index("Mes dépôts") < said.index(item.reference) < said.index("Cette semaine")
    assert "1 dépôt cette semaine" in said
    assert "Rien ne vous attend" in said


def test_a_submission_opens_in_its_thread(vigie: Vigie, slack: Workspace) -> None:
    item = dropped(vigie)
    view = home(slack, CAMILLE, item.reference)
    links = [block["accessory"]["url"] for block in view["blocks"] if "accessory" in block]
    assert links == [f"https://vigie-test.slack.com/archives/{CHANNEL}/p{item.ts.replace('.', '')}"]
    assert slack.press_at_home(CAMILLE, "Ouvrir").acknowledged


def test_the_button_shows_it_as_it_stands_now(vigie: Vigie, slack: Workspace) -> None:
    home(slack, DOMI, "Rien ne vous attend")
    item = reviewable(vigie)
    assert item.reference not in words_of(slack.home(DOMI) or {})
    assert slack.press_at_home(DOMI, "Actualiser").acknowledged
    slack.wait_for(lambda: item.reference in words_of(slack.home(DOMI) or {}), what="what waits now")


def test_somebody_unknown_sees_what_to_do(vigie: Vigie, slack: Workspace) -> None:
    for user in (LOU, GUEST):
        view = home(slack, user, "ne connaît pas ce compte")
        assert "/vigie code" in words_of(view)
        assert buttons_of(view) == []


def test_it_is_in_the_language_of_whoever_opens_it(vigie: Vigie, slack: Workspace) -> None:
    slack.add_user("U0ALEX", "Alex", locale="en-GB")
    vigie.add("Alex", Role.AUTHOR, slack="U0ALEX")
    assert "My submissions" in words_of(home(slack, "U0ALEX", "This week"))


def test_of_many_that_wait_those_that_waited_longest_are_shown(vigie: Vigie, slack: Workspace) -> None:
    author = vigie.add("Alix", Role.AUTHOR)
    for number in range(25):
        submit(vigie.house, author, (), "", draft=f"Brouillon numéro {number}", channel="desk")
    view = home(slack, DOMI, "À décider par moi (25)")
    said = words_of(view)
    assert said.index("V-0001") < said.index("V-0020")
    assert "V-0021" not in said
    assert "+5" in said

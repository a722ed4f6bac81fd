from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.inbox import waiting
from bot.kinds import Kind, State
from handlers.slack import catching_up
from handlers.slack.marks import heard_until
from policy.transport import Transport
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, LOU, Vigie, running, with_settings
from tests.handlers.slack.steps import LaterClock, reviewable
from tests.handlers.slack.test_archives import hand_over, packed
from tests.handlers.slack.test_edits import album, file_of, photo, revision
from tests.handlers.slack.test_intake import submitted
from tests.handlers.slack.workspace import Json, Workspace, words_of
from tests.policy.making import png

LATER = timedelta(hours=1)
Living = Callable[..., AbstractContextManager[Vigie]]


@pytest.fixture
def live(slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Living:
    """Run a Vigie again and again on one folder; in between, what Slack tells goes nowhere.

    Each life begins with a look into the history, and is handed over when that look is done.
    """
    slack.unlimited()
    slack.retry_delays = ()
    monkeypatch.setattr(catching_up, "_TRY_AGAIN", 0.2)

    @contextmanager
    def life(after: timedelta = timedelta(), *, looks: bool = True, **changes: object) -> Iterator[Vigie]:
        clock = LaterClock(after)
        began = clock()
        change = with_settings(**changes)
        with running(slack, tmp_path, clock=clock, change=change, ping_every=0.5, deaf_after=10) as vigie:
            if looks:
                slack.wait_for(lambda: (heard_until(vigie.house, CHANNEL) or began) > began, what="a look")
            yield vigie

    return life


def looked(slack: Workspace) -> int:
    return len([call for call in slack.calls if call.method == "users.conversations"])


def told(slack: Workspace, words: str) -> list[Json]:
    """Return what the channel itself was told in these words."""
    return [item for item in slack.messages(CHANNEL) if words in words_of(item)]


def first_life(live: Living) -> None:
    with live():
        pass


def caught_up(slack: Workspace, vigie: Vigie) -> None:
    """Wait until all that is on record has been acted on, and what came of it been told."""
    slack.wait_for(lambda: not waiting(vigie.house.database), what="an empty inbox")
    vigie.card(slack.post(CHANNEL, LOU, f"#brouillon Et maintenant {len(slack.calls)}"), "Lou")


def test_what_was_posted_meanwhile_is_taken_in_and_announced_once(slack: Workspace, live: Living) -> None:
    first_life(live)
    picture = slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[photo()])
    draft = slack.post(CHANNEL, CAMILLE, "#brouillon Samedi au marché")
    talk = slack.post(CHANNEL, LOU, "Qui vient ?")
    theirs = slack.post(CHANNEL, LOU, "Et la mienne", files=[photo(width=2)], thread_ts=picture)
    with live(LATER) as vigie:
        for ts in (picture, draft):
            vigie.reference(ts)
        assert vigie.reference(theirs) != vigie.reference(picture)
        vigie.card(picture, "Avis réservé")
        slack.wait_for(lambda: told(slack, "rattrapé 3 dépôts"), what="an announcement")
        assert vigie.known(talk) is None
    with live(LATER) as vigie:
        caught_up(slack, vigie)
        assert len(told(slack, "rattrapé")) == 1
        assert vigie.kinds(vigie.reference(picture)).count(Kind.SUBMITTED) == 1


def test_an_absence_that_nobody_noticed_is_not_announced(slack: Workspace, live: Living) -> None:
    first_life(live)
    ts = slack.post(CHANNEL, CAMILLE, "#brouillon Samedi")
    with live() as vigie:
        vigie.reference(ts)
        caught_up(slack, vigie)
    assert told(slack, "rattrapé") == []


def test_what_was_posted_before_vigie_came_is_left_alone(slack: Workspace, live: Living) -> None:
    old = [slack.post(CHANNEL, CAMILLE, "Ancien", files=[photo()]), slack.post(CHANNEL, CAMILLE, "#brouillon Ancien")]
    with live() as vigie:
        caught_up(slack, vigie)
    with live() as vigie:
        caught_up(slack, vigie)
        assert [vigie.known(ts) for ts in old] == [None, None]


def test_a_channel_that_vigie_has_just_come_into_is_followed_from_then_on(slack: Workspace, live: Living) -> None:
    slack.add_channel("C0NEW", "nouveau", members=[CAMILLE], bot_is_member=False)
    old = slack.post("C0NEW", CAMILLE, "#brouillon Avant")
    with live():
        slack.invite("C0NEW")
        slack.wait_for(lambda: len(slack.messages("C0NEW")) == 2, what="a welcome")
    ts = slack.post("C0NEW", CAMILLE, "#brouillon Pendant l’absence")
    with live() as vigie:
        vigie.reference(ts, "C0NEW")
        assert vigie.known(old, "C0NEW") is None


@pytest.mark.parametrize("length", [0, 40])
def test_long_texts_are_caught_up_with_as_the_settings_say(slack: Workspace, live: Living, length: int) -> None:
    first_life(live)
    root = slack.post(CHANNEL, CAMILLE, "Samedi prochain, tout le monde est au marché avec nous.")
    answer = slack.post(CHANNEL, LOU, "Très bien, mais il faudrait aussi penser au matériel.", thread_ts=root)
    with live(draft_length=length) as vigie:
        caught_up(slack, vigie)
        assert (vigie.known(root) is not None) == bool(length)
        assert vigie.known(answer) is None


def test_an_original_handed_over_meanwhile_is_a_new_version(slack: Workspace, live: Living) -> None:
    with live() as vigie:
        item = reviewable(vigie)
    hand_over(slack, item.ts, packed({"marche.png": png(width=20)}))
    with live() as vigie:
        revision(vigie, item.ts, 2)
        assert vigie.case(item.reference).assets[0].transport is Transport.AS_UPLOADED
    with live() as vigie:
        caught_up(slack, vigie)
        assert vigie.case(item.reference).revision == 2


def test_an_edit_made_meanwhile_is_a_new_version_and_the_approval_falls(slack: Workspace, live: Living) -> None:
    with live() as vigie:
        item = reviewable(vigie)
        item.press(DOMI, "Donner mon visa")
        item.card("Visa accordé")
    slack.edit(CHANNEL, item.ts, "Pour dimanche")
    with live() as vigie:
        revision(vigie, item.ts, 2)
        case = vigie.case(item.reference)
        assert (case.note, case.state) == ("Pour dimanche", State.REVIEWABLE)


def test_talk_that_became_a_draft_meanwhile_is_put_up(slack: Workspace, live: Living) -> None:
    with live() as vigie:
        ts = slack.post(CHANNEL, CAMILLE, "Samedi au marché")
        caught_up(slack, vigie)
    slack.edit(CHANNEL, ts, "#brouillon Samedi au marché")
    with live(LATER) as vigie:
        vigie.reference(ts)


@pytest.mark.parametrize("tombstone", [True, False], ids=["a tombstone stays", "nothing stays"])
def test_a_deletion_meanwhile_is_noticed(slack: Workspace, live: Living, tombstone: bool) -> None:
    with live() as vigie:
        item = reviewable(vigie)
        approved = reviewable(vigie, width=2)
        approved.press(DOMI, "Donner mon visa")
        approved.card("Visa accordé")
    slack.leaves_tombstones = tombstone
    slack.delete(CHANNEL, item.ts)
    slack.delete(CHANNEL, approved.ts)
    with live() as vigie:
        slack.wait_for(lambda: vigie.case(item.reference).source_gone, what="the deletion")
        slack.wait_for(lambda: vigie.case(approved.reference).source_gone, what="the other deletion")
        assert vigie.case(item.reference).state is State.WITHDRAWN
        assert vigie.case(approved.reference).state is State.APPROVED


def test_a_file_deleted_meanwhile_is_noticed(slack: Workspace, live: Living) -> None:
    with live() as vigie:
        item = reviewable(vigie)
        several = album(slack, "bcd")
        vigie.card(several, "Avis réservé")
    slack.remove_file(CHANNEL, item.ts, file_of(slack, item.ts))
    slack.remove_file(CHANNEL, several, file_of(slack, several, 1))
    with live() as vigie:
        slack.wait_for(lambda: vigie.case(item.reference).source_gone, what="the deletion")
        revision(vigie, several, 2)
        case = vigie.case(vigie.reference(several))
        assert [asset.name for asset in case.assets] == ["b.png", "d.png"]


def test_a_file_deleted_before_is_not_deleted_again(slack: Workspace, live: Living) -> None:
    with live() as vigie:
        ts = album(slack, "abc")
        vigie.card(ts, "Avis réservé")
        hand_over(slack, ts, packed({"a.png": png(width=20)}))
        revision(vigie, ts, 2)
        slack.remove_file(CHANNEL, ts, file_of(slack, ts, 1))
        revision(vigie, ts, 3)
    with live() as vigie:
        caught_up(slack, vigie)
        case = vigie.case(vigie.reference(ts))
        assert case.revision == 3
        assert case.assets[0].transport is Transport.AS_UPLOADED


def test_older_submissions_are_looked_up_one_by_one(
    slack: Workspace, live: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    with live() as vigie:
        items = [reviewable(vigie, width=number) for number in (1, 2, 3)]
        theirs = hand_over(slack, items[2].ts, packed({"a.png": png(width=9)}), by=DOMI)
        vigie.reference(theirs)
        caught_up(slack, vigie)
    slack.delete(CHANNEL, items[0].ts)
    slack.edit(CHANNEL, items[1].ts, "Pour dimanche")
    hand_over(slack, items[2].ts, packed({"marche.png": png(width=30)}))
    monkeypatch.setattr(catching_up, "_LOOK_BACK", -LATER)
    with live() as vigie:
        slack.wait_for(lambda: vigie.case(items[0].reference).source_gone, what="the deletion")
        revision(vigie, items[1].ts, 2)
        revision(vigie, items[2].ts, 2)
        assert not vigie.case(vigie.reference(theirs)).source_gone


def test_what_was_refused_is_not_refused_again(slack: Workspace, live: Living) -> None:
    slack.faults.external("plan.png")
    with live() as vigie:
        ts = slack.post(CHANNEL, CAMILLE, "Le plan", files=[photo("plan.png")])
        slack.wait_for(lambda: len(slack.thread(CHANNEL, ts)) == 2, what="an explanation")
    with live() as vigie:
        caught_up(slack, vigie)
        caught_up(slack, vigie)
        assert len(slack.thread(CHANNEL, ts)) == 2


def test_the_message_and_the_history_telling_the_same_are_one_submission(slack: Workspace, live: Living) -> None:
    with live() as vigie:
        item = reviewable(vigie)
        hand_over(slack, item.ts, packed({"marche.png": png(width=20)}))
        revision(vigie, item.ts, 2)
        slack.drop_sockets()
        before = looked(slack)
        slack.wait_for(lambda: looked(slack) > before, what="a look after the reconnection")
        caught_up(slack, vigie)
        assert submitted(vigie) == [item.reference, "V-0002"], "the other one came just now"
        assert item.case.revision == 2
        cards = [m for m in slack.thread(CHANNEL, item.ts) if "V-0001" in words_of(m)]
        assert len(cards) == 1


def test_after_a_reconnection_what_slack_gave_up_on_is_found(slack: Workspace, live: Living) -> None:
    with live() as vigie:
        vigie.reference(slack.post(CHANNEL, CAMILLE, "#brouillon Avant"))
        slack.drop_sockets(brutal=True)
        ts = slack.post(CHANNEL, CAMILLE, "Pendant", files=[photo()])
        vigie.card(ts, "Avis réservé")


def test_more_than_a_page_is_read_and_slack_s_patience_is_asked_for(
    slack: Workspace, live: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "_PAGE", 3)
    first_life(live)
    posted = [slack.post(CHANNEL, CAMILLE, f"#brouillon numéro {number}") for number in range(10)]
    slack.faults.fail("conversations.history", "ratelimited", times=2)
    with live() as vigie:
        for ts in posted:
            vigie.reference(ts)


def test_one_channel_that_can_not_be_read_holds_up_no_other(slack: Workspace, live: Living) -> None:
    slack.add_channel("C0AAA", "autre", members=[CAMILLE])
    first_life(live)
    here, there = (slack.post(channel, CAMILLE, "#brouillon Samedi") for channel in (CHANNEL, "C0AAA"))
    slack.faults.fail("conversations.history", "internal_error", times=1)
    with live() as vigie:
        vigie.reference(here)
        vigie.reference(there, "C0AAA")


def test_what_could_not_be_read_is_not_taken_for_heard(
    slack: Workspace, live: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "_MARK_EVERY", 0.1)
    first_life(live)
    ts = slack.post(CHANNEL, CAMILLE, "#brouillon Samedi")
    slack.faults.fail("conversations.history", "internal_error", times=99_999)
    with live(LATER, looks=False) as vigie:
        slack.wait_for(lambda: len([c for c in slack.calls if c.method == "conversations.history"]) > 4, what="tries")
        assert vigie.known(ts) is None
    slack.faults._methods.clear()
    with live(2 * LATER) as vigie:
        vigie.reference(ts)

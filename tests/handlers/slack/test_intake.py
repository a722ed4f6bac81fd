from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.delivery import inbox as inbox_rows
from bot.kinds import State
from bot.tables import inbox, submissions
from handlers.slack.files import Files
from tests.handlers.slack.running import (
    CAMILLE,
    CHANNEL,
    DOMI,
    LOU,
    Vigie,
    is_card,
    running,
    with_settings,
)
from tests.handlers.slack.steps import LaterClock, told
from tests.handlers.slack.workspace import Json, Upload, Workspace, words_of
from tests.policy.making import png

LONG = "Samedi prochain, toute l’équipe sera au marché pour parler du budget de la commune. " * 4


def photo(name: str = "marche.png", width: int = 1) -> Upload:
    return Upload(name, png(width=width))


def cards(vigie: Vigie, ts: str) -> list[Json]:
    return [item for item in vigie.slack.thread(CHANNEL, ts) if is_card(item, vigie.known(ts))]


def submitted(vigie: Vigie) -> list[str]:
    with vigie.house.database.reading() as connection:
        return list(connection.execute(select(submissions.c.reference)).scalars())


def quiet(vigie: Vigie) -> None:
    """Wait until everything that was said has been acted on: an answer to something said later is there."""
    last = vigie.slack.post(CHANNEL, LOU, "#brouillon Et pour finir.")
    vigie.card(last, "Lou")
    vigie.slack.wait_for(lambda: not _waiting(vigie), what="an empty inbox")


def _waiting(vigie: Vigie) -> int:
    with vigie.house.database.reading() as connection:
        return len(connection.execute(select(inbox.c.id).where(inbox.c.state == "received")).all())


def test_the_same_event_told_twice_is_one_submission_with_one_card(slack: Workspace, vigie: Vigie) -> None:
    slack.faults.duplicate_events = True
    ts = slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[photo()])
    slack.redeliver_last_event()
    vigie.card(ts, "Avis réservé")
    slack.faults.duplicate_events = False
    quiet(vigie)
    assert len(submitted(vigie)) == 2, "that one, and the one that came last"
    assert len(cards(vigie, ts)) == 1


def test_the_same_event_in_both_transports_counts_once(slack: Workspace, vigie: Vigie) -> None:
    event = {"type": "message", "channel": CHANNEL, "user": CAMILLE, "ts": "1764000000.000100", "text": "#brouillon A"}
    slack.post(CHANNEL, LOU, "Bonjour")
    for event_id in ("Ev0A", "Ev0A", "Ev0B"):
        slack.emit(event, event_id=event_id)
    reference = vigie.reference("1764000000.000100")
    quiet(vigie)
    assert vigie.kinds(reference).count("submitted") == 1
    with vigie.house.database.reading() as connection:
        keys = [key for key in connection.execute(select(inbox.c.key)).scalars() if "1764000000" in key]
    assert len(keys) == 1


def test_a_lost_acknowledgement_over_http_doubles_nothing(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()
    with running(slack, tmp_path, http=True) as vigie:
        slack.wait_for(lambda: slack.hears_by_http, what="an open door")
        slack.faults.lose_acks = 2
        ts = slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[photo()])
        slack.wait_for(lambda: len(slack.unacknowledged) >= 2, what="two more tries")
        vigie.card(ts, "Avis réservé")
        quiet(vigie)
        assert len(submitted(vigie)) == 2
        assert len(cards(vigie, ts)) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_was_acknowledged_before_a_crash_is_acted_on_after_it(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.unlimited()
    died = threading.Event()
    with monkeypatch.context() as patched:

        def die(*_: object) -> None:
            died.set()
            raise SystemExit

        with running(slack, tmp_path) as vigie:
            patched.setattr(Files, "fetch", die)
            ts = slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[photo()])
            assert died.wait(10)
            assert vigie.known(ts) is None
    assert slack.unacknowledged == []
    with running(slack, tmp_path, clock=LaterClock(inbox_rows.LEASE)) as vigie:
        vigie.card(ts, "Avis réservé")
        assert vigie.kinds(vigie.reference(ts)).count("submitted") == 1
        assert len(cards(vigie, ts)) == 1


def test_an_event_that_can_not_be_put_on_record_is_not_acknowledged(
    slack: Workspace, vigie: Vigie, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive, broken = inbox_rows.receive, [True]

    def failing(*arguments: object) -> bool:
        if broken:
            broken.pop()
            raise OSError("disk full")
        return receive(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(inbox_rows, "receive", failing)
    ts = slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[photo()])
    vigie.card(ts, "Avis réservé")
    assert any("message" in what for what in slack.unacknowledged), "Slack had to tell it again"
    assert slack.lost_events == 0


def test_every_event_is_acknowledged_also_those_that_nobody_waits_for(slack: Workspace, vigie: Vigie) -> None:
    slack.ack_seconds = 0.4
    slack.emit({"type": "emoji_changed", "subtype": "add", "name": "vigie"})
    slack.emit({"type": "file_shared", "file_id": "F0", "channel_id": CHANNEL})
    quiet(vigie)
    time.sleep(2 * slack.ack_seconds)
    assert slack.unacknowledged == []
    assert slack.lost_events == 0


def test_a_file_that_is_told_of_before_its_message_is_taken_in_once(slack: Workspace, vigie: Vigie) -> None:
    slack.faults.swap_file_shared_first = True
    ts = slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[photo()])
    vigie.card(ts, "Avis réservé")
    quiet(vigie)
    assert len(submitted(vigie)) == 2


def test_several_files_are_one_submission(slack: Workspace, vigie: Vigie) -> None:
    names = [f"photo-{number}.png" for number in range(3)]
    ts = slack.post(CHANNEL, CAMILLE, "Album", files=[photo(name, number + 1) for number, name in enumerate(names)])
    case = vigie.case(vigie.reference(ts))
    assert [asset.name for asset in case.assets] == names
    assert case.note == "Album"
    assert len(submitted(vigie)) == 1


def test_a_tagged_text_is_a_draft_and_a_word_beside_a_file_is_a_note(slack: Workspace, vigie: Vigie) -> None:
    draft = slack.post(CHANNEL, CAMILLE, "#brouillon Samedi au marché")
    english = slack.post(CHANNEL, CAMILLE, "#draft See you on Saturday")
    note = slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[photo()])
    both = slack.post(CHANNEL, CAMILLE, "#brouillon Venez samedi", files=[photo(width=2)])
    said = {ts: vigie.case(vigie.reference(ts)) for ts in (draft, english, note, both)}
    drafts = {ts: case.draft.text if case.draft else None for ts, case in said.items()}
    assert drafts == {
        draft: "Samedi au marché",
        english: "See you on Saturday",
        note: None,
        both: "Venez samedi",
    }
    assert said[note].note == "Pour samedi"
    assert (said[both].note, len(said[both].assets)) == ("", 1)


def test_a_long_text_is_a_draft_where_a_length_is_set_but_never_in_a_thread(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()
    with running(slack, tmp_path, change=with_settings(draft_length=200)) as vigie:
        ts = slack.post(CHANNEL, CAMILLE, LONG)
        assert vigie.case(vigie.reference(ts)).draft
        answer = slack.post(CHANNEL, LOU, LONG + "Un mot.", thread_ts=ts)
        short = slack.post(CHANNEL, LOU, "Trop court.")
        quiet(vigie)
        assert vigie.known(answer) is None
        assert vigie.known(short) is None


def test_talk_is_not_put_up_for_approval(slack: Workspace, vigie: Vigie) -> None:
    talk = [slack.post(CHANNEL, LOU, LONG), slack.post(CHANNEL, LOU, "On se voit à 9 h ?")]
    quiet(vigie)
    assert [vigie.known(ts) for ts in talk] == [None, None]
    assert all(len(slack.thread(CHANNEL, ts)) == 1 for ts in talk)


def test_only_approval_channels_are_watched_where_some_are_named(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()
    slack.add_channel("C0OTHER", "cafe", members=[CAMILLE])
    named = with_settings(approval_channels=(f"slack:{CHANNEL}",))
    with running(slack, tmp_path, change=named) as vigie:
        elsewhere = slack.post("C0OTHER", CAMILLE, "Mon chat", files=[photo("chat.png", 3)])
        quiet(vigie)
        assert vigie.known(elsewhere, "C0OTHER") is None
        assert slack.reactions("C0OTHER", elsewhere) == []
        assert "chat.png" not in str(slack.downloads)
        assert slack.message_shortcut(CAMILLE, "C0OTHER", elsewhere, "vigie_submit_message").acknowledged
        vigie.card(elsewhere, "Avis réservé", channel="C0OTHER")


def test_machines_put_nothing_up(slack: Workspace, vigie: Vigie) -> None:
    slack.add_user("U0ROBOT", "Robot", bot=True)
    event = {"type": "message", "channel": CHANNEL, "text": "#brouillon par un robot"}
    slack.emit({**event, "user": "U0ROBOT", "bot_id": "B0ROBOT", "ts": "1764000000.000100"})
    slack.emit({**event, "subtype": "bot_message", "bot_id": "B0ROBOT", "ts": "1764000000.000200"})
    quiet(vigie)
    assert len(submitted(vigie)) == 1


def test_any_message_can_be_submitted_from_its_menu_and_stays_its_author_s(slack: Workspace, vigie: Vigie) -> None:
    ts = slack.post(CHANNEL, CAMILLE, "On dirait : tous au marché samedi !")
    quiet(vigie)
    assert vigie.known(ts) is None
    assert slack.message_shortcut(DOMI, CHANNEL, ts, "vigie_submit_message").acknowledged
    case = vigie.case(vigie.reference(ts))
    assert case.draft is not None
    assert case.draft.text == "On dirait : tous au marché samedi !"
    camille = vigie.person(CAMILLE)
    assert camille is not None
    assert case.author == camille.id
    told(slack, DOMI, "déposé")


def test_an_author_who_is_new_here_becomes_somebody_who_can_not_decide(slack: Workspace, vigie: Vigie) -> None:
    ts = slack.post(CHANNEL, CAMILLE, "#brouillon Samedi au marché")
    vigie.reference(ts)
    person = vigie.person(CAMILLE)
    assert person is not None
    assert [role.value for role in person.roles] == ["author"]
    assert vigie.case(vigie.reference(ts)).state is not State.APPROVED


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
def test_neither_words_nor_tokens_nor_names_get_into_the_log(
    slack: Workspace, tmp_path: Path, caplog: pytest.LogCaptureFixture, http: bool
) -> None:
    slack.unlimited()
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, "vigie")
    slack.faults.login_page("secret-file.png")
    with running(slack, tmp_path, http=http) as vigie:
        slack.wait_for(lambda: not http or slack.hears_by_http, what="an open door")
        ts = slack.post(CHANNEL, CAMILLE, "#brouillon mot-de-passe-du-bureau", files=[photo()])
        vigie.card(ts, "Avis réservé")
        slack.edit(CHANNEL, ts, "#brouillon mot-de-passe-du-bureau changé")
        slack.post(CHANNEL, CAMILLE, "mot-de-passe-du-bureau", files=[photo("secret-file.png", 2)])
        slack.message_shortcut(DOMI, CHANNEL, ts, "vigie_submit_message")
        if http:
            slack.deliver_raw({"type": "event_callback", "event": {"text": "mot-de-passe-du-bureau"}}, signature="bad")
            slack.deliver_raw('{"mot-de-passe-du-bureau', signature="bad")
        quiet(vigie)
    written = caplog.text
    assert "mot-de-passe" not in written
    assert slack.bot_token not in written
    assert slack.app_token not in written
    assert slack.signing_secret not in written
    assert "Camille" not in written


def test_the_reader_of_a_refused_file_is_told_in_the_thread(slack: Workspace, vigie: Vigie) -> None:
    slack.faults.external("plan.png")
    ts = slack.post(CHANNEL, CAMILLE, "Le plan", files=[photo("plan.png")])
    slack.wait_for(
        lambda: any("autre service" in words_of(item) for item in slack.thread(CHANNEL, ts)), what="an explanation"
    )
    assert vigie.known(ts) is None

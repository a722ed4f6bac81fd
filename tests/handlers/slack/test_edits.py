from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from bot.delivery.inbox import waiting
from bot.kinds import Kind, State
from handlers.slack.files import Files
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, LOU, Vigie, running
from tests.handlers.slack.steps import reviewable, told
from tests.handlers.slack.workspace import Upload, Workspace, words_of
from tests.policy.making import png


def photo(name: str = "marche.png", width: int = 1) -> Upload:
    return Upload(name, png(width=width))


def album(slack: Workspace, names: str = "ab") -> str:
    files = [photo(f"{name}.png", number) for number, name in enumerate(names, 1)]
    return slack.post(CHANNEL, CAMILLE, "Album", files=files)


def file_of(slack: Workspace, ts: str, number: int = 0) -> str:
    return str(slack.message(CHANNEL, ts)["files"][number]["id"])


def settled(vigie: Vigie, ts: str) -> None:
    """Wait until all that was said in a message's thread has been acted on: a later draft of somebody has its card."""
    last = vigie.slack.post(CHANNEL, LOU, f"#brouillon Après {ts}")
    vigie.card(last, "Lou")
    answer = vigie.slack.post(CHANNEL, LOU, "#brouillon Et dans le fil.", thread_ts=ts)
    vigie.reference(answer)


def revision(vigie: Vigie, ts: str, number: int) -> None:
    vigie.slack.wait_for(lambda: vigie.case(vigie.reference(ts)).revision == number, what=f"revision {number}")


def test_an_edit_after_the_approval_makes_a_new_version_and_the_approval_falls(slack: Workspace, vigie: Vigie) -> None:
    item = reviewable(vigie)
    item.press(DOMI, "Donner mon visa")
    seen = item.card("Visa accordé")
    slack.edit(CHANNEL, item.ts, "Pour dimanche")
    revision(vigie, item.ts, 2)
    card = item.card("Rien ne s’oppose")
    assert item.case.state is State.REVIEWABLE
    assert item.case.note == "Pour dimanche"
    assert card["ts"] == seen["ts"], "the same card, edited in place"
    assert vigie.verified().intact


def test_the_buttons_of_an_earlier_version_are_dead(slack: Workspace, vigie: Vigie) -> None:
    item = reviewable(vigie)
    seen = item.card("Donner mon visa")
    slack.edit(CHANNEL, item.ts, "Pour dimanche")
    revision(vigie, item.ts, 2)
    assert item.press(DOMI, "Donner mon visa", seen=seen).acknowledged
    told(slack, DOMI, "a changé")
    assert item.case.state is State.REVIEWABLE
    item.press(DOMI, "Donner mon visa")
    item.card("Visa accordé")


def test_an_edited_draft_is_judged_anew(slack: Workspace, vigie: Vigie) -> None:
    ts = slack.post(CHANNEL, CAMILLE, "#brouillon Samedi au marché")
    vigie.card(ts, "version 1")
    slack.edit(CHANNEL, ts, "#brouillon Dimanche au marché")
    vigie.card(ts, "version 2")
    case = vigie.case(vigie.reference(ts))
    assert case.draft is not None
    assert (case.draft.text, case.revision) == ("Dimanche au marché", 2)


def test_an_edit_before_the_examination_is_done_is_not_lost(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.unlimited()
    go_on, fetch = threading.Event(), Files.fetch

    def slow(self: Files, file: object) -> object:
        go_on.wait(5)
        return fetch(self, file)  # type: ignore[arg-type]

    monkeypatch.setattr(Files, "fetch", slow)
    with running(slack, tmp_path) as vigie:
        ts = slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[photo()])
        slack.edit(CHANNEL, ts, "Pour dimanche")
        slack.post(CHANNEL, LOU, "d’accord", thread_ts=ts)
        go_on.set()
        revision(vigie, ts, 2)
        vigie.card(ts, "Avis réservé")
        case = vigie.case(vigie.reference(ts))
        assert case.note == "Pour dimanche"
        assert case.assets[0].examination is not None


def test_a_message_deleted_while_its_file_is_fetched_ends_as_a_deleted_submission(
    slack: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.unlimited()
    go_on, fetch = threading.Event(), Files.fetch

    def slow(self: Files, file: object) -> object:
        received = fetch(self, file)  # type: ignore[arg-type]
        go_on.wait(5)
        return received

    monkeypatch.setattr(Files, "fetch", slow)
    with running(slack, tmp_path) as vigie:
        ts = slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[photo()])
        slack.wait_for(lambda: slack.downloads, what="a download")
        slack.delete(CHANNEL, ts)
        slack.wait_for(lambda: waiting(vigie.house.database) > 1, seconds=0.5, what="the deletion on record")
        time.sleep(0.3)  # time enough to act on it, for whoever would
        go_on.set()
        reference = vigie.reference(ts)
        slack.wait_for(lambda: vigie.case(reference).source_gone, what="the deletion")
        assert vigie.kinds(reference)[0] == Kind.SUBMITTED
        assert vigie.case(reference).state is State.WITHDRAWN


def test_talk_that_becomes_a_draft_is_put_up(slack: Workspace, vigie: Vigie) -> None:
    ts = slack.post(CHANNEL, CAMILLE, "Samedi au marché")
    slack.edit(CHANNEL, ts, "#brouillon Samedi au marché")
    case = vigie.case(vigie.reference(ts))
    assert case.draft is not None
    assert case.draft.text == "Samedi au marché"


def test_a_preview_of_a_link_changes_nothing(slack: Workspace, vigie: Vigie) -> None:
    item = reviewable(vigie)
    item.press(DOMI, "Donner mon visa")
    item.card("Visa accordé")
    slack.unfurl(CHANNEL, item.ts)
    settled(vigie, item.ts)
    assert item.case.state is State.APPROVED
    assert item.case.revision == 1


@pytest.mark.parametrize("tombstone", [True, False], ids=["a tombstone stays", "nothing stays"])
def test_a_deleted_message_leaves_a_submission_that_nobody_can_approve(
    slack: Workspace, vigie: Vigie, tombstone: bool
) -> None:
    item = reviewable(vigie)
    card = item.card("Donner mon visa")
    slack.leaves_tombstones = tombstone
    slack.delete(CHANNEL, item.ts)
    slack.wait_for(lambda: item.case.source_gone, what="the deletion")
    shown = slack.wait_for(
        lambda: next(m for m in slack.thread(CHANNEL, item.ts) if "supprimé" in words_of(m)), what="a word on the card"
    )
    assert "Donner mon visa" not in words_of(shown)
    slack.press(DOMI, CHANNEL, card["ts"], label="Donner mon visa", seen=card)
    told(slack, DOMI, "")
    assert item.case.state is State.WITHDRAWN
    assert Kind.SOURCE_GONE in item.kinds()
    assert item.case.assets, "what was received stays on record"


def test_what_was_approved_stays_approved_when_its_message_goes(slack: Workspace, vigie: Vigie) -> None:
    item = reviewable(vigie)
    item.press(DOMI, "Donner mon visa")
    item.card("Visa accordé")
    slack.delete(CHANNEL, item.ts)
    slack.wait_for(lambda: item.case.source_gone, what="the deletion")
    slack.wait_for(
        lambda: any("supprimé" in words_of(m) for m in slack.thread(CHANNEL, item.ts)), what="a word on the card"
    )
    assert item.case.state is State.APPROVED


def test_the_only_file_deleted_is_like_its_message_deleted(slack: Workspace, vigie: Vigie) -> None:
    item = reviewable(vigie)
    slack.remove_file(CHANNEL, item.ts, file_of(slack, item.ts))
    slack.wait_for(lambda: item.case.source_gone, what="the deletion")
    item.card("supprimé")
    assert item.case.state is State.WITHDRAWN


def test_one_file_deleted_of_several_makes_a_new_version_of_the_others(slack: Workspace, vigie: Vigie) -> None:
    ts = album(slack, "abc")
    vigie.card(ts, "Avis réservé")
    slack.remove_file(CHANNEL, ts, file_of(slack, ts, 1))
    revision(vigie, ts, 2)
    case = vigie.case(vigie.reference(ts))
    assert [asset.name for asset in case.assets] == ["a.png", "c.png"]
    assert not case.source_gone


def test_a_draft_whose_picture_is_deleted_stays_a_draft(slack: Workspace, vigie: Vigie) -> None:
    ts = slack.post(CHANNEL, CAMILLE, "#brouillon Samedi", files=[photo()])
    vigie.card(ts, "Avis réservé")
    slack.remove_file(CHANNEL, ts, file_of(slack, ts))
    revision(vigie, ts, 2)
    case = vigie.case(vigie.reference(ts))
    assert case.assets == ()
    assert case.draft is not None
    assert not case.source_gone


def test_what_is_said_and_changed_in_the_thread_changes_nothing(slack: Workspace, vigie: Vigie) -> None:
    item = reviewable(vigie)
    answer = slack.post(CHANNEL, CAMILLE, "C’est la bonne ?", thread_ts=item.ts)
    slack.edit(CHANNEL, answer, "C’est bien la bonne ?")
    slack.delete(CHANNEL, answer)
    settled(vigie, item.ts)
    assert item.case.revision == 1
    assert item.case.note == "Pour samedi"
    assert not item.case.source_gone


def test_the_words_beside_a_handed_over_file_never_become_the_submission_s(slack: Workspace, vigie: Vigie) -> None:
    ts = slack.post(CHANNEL, CAMILLE, "#brouillon Samedi au marché", files=[photo()])
    vigie.card(ts, "Avis réservé")
    handed = slack.post(CHANNEL, CAMILLE, "La bonne version", files=[photo("v2.png", 9)], thread_ts=ts)
    revision(vigie, ts, 2)
    slack.edit(CHANNEL, handed, "La bonne version, promis")
    settled(vigie, ts)
    slack.delete(CHANNEL, handed)
    settled(vigie, ts)
    case = vigie.case(vigie.reference(ts))
    assert case.revision == 2
    assert case.draft is not None
    assert case.draft.text == "Samedi au marché"
    assert not case.source_gone


def test_an_edit_of_what_is_closed_is_explained(slack: Workspace, vigie: Vigie) -> None:
    item = reviewable(vigie)
    slack.remove_file(CHANNEL, item.ts, file_of(slack, item.ts))
    slack.wait_for(lambda: item.case.source_gone, what="the deletion")
    slack.edit(CHANNEL, item.ts, "Trop tard")
    slack.wait_for(
        lambda: any("déjà clos" in words_of(m) for m in slack.thread(CHANNEL, item.ts)), what="an explanation"
    )
    assert item.case.note == "Pour samedi"

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from handlers.slack import drops
from policy.transport import Transport
from tests.handlers.slack.running import CAMILLE, CHANNEL, Vigie, running, with_settings
from tests.handlers.slack.workspace import Json, Upload, Workspace, buttons_of, words_of
from tests.handlers.slack.workspace.downloads import Outside
from tests.policy.making import png


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is not there after two seconds is taken for missing."""
    monkeypatch.setattr(drops, "_INVISIBLE_FOR", timedelta(seconds=2))


def post(slack: Workspace, name: str = "marche.png", width: int = 1) -> str:
    return slack.post(CHANNEL, CAMILLE, "Pour samedi", files=[Upload(name, png(width=width))])


def told(slack: Workspace, ts: str, words: str) -> Json:
    """Return what is said in a message's thread, once it says these words."""
    return slack.wait_for(
        lambda: next(item for item in slack.thread(CHANNEL, ts) if words in words_of(item)), what=f"“{words}”"
    )


def file_of(slack: Workspace, ts: str) -> str:
    return str(slack.message(CHANNEL, ts)["files"][0]["id"])


def test_a_file_that_is_not_visible_at_first_is_taken_in_once_it_is(slack: Workspace, vigie: Vigie) -> None:
    slack.faults.not_visible_for("marche.png", calls=2)
    ts = post(slack)
    vigie.card(ts, "Avis réservé")
    assert len(slack.thread(CHANNEL, ts)) == 2, "the message and its card: nobody was bothered"
    assert [outcome for _, _, outcome in slack.downloads] == ["404", "404", "ok"]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("fault", ["gone", "not_visible_for", "short_body", "abrupt", "check_file_info"])
def test_a_file_that_stays_away_is_told_of_and_can_be_tried_again(slack: Workspace, vigie: Vigie, fault: str) -> None:
    if fault == "gone":
        slack.faults.gone("marche.png")
    elif fault == "short_body":
        slack.faults.short_body("marche.png")
    elif fault == "abrupt":
        slack.faults.short_body("marche.png", abrupt=True)
    else:
        slack.faults.not_visible_for("marche.png", calls=999)
    if fault == "check_file_info":
        slack.faults.check_file_info("marche.png")
    ts = post(slack)
    notice = told(slack, ts, "Slack ne montre pas")
    assert vigie.known(ts) is None
    slack.faults.heal("marche.png")
    assert slack.press(CAMILLE, CHANNEL, notice["ts"], label="Réessayer").acknowledged
    vigie.card(ts, "Avis réservé")


def test_trying_again_in_vain_is_told_again(
    slack: Workspace, vigie: Vigie, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.faults.gone("marche.png")
    ts = post(slack)
    notice = told(slack, ts, "Slack ne montre pas")
    monkeypatch.setattr(drops, "_INVISIBLE_FOR", timedelta())
    slack.press(CAMILLE, CHANNEL, notice["ts"], label="Réessayer")
    notices = slack.wait_for(
        lambda: len([item for item in slack.thread(CHANNEL, ts) if "Réessayer" in buttons_of(item)]) == 2,
        what="a second notice",
    )
    assert notices
    assert vigie.known(ts) is None


@pytest.mark.parametrize("fault", ["login_page", "login_redirect"])
def test_a_login_page_is_never_taken_for_a_picture(slack: Workspace, vigie: Vigie, fault: str) -> None:
    getattr(slack.faults, fault)("marche.png")
    ts = post(slack)
    notice = told(slack, ts, "vigie doctor")
    assert "Réessayer" in buttons_of(notice)
    assert vigie.known(ts) is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("\n  <!DOCTYPE html><html><head><title>Slack</title>", "image/png"),
        ("\ufeff<html lang='fr'>", "application/octet-stream"),
        ('{"ok":false,"error":"not_authed"}', "application/json"),
        ('{ "ok" : false, "error": "file_not_found" }', "image/png"),
    ],
    ids=["page with another type", "page after a mark", "answer", "answer with another type"],
)
def test_neither_is_a_page_or_an_answer_that_says_it_is_something_else(
    slack: Workspace, vigie: Vigie, monkeypatch: pytest.MonkeyPatch, body: str, kind: str
) -> None:
    async def excuse(_self: Outside, _request: web.Request) -> web.Response:
        return web.Response(text=body, content_type=kind)

    monkeypatch.setattr(Outside, "login", excuse)
    slack.faults.login_page("marche.png")
    slack.faults.too_large("marche.png", size=len(body.encode()))
    ts = post(slack)
    told(slack, ts, "vigie doctor")
    assert vigie.known(ts) is None


def test_a_page_that_somebody_means_to_send_is_a_file_like_any_other(slack: Workspace, vigie: Vigie) -> None:
    page = Upload("page.html", b"<!DOCTYPE html><html><body>Bonjour</body></html>")
    ts = slack.post(CHANNEL, CAMILLE, "La page", files=[page])
    assert vigie.case(vigie.reference(ts)).assets[0].size == len(page.data)


def test_a_missing_right_to_read_files_names_the_command_that_explains(slack: Workspace, vigie: Vigie) -> None:
    slack.scopes.discard("files:read")
    slack.faults.check_file_info("relie.png")
    told(slack, post(slack), "vigie doctor")
    told(slack, post(slack, "relie.png", 2), "vigie doctor")


def test_the_token_goes_to_slack_alone(slack: Workspace, vigie: Vigie) -> None:
    slack.faults.foreign_redirect("marche.png")
    ts = post(slack)
    notice = told(slack, ts, "hors de Slack")
    assert "Téléchargez" in words_of(notice)
    assert vigie.known(ts) is None
    assert slack.violations == []


@pytest.mark.parametrize(
    "host", ["slack.com.example.org", "evilslack.com", "127.0.0.1:9", "slack.com@example.org", "[::1]"]
)
def test_a_look_alike_of_slack_is_not_slack(slack: Workspace, vigie: Vigie, host: str) -> None:
    file = {"id": "F0ODD", "name": "a.png", "url_private_download": f"https://{host}/files-pri/a.png"}
    event = {"type": "message", "channel": CHANNEL, "user": CAMILLE, "text": "", "files": [file]}
    ts = slack.post(CHANNEL, CAMILLE, "Bonjour")
    slack.emit({**event, "subtype": "file_share", "ts": "1764000000.000100", "thread_ts": ts})
    told(slack, ts, "hors de Slack")
    assert slack.downloads == []


def test_plain_http_is_not_slack_either(slack: Workspace, vigie: Vigie) -> None:
    file = {"id": "F0ODD", "name": "a.png", "url_private_download": "http://files.slack.com/files-pri/a.png"}
    event = {"type": "message", "channel": CHANNEL, "user": CAMILLE, "text": "", "files": [file]}
    ts = slack.post(CHANNEL, CAMILLE, "Bonjour")
    slack.emit({**event, "subtype": "file_share", "ts": "1764000000.000100", "thread_ts": ts})
    told(slack, ts, "hors de Slack")


def test_a_file_of_another_organisation_is_asked_for_by_its_id(slack: Workspace, vigie: Vigie) -> None:
    slack.faults.check_file_info("marche.png")
    ts = post(slack)
    vigie.card(ts, "Avis réservé")
    assert any(call.method == "files.info" for call in slack.calls)
    (asset,) = vigie.case(vigie.reference(ts)).assets
    assert (asset.name, asset.transport) == ("marche.png", Transport.STRIPPED)


@pytest.mark.parametrize(
    ("fault", "words"),
    [("tombstone", "supprimé avant"), ("hidden_by_limit", "Slack masque"), ("external", "autre service")],
)
def test_a_file_that_is_not_there_to_be_fetched_is_explained(
    slack: Workspace, vigie: Vigie, fault: str, words: str
) -> None:
    getattr(slack.faults, fault)("marche.png")
    ts = post(slack)
    told(slack, ts, words)
    assert vigie.known(ts) is None
    assert slack.downloads == [], "and nothing was fetched from anywhere"


def test_a_file_that_is_declared_too_large_is_not_even_fetched(slack: Workspace, vigie: Vigie) -> None:
    slack.faults.too_large("marche.png")
    ts = post(slack)
    told(slack, ts, "dépasse 256")
    assert slack.downloads == []
    assert vigie.known(ts) is None


def test_a_file_that_is_larger_than_it_says_is_cut_off(slack: Workspace, tmp_path: Path) -> None:
    slack.unlimited()
    slack.faults.too_large("film.mp4", size=10)
    with running(slack, tmp_path, change=with_settings(upload_size=1024 * 1024)) as vigie:
        ts = slack.post(CHANNEL, CAMILLE, "Film", files=[Upload("film.mp4", bytes(3 * 1024 * 1024))])
        told(slack, ts, "dépasse 1")
        assert vigie.known(ts) is None
        left = [path for path in vigie.house.originals.folder.rglob("*") if path.is_file()]
        assert left == []


def test_a_thumbnail_is_never_taken_for_the_file(slack: Workspace, vigie: Vigie) -> None:
    post(slack)
    slack.wait_for(lambda: slack.downloads, what="a download")
    assert {what for _, what, _ in slack.downloads} == {"url_private_download"}


def test_one_bad_file_among_several_says_which_and_takes_none_in(slack: Workspace, vigie: Vigie) -> None:
    slack.faults.external("plan.png")
    files = [Upload("marche.png", png()), Upload("plan.png", png(width=2))]
    ts = slack.post(CHANNEL, CAMILLE, "Deux", files=files)
    told(slack, ts, "plan.png")
    assert vigie.known(ts) is None


def test_a_file_that_was_deleted_at_once_holds_up_no_other(slack: Workspace, vigie: Vigie) -> None:
    slack.faults.tombstone("raté.png")
    files = [Upload("marche.png", png()), Upload("raté.png", png(width=2))]
    ts = slack.post(CHANNEL, CAMILLE, "Deux", files=files)
    assert [asset.name for asset in vigie.case(vigie.reference(ts)).assets] == ["marche.png"]


@pytest.mark.usefixtures("impatient")
def test_slack_out_of_order_is_waited_for(slack: Workspace, vigie: Vigie) -> None:
    slack.faults.check_file_info("marche.png")
    slack.faults.http_error("files.info", 503, times=1)
    vigie.card(post(slack), "Avis réservé")

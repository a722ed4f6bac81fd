from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from tests.handlers.desk.pictures import generated, photo
from tests.handlers.desk.running import RunningDesk


def test_a_thumbnail_is_a_picture_of_our_own_making(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    picture = generated()
    camille.drop_and_wait(("poster.png", picture))
    answer = camille.client.get(f"/vignettes/{hashlib.sha256(picture).hexdigest()}")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert Image.open(io.BytesIO(answer.content)).format == "WEBP"
    assert b"parameters" not in answer.content


@pytest.mark.parametrize("sha256", ["0" * 64, "%2e%2e%2fvigie.db", "x"])
def test_what_is_not_there_has_no_thumbnail_and_no_original(lasting_desk: RunningDesk, sha256: str) -> None:
    camille = lasting_desk.come_in("Camille")
    assert camille.client.get(f"/vignettes/{sha256}").status_code == 404
    assert camille.client.get(f"/originaux/{sha256}").status_code == 404


def test_an_original_is_saved_byte_for_byte_and_never_opened(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    camille.drop_and_wait(("drawing.svg", drawing))
    answer = camille.client.get(f"/originaux/{hashlib.sha256(drawing).hexdigest()}")
    assert answer.content == drawing
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["content-disposition"].endswith('.svg"')
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_card_shows_what_was_found_where_how_strong_and_what_it_does_not_prove(
    lasting_desk: RunningDesk,
) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("poster.png", generated()))
    page = camille.client.get(f"/depots/{reference}").text
    assert "tone-stop" in page
    assert "<blockquote>" in page
    for label in ("What was found", "Where", "How strong", "What it does not prove", "Looked for, not found"):
        assert lasting_desk.say(label) in page


def test_a_whole_round_works_without_any_script(lasting_desk: RunningDesk) -> None:
    camille, dominique = lasting_desk.come_in("Camille"), lasting_desk.come_in("Dominique")
    reference = camille.drop_and_wait(("market.jpg", photo((90, 40, 10))))
    assert lasting_desk.say("I took this photo") in camille.client.get(f"/depots/{reference}").text
    stated = camille.press(reference, "state", value="own-photo")
    assert stated.headers["location"] == f"/depots/{reference}"
    assert "market.jpg" in dominique.client.get("/?vue=a-valider").text
    assert dominique.press(reference, "approve").status_code == 303
    assert "tone-done" in camille.client.get(f"/depots/{reference}").text


def test_what_was_typed_is_still_there_after_an_error(lasting_desk: RunningDesk) -> None:
    camille, dominique = lasting_desk.come_in("Camille"), lasting_desk.come_in("Dominique")
    reference = camille.drop_and_wait(("late.jpg", photo((90, 40, 11))))
    reason = 'A long "reason" <b>typed</b> on a phone'
    answer = dominique.press(reference, "refuse", **{"answer-reason": reason, "fingerprint": "old"})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert "A long &#34;reason&#34; &lt;b&gt;typed&lt;/b&gt; on a phone" in answer.text
    assert '<details class="gesture gesture-danger" name="' + reference + '" open>' in answer.text


def test_our_script_gets_the_sentence_of_a_refused_press(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("own.jpg", photo((90, 40, 12))))
    camille.client.headers["accept"] = "application/json"
    answer = camille.press(reference, "refuse", **{"answer-reason": "no"})
    assert answer.status_code == 403
    assert answer.json()["sentence"].startswith(lasting_desk.say("You submitted this: another person decides."))


@pytest.mark.parametrize(("verb", "status"), [("approve-everything", 422), ("", 422)])
def test_a_button_that_does_not_exist_is_refused(lasting_desk: RunningDesk, verb: str, status: int) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("own.jpg", photo((90, 40, 13))))
    assert camille.press(reference, verb).status_code == status


def test_an_endless_reason_is_refused_with_a_sentence(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    reference = camille.drop_and_wait(("own.jpg", photo((90, 40, 14))))
    answer = camille.press(reference, "withdraw", **{"answer-reason": "a" * 200_000})
    assert answer.status_code == 422


def test_an_unknown_reference_is_a_page_with_a_way_back(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    for path in ("/depots/V-9999", "/depots/V-9999/fiche", "/depots/<script>alert(1)<"):
        answer = camille.client.get(path)
        assert answer.status_code == 404
        assert "<script>alert" not in answer.text


def test_while_vigie_looks_a_browser_without_script_looks_again_by_itself(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    with lasting_desk.house.database.writing():  # nothing can be examined meanwhile
        pass
    reference = camille.drop_and_wait(("own.jpg", photo((90, 40, 15))))
    assert "http-equiv" not in camille.client.get(f"/depots/{reference}").text


def test_lists_go_on_where_they_stopped(lasting_desk: RunningDesk) -> None:
    camille = lasting_desk.come_in("Camille")
    references = [camille.drop_and_wait((f"{n}.jpg", photo((n, 1, 1), (8, 8)))) for n in range(11)]
    first = camille.client.get("/?vue=mes-depots").text
    assert f'id="{references[-1]}"' in first
    assert f'id="{references[0]}"' not in first
    assert "/?vue=mes-depots&amp;avant=" in first
    oldest_shown = int(references[1].removeprefix("V-"))
    assert f'id="{references[0]}"' in camille.client.get(f"/?vue=mes-depots&avant={oldest_shown}").text


@pytest.mark.parametrize("query", ["avant=-1", "avant=x", "avant=99999999999999999999", "avant=²", "vue=<b>"])
def test_a_mangled_address_shows_the_list_from_its_start(lasting_desk: RunningDesk, query: str) -> None:
    assert lasting_desk.come_in("Camille").client.get(f"/?{query}").status_code == 200

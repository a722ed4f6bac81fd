from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

import pytest

from policy.transport import Transport
from tests.bot.pictures import declared
from tests.handlers.slack.running import CAMILLE, CHANNEL, DOMI, Vigie
from tests.handlers.slack.steps import reviewable
from tests.handlers.slack.test_edits import album, file_of, photo, revision, settled
from tests.handlers.slack.workspace import Json, Upload, Workspace, buttons_of, words_of
from tests.policy.making import png


def packed(files: Mapping[str, bytes], name: str = "originaux.zip") -> Upload:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for path, content in files.items():
            opened.writestr(path, content)
    return Upload(name, archive.getvalue())


def hand_over(slack: Workspace, ts: str, upload: Upload, by: str = CAMILLE) -> str:
    return slack.post(CHANNEL, by, "L’original", files=[upload], thread_ts=ts)


def told(slack: Workspace, ts: str, words: str) -> Json:
    return slack.wait_for(
        lambda: next(item for item in slack.thread(CHANNEL, ts) if words in words_of(item)), what=f"“{words}”"
    )


def test_a_picture_is_slack_s_copy_and_the_card_says_how_to_hand_over_the_original(
    slack: Workspace, vigie: Vigie
) -> None:
    slack.strips_metadata = True
    ts = slack.post(CHANNEL, CAMILLE, "Affiche", files=[Upload("affiche.jpg", declared("trainedAlgorithmicMedia"))])
    card = vigie.card(ts, "Avis réservé")
    assert "opie" in words_of(card)
    assert any("original" in label for label in buttons_of(card))
    assert vigie.case(vigie.reference(ts)).assets[0].transport is Transport.STRIPPED
    assert "IA générative" not in words_of(card), "nothing is found in a copy without marks"


def test_the_original_in_an_archive_is_looked_at_byte_for_byte(slack: Workspace, vigie: Vigie) -> None:
    slack.strips_metadata = True
    original = declared("trainedAlgorithmicMedia")
    ts = slack.post(CHANNEL, CAMILLE, "Affiche", files=[Upload("affiche.jpg", original)])
    vigie.card(ts, "Avis réservé")
    hand_over(slack, ts, packed({"affiche.jpg": original}))
    card = vigie.card(ts, "Avis défavorable")
    case = vigie.case(vigie.reference(ts))
    assert case.assets[0].sha256 == hashlib.sha256(original).hexdigest()
    assert case.assets[0].transport is Transport.AS_UPLOADED
    assert case.revision == 2
    assert "Copie conservée" not in words_of(card)


def test_an_original_that_slack_had_not_altered_counts_as_one_all_the_same(slack: Workspace, vigie: Vigie) -> None:
    item = reviewable(vigie)
    hand_over(slack, item.ts, packed({"marche.png": png()}))
    revision(vigie, item.ts, 2)
    assert item.case.assets[0].transport is Transport.AS_UPLOADED
    assert item.case.assets[0].statement is not None, "and what was said of it still holds"


def test_the_very_bytes_that_were_approved_leave_the_approval_standing(slack: Workspace, vigie: Vigie) -> None:
    item = reviewable(vigie)
    item.press(DOMI, "Donner mon visa")
    item.card("Visa accordé")
    hand_over(slack, item.ts, packed({"marche.png": png()}))
    settled(vigie, item.ts)
    assert item.case.approved
    assert item.case.revision == 1


def test_in_an_album_each_original_takes_the_place_of_its_name(slack: Workspace, vigie: Vigie) -> None:
    ts = album(slack, "abc")
    vigie.card(ts, "Avis réservé")
    hand_over(slack, ts, packed({"dossier/B.PNG": png(width=20), "__MACOSX/._B.PNG": b"junk", ".DS_Store": b"junk"}))
    revision(vigie, ts, 2)
    case = vigie.case(vigie.reference(ts))
    assert [asset.name for asset in case.assets] == ["a.png", "B.PNG", "c.png"]
    assert [asset.transport for asset in case.assets] == [
        Transport.STRIPPED,
        Transport.AS_UPLOADED,
        Transport.STRIPPED,
    ]


def test_an_archive_told_of_twice_changes_an_album_once(slack: Workspace, vigie: Vigie) -> None:
    ts = slack.post(CHANNEL, CAMILLE, "Album", files=[photo("a.png", 1), photo("a.jpg", 2)])
    vigie.card(ts, "Avis réservé")
    slack.faults.duplicate_events = True
    hand_over(slack, ts, packed({"a.png": png(width=20), "z.png": png(width=21)}))
    revision(vigie, ts, 2)
    settled(vigie, ts)
    case = vigie.case(vigie.reference(ts))
    assert [asset.name for asset in case.assets] == ["a.png", "a.jpg", "z.png"]
    assert case.revision == 2


def test_an_original_stays_when_another_file_of_the_message_goes(slack: Workspace, vigie: Vigie) -> None:
    ts = album(slack, "ab")
    vigie.card(ts, "Avis réservé")
    hand_over(slack, ts, packed({"b.png": png(width=20)}))
    revision(vigie, ts, 2)
    slack.remove_file(CHANNEL, ts, file_of(slack, ts, 0))
    revision(vigie, ts, 3)
    (asset,) = vigie.case(vigie.reference(ts)).assets
    assert asset.sha256 == hashlib.sha256(png(width=20)).hexdigest()
    assert asset.transport is Transport.AS_UPLOADED


def test_what_somebody_else_drops_in_the_thread_is_a_submission_of_theirs(slack: Workspace, vigie: Vigie) -> None:
    item = reviewable(vigie)
    other = hand_over(slack, item.ts, packed({"marche.png": png(width=20)}), by=DOMI)
    reference = vigie.reference(other)
    domi = vigie.person(DOMI)
    assert domi is not None
    assert reference != item.reference
    assert vigie.case(reference).author == domi.id
    settled(vigie, item.ts)
    assert item.case.revision == 1


def test_an_archive_at_the_top_is_one_submission_of_what_is_in_it(slack: Workspace, vigie: Vigie) -> None:
    ts = slack.post(CHANNEL, CAMILLE, "Tout", files=[packed({"a.png": png(width=3), "b.png": png(width=4)})])
    case = vigie.case(vigie.reference(ts))
    assert [(asset.name, asset.transport) for asset in case.assets] == [
        ("a.png", Transport.AS_UPLOADED),
        ("b.png", Transport.AS_UPLOADED),
    ]


def encrypted() -> Upload:
    data = bytearray(packed({"a.png": png()}).data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return Upload("secret.zip", bytes(data))


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (Upload("casse.zip", packed({"a.png": png()}).data[:-30]), "ne s’ouvre pas"),
        (encrypted(), "mot de passe"),
        (packed({f"{number}.png": b"x" for number in range(21)}), "plus de 20"),
        (packed({"dossier/": b"", ".cache": b"x"}), "aucun fichier"),
    ],
    ids=["broken", "encrypted", "too many", "nothing in it"],
)
def test_an_archive_that_can_not_be_used_is_explained_in_the_thread(
    slack: Workspace, vigie: Vigie, upload: Upload, words: str
) -> None:
    item = reviewable(vigie)
    hand_over(slack, item.ts, upload)
    notice = told(slack, item.ts, words)
    assert "Réessayer" in buttons_of(notice)
    assert item.case.revision == 1

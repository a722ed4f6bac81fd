"""What a signature is worth, on files signed a moment before."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from policy.evidence import Evidence, Look, Obstacle, Origin, Report, Strength
from policy.media_type import MediaType, sniff
from policy.readers import credentials
from policy.readers.protocol import Subject
from policy.trust import NO_TRUST, TrustLists
from tests.policy.making import jpeg, png
from tests.policy.readers.credentials.signers import PICTURE, Signers, found, one_pixel_changed
from tests.policy.signing import Content, action, created, identity, sign

GENERATED = Content("Some Generator", [created("trainedAlgorithmicMedia")])


def test_an_unsigned_file_has_nothing(signers: Signers) -> None:
    report = signers.report(PICTURE)
    assert (report.look, report.evidence, report.obstacle) == (Look.NOTHING, (), None)


def test_a_signer_on_the_list_is_trusted(signers: Signers) -> None:
    report = signers.report(sign(PICTURE, signers.trusted))
    [signature], [source] = found(report, "signature"), found(report, "digitalSourceType")
    assert report.look is Look.FOUND
    assert (signature.strength, signature.signer) == (Strength.TRUSTED, "Honest Camera Ltd")
    assert (source.strength, source.origin, source.value) == (Strength.TRUSTED, Origin.CAPTURE, "digitalCapture")


def test_a_single_certificate_on_the_allowed_list_is_trusted_too(signers: Signers) -> None:
    alone = TrustLists(
        allowed=signers.stranger.chain.partition("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
    )
    report = signers.report(sign(PICTURE, signers.stranger), alone)
    assert {item.strength for item in report.evidence} == {Strength.TRUSTED}


def test_without_lists_nobody_is_trusted(signers: Signers) -> None:
    report = signers.report(sign(PICTURE, signers.trusted), NO_TRUST)
    assert {item.strength for item in report.evidence} == {Strength.SIGNED}


def test_a_stranger_keeps_the_name_they_claim_but_is_only_signed(signers: Signers) -> None:
    [signature] = found(signers.report(sign(PICTURE, signers.stranger)), "signature")
    assert (signature.strength, signature.signer) == (Strength.SIGNED, "NIKON CORPORATION")


def test_a_great_name_forged_is_no_proof_of_a_photograph(signers: Signers) -> None:
    forged = sign(PICTURE, signers.stranger, Content("Nikon Z 9", [created("digitalCapture")]))
    examination = signers.examine(forged)
    captures = [item for item in examination.evidence if item.origin is Origin.CAPTURE]
    assert captures
    assert {item.strength for item in captures} == {Strength.SIGNED}


@pytest.mark.parametrize("signer", ["trusted", "stranger"])
def test_one_changed_pixel_breaks_the_signature_and_accuses_nobody(signers: Signers, signer: str) -> None:
    changed = one_pixel_changed(sign(PICTURE, getattr(signers, signer)))
    examination = signers.examine(changed)
    assert {item.strength for item in examination.evidence} == {Strength.BROKEN}
    assert examination.evidence[0].value == "assertion.dataHash.mismatch"
    assert examination.origin is Origin.UNKNOWN


def test_a_broken_signature_still_admits_ai(signers: Signers) -> None:
    examination = signers.examine(one_pixel_changed(sign(PICTURE, signers.trusted, GENERATED)))
    assert examination.origin is Origin.AI_GENERATED
    assert {item.strength for item in examination.evidence} == {Strength.BROKEN}


def test_a_changed_claim_breaks_the_signature(signers: Signers) -> None:
    signed = sign(PICTURE, signers.trusted, Content("Honest Editor", [created("digitalCapture")]))
    report = signers.report(signed.replace(b"Honest Editor", b"Honest Eddtor"))
    assert {item.strength for item in report.evidence} == {Strength.BROKEN}


def test_a_changed_assertion_breaks_the_signature(signers: Signers) -> None:
    signed = sign(PICTURE, signers.trusted, GENERATED)
    changed = signed.replace(b"trainedAlgorithmicMedia", b"digitalCapture/////////")
    assert len(changed) == len(signed)
    examination = signers.examine(changed)
    assert examination.origin is Origin.UNKNOWN
    assert {item.strength for item in examination.evidence} == {Strength.BROKEN}


def test_a_certificate_that_expired_after_signing_is_only_signed(signers: Signers) -> None:
    until = (datetime.now(UTC) + timedelta(seconds=1.5)).replace(microsecond=0)  # at least half a second to sign in
    signed = sign(PICTURE, identity(signers.root, "Late Ltd", until=until))
    time.sleep(max(0.0, (until - datetime.now(UTC)).total_seconds()) + 1.0)  # validity has whole seconds
    report = signers.report(signed)
    assert {(item.strength, item.signer) for item in report.evidence} == {(Strength.SIGNED, "Late Ltd")}


def test_a_rule_of_the_format_not_kept_is_not_trusted_but_not_broken_either(signers: Signers) -> None:
    without_beginning = Content(actions=[{"action": "c2pa.edited"}])
    [signature] = found(signers.report(sign(PICTURE, signers.trusted, without_beginning)), "signature")
    assert signature.strength is Strength.SIGNED


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_cut_manifest_could_not_be_read(signers: Signers, kept: float) -> None:
    signed = sign(jpeg(), signers.trusted, media_type="image/jpeg")
    report = signers.report(signed[: int(len(signed) * kept)])
    assert report.evidence == ()
    assert (report.look, report.obstacle) != (Look.FOUND, None)


def test_damage_inside_the_manifest_is_told_as_damage(signers: Signers) -> None:
    signed = bytearray(sign(PICTURE, signers.trusted))
    place = signed.index(b"c2pa.assertions") - 10
    signed[place : place + 8] = bytes(8)
    report = signers.report(bytes(signed))
    assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.DAMAGED)


def test_a_format_without_credentials_could_not_be_looked_at(signers: Signers) -> None:
    report = credentials.read(Subject(b"words", MediaType.OTHER, trust=signers.trust))
    assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.UNSUPPORTED)


def _drawn(form: str) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(output, form)
    return output.getvalue()


def _box(kind: bytes, body: bytes = b"") -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind + body


MOVIE = _box(b"ftyp", b"isom\0\0\2\0isommp42") + _box(b"moov", _box(b"mvhd", bytes(100))) + _box(b"mdat", bytes(64))
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4"/></svg>'
DOCUMENT = _drawn("PDF")


@pytest.mark.parametrize(
    "data",
    [png(), jpeg(), _drawn("WEBP"), _drawn("GIF"), _drawn("TIFF"), _drawn("AVIF"), MOVIE, DRAWING, DOCUMENT],
    ids=["png", "jpeg", "webp", "gif", "tiff", "avif", "mp4", "svg", "pdf"],
)
def test_every_format_is_read_alike(signers: Signers, data: bytes) -> None:
    signed = sign(data, signers.trusted, GENERATED, media_type=sniff(data).value)
    examination = signers.examine(signed)
    assert examination.media_type is sniff(data)
    assert examination.origin is Origin.AI_GENERATED
    assert {item.strength for item in signers.report(signed).evidence} == {Strength.TRUSTED}


def test_no_flipped_bit_adds_anything_that_is_trusted(signers: Signers) -> None:
    signed = signers.edited(sign(PICTURE, signers.trusted), action("c2pa.cropped"))
    proven = trusted_in(signers.report(signed))
    assert len(proven) == 2
    for place in range(8, len(signed), 29):
        flipped = bytearray(signed)
        flipped[place] ^= 1 << place % 8
        assert trusted_in(signers.report(bytes(flipped))) <= proven, f"at byte {place}"


def test_every_byte_outside_the_manifest_is_under_the_signature(signers: Signers) -> None:
    signed = sign(PICTURE, signers.trusted)
    start, length = signed.index(b"caBX") - 4, len(signed) - len(PICTURE)
    for place in [*range(8, start), *range(start + length, len(signed))]:
        flipped = bytearray(signed)
        flipped[place] ^= 1 << place % 8
        assert trusted_in(signers.report(bytes(flipped))) == set(), f"at byte {place}"


def trusted_in(report: Report) -> set[Evidence]:
    return {item for item in report.evidence if item.strength is Strength.TRUSTED}

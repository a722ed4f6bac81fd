"""Real files with credentials, where the corpus lies beside the repository."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from policy.evidence import Look, Obstacle, Origin, Strength
from policy.examination import examine_here
from policy.media_type import sniff
from policy.readers.credentials import read
from policy.readers.protocol import Subject
from policy.trust import NO_TRUST, TrustLists
from tests.policy.readers.credentials.signers import found

SHARED = Path(__file__).parents[5] / "shared"
CORPUS, LISTS = SHARED / "corpus", SHARED / "trust"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(
        not (CORPUS.exists() and LISTS.exists()), reason="no corpus or no trust lists beside the repository"
    ),
]


@pytest.fixture(scope="module")
def trust() -> TrustLists:
    anchors = ("C2PA-TRUST-LIST.pem", "C2PA-TSA-TRUST-LIST.pem", "ITL-anchors.pem")
    return TrustLists(
        "\n".join((LISTS / name).read_text() for name in anchors), (LISTS / "ITL-allowed.pem").read_text()
    )


def test_every_file_has_the_origin_that_the_index_says_with_and_without_lists(trust: TrustLists) -> None:
    with (CORPUS / "index.csv").open(encoding="utf-8") as index:
        rows = [row for row in csv.DictReader(index) if "C2PA" in row["why"] or row["file"].startswith("c2pa")]
    wrong = {
        (row["file"], bool(lists.anchors), examined.origin.value)
        for row in rows
        for lists in (NO_TRUST, trust)
        if (examined := examine_here((CORPUS / row["file"]).read_bytes(), trust=lists)).origin != row["origin"]
    }
    assert len(rows) >= 10
    assert wrong == set()


@pytest.mark.parametrize("name", ["firefly.png", "flux.jpg", "photoshop-firefly-composite.jpg", "express.pdf"])
def test_real_generators_are_trusted_with_the_public_lists(trust: TrustLists, name: str) -> None:
    """Flux is on the list of single certificates only."""
    data = (CORPUS / name).read_bytes()
    admissions = [item for item in read(Subject(data, sniff(data), trust=trust)).evidence if item.origin.admits_ai]
    assert admissions
    assert {item.strength for item in admissions} == {Strength.TRUSTED}


@pytest.mark.parametrize("name", ["nikon-c2pa-2022.jpg", "c2pa-test-C.jpg", "c2pa-test-CA.jpg"])
def test_signers_on_no_list_are_only_signed(trust: TrustLists, name: str) -> None:
    data = (CORPUS / name).read_bytes()
    assert {item.strength for item in read(Subject(data, sniff(data), trust=trust)).evidence} == {Strength.SIGNED}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("c2pa-test-signature-broken.jpg", "claimSignature.mismatch"),
        ("c2pa-test-data-broken.jpg", "assertion.dataHash.mismatch"),
        ("c2pa-test-ingredient-broken.jpg", "assertion.hashedURI.mismatch"),
    ],
)
def test_what_broke_is_told_and_accuses_nobody(trust: TrustLists, name: str, code: str) -> None:
    data = (CORPUS / name).read_bytes()
    report = read(Subject(data, sniff(data), trust=trust))
    [broken] = [item for item in found(report, "signature") if item.strength is Strength.BROKEN]
    assert (report.look, broken.value, broken.origin) == (Look.FOUND, code, Origin.UNKNOWN)


def test_a_draft_of_the_format_could_not_be_looked_at(trust: TrustLists) -> None:
    data = (CORPUS / "c2pa-prerelease.jpg").read_bytes()
    report = read(Subject(data, sniff(data), trust=trust))
    assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.UNKNOWN_VERSION)

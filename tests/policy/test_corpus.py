"""Real files of others, with what each truly is: ../shared/corpus beside the checkout, where it is there."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from policy.evidence import Strength
from policy.examination import examine_here
from policy.trust import TrustLists

_SHARED = Path(__file__).parents[3] / "shared"
_CORPUS = _SHARED / "corpus"
_TRUST = _SHARED / "trust"
_ANCHORS = ("C2PA-TRUST-LIST.pem", "C2PA-TSA-TRUST-LIST.pem", "ITL-anchors.pem")
_ALLOWED = ("ITL-allowed.pem",)

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (_CORPUS / "index.csv").is_file(), reason=f"{_CORPUS} is not there"),
    pytest.mark.skipif(not _TRUST.is_dir(), reason=f"{_TRUST} is not there"),
]


def _rows() -> list[dict[str, str]]:
    try:
        with (_CORPUS / "index.csv").open(encoding="utf-8", newline="") as index:
            return list(csv.DictReader(index))
    except FileNotFoundError:
        return []


@pytest.fixture(scope="module")
def trust() -> TrustLists:
    def joined(names: tuple[str, ...]) -> str:
        return "\n".join((_TRUST / name).read_text("utf-8") for name in names)

    return TrustLists(anchors=joined(_ANCHORS), allowed=joined(_ALLOWED))


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["file"])
def test_a_real_file_has_the_origin_that_it_truly_has(row: dict[str, str], trust: TrustLists) -> None:
    data = (_CORPUS / row["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == row["sha256"], "the corpus is not the one of its index"

    examination = examine_here(data, trust=trust)

    assert (str(examination.origin) if examination.readable else "unreadable") == row["origin"]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["file"])
def test_trusting_nobody_accuses_and_acquits_the_same_files(row: dict[str, str]) -> None:
    """Trust lists decide how strong evidence is, never what a file admits."""
    examination = examine_here((_CORPUS / row["file"]).read_bytes())

    assert (str(examination.origin) if examination.readable else "unreadable") == row["origin"]
    assert Strength.TRUSTED not in {item.strength for item in examination.evidence}

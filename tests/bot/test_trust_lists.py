from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.trust_lists import TrustStore
from policy.trust import NO_TRUST
from tests.bot.certificates import certificate
from tests.bot.scene import NOON

ONE, OTHER, SINGLE = certificate("one"), certificate("other"), certificate("single")


@pytest.fixture
def store(tmp_path: Path) -> TrustStore:
    return TrustStore(tmp_path / "trust")


def serve(pages: dict[str, str]) -> Callable[[str], str]:
    """Return a network that knows these pages; anything else is out of reach."""

    def fetch(address: str) -> str:
        if address not in pages:
            raise OSError("no route to host")
        return pages[address]

    return fetch


def test_without_any_list_nobody_is_trusted(store: TrustStore) -> None:
    assert store.sources() == ()
    assert store.lists() == NO_TRUST


def test_a_fetched_list_is_kept_with_its_age_and_digest(store: TrustStore) -> None:
    renewal = store.update(
        ["https://a.example/anchors.pem"], NOON, serve({"https://a.example/anchors.pem": ONE + OTHER})
    )
    (source,) = renewal.renewed
    assert renewal.failed == ()
    assert (source.name, source.certificates, source.fetched_at) == ("anchors.pem", 2, "2026-11-24T11:00:00Z")
    assert source.sha256 == hashlib.sha256(store.lists().anchors.encode()).hexdigest()
    assert store.sources() == (source,)
    assert store.lists().anchors == ONE + OTHER
    assert store.lists().allowed == ""


def test_the_next_start_finds_what_was_kept(store: TrustStore, tmp_path: Path) -> None:
    store.update(["a.pem"], NOON, serve({"a.pem": ONE}))
    assert TrustStore(tmp_path / "trust").lists() == store.lists()


def test_authorities_and_single_certificates_are_kept_apart(store: TrustStore) -> None:
    pages = {"anchors.pem": ONE, "allowed.pem": OTHER, "ours.pem": SINGLE}
    store.update(list(pages), NOON, serve(pages), allowed=["ours.pem"])
    assert store.lists().anchors == ONE
    assert set(store.lists().allowed.split("\n\n")) == {OTHER.strip(), SINGLE}
    assert [(source.name, source.allowed) for source in store.sources()] == [
        ("anchors.pem", False),
        ("allowed.pem", True),
        ("ours.pem", True),
    ]


def test_what_surrounds_the_certificates_is_not_kept(store: TrustStore) -> None:
    written = f"# C2PA\r\nSubject: CN=one\n{ONE}\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
    store.update(["a.pem"], NOON, serve({"a.pem": written}))
    assert store.lists().anchors == ONE


def test_a_list_that_can_not_be_had_keeps_its_last_good_copy(store: TrustStore) -> None:
    store.update(["a.pem", "b.pem"], NOON, serve({"a.pem": ONE, "b.pem": OTHER}))
    later = NOON + timedelta(days=8)
    renewal = store.update(["a.pem", "b.pem"], later, serve({"b.pem": OTHER}))
    assert renewal.failed == (("a.pem", "no route to host"),)
    assert {source.name: source.fetched_at for source in store.sources()} == {
        "a.pem": "2026-11-24T11:00:00Z",
        "b.pem": "2026-12-02T11:00:00Z",
    }
    assert ONE in store.lists().anchors


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html>Please sign in</html>",
        ONE[: len(ONE) // 2],
        "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\n???\n-----END CERTIFICATE-----\n",
    ],
)
def test_a_login_page_or_a_cut_download_replaces_nothing(store: TrustStore, page: str) -> None:
    store.update(["a.pem"], NOON, serve({"a.pem": ONE}))
    renewal = store.update(["a.pem"], NOON + timedelta(days=1), serve({"a.pem": page}))
    assert [address for address, _ in renewal.failed] == ["a.pem"]
    assert renewal.renewed == ()
    assert store.lists().anchors == ONE


def test_the_same_list_from_another_place_takes_its_place(store: TrustStore) -> None:
    store.update(["https://a.example/anchors.pem"], NOON, serve({"https://a.example/anchors.pem": ONE}))
    store.update(["/media/usb/anchors.pem"], NOON, serve({"/media/usb/anchors.pem": OTHER}))
    assert store.lists().anchors == OTHER
    assert [source.address for source in store.sources()] == ["/media/usb/anchors.pem"]


@pytest.mark.parametrize(
    "address",
    ["https://a.example/", "https://a.example/list?x=../../y", "a/../../../b.pem", "C:\\lists\\a.pem", "é ü.pem"],
)
def test_no_address_names_a_file_outside_the_folder(store: TrustStore, tmp_path: Path, address: str) -> None:
    store.update([address], NOON, serve({address: ONE}))
    assert {path.parent for path in tmp_path.rglob("*") if path.is_file()} == {tmp_path / "trust"}
    assert store.lists().anchors == ONE


def test_a_file_of_this_machine_is_read(store: TrustStore, tmp_path: Path) -> None:
    (tmp_path / "list.pem").write_text(ONE)
    assert store.update([str(tmp_path / "list.pem")], NOON).failed == ()
    assert store.lists().anchors == ONE


@pytest.mark.parametrize(
    "address", ["http://a.example/a.pem", "ftp://a.example/a.pem", "file:///etc/passwd", "/nowhere/a.pem", ""]
)
def test_only_https_and_files_that_are_there_are_read(store: TrustStore, address: str) -> None:
    assert [failed for failed, _ in store.update([address], NOON).failed] == [address]
    assert store.lists() == NO_TRUST


@pytest.mark.parametrize("written", ["", "{", "[1]", "5", '[{"name": "a"}]', "\udcff"])
def test_a_damaged_index_says_what_to_do(store: TrustStore, tmp_path: Path, written: str) -> None:
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "sources.json").write_bytes(written.encode(errors="surrogateescape"))
    with pytest.raises(SetupError, match="damaged"):
        store.lists()


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"\xff\xfe\xff")])
def test_a_kept_list_that_is_gone_or_damaged_says_what_to_do(
    store: TrustStore, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    store.update(["a.pem"], NOON, serve({"a.pem": ONE}))
    damage(tmp_path / "trust" / "a.pem")
    with pytest.raises(SetupError, match="damaged"):
        TrustStore(tmp_path / "trust").lists()


def test_another_process_that_renews_the_lists_is_noticed(store: TrustStore, tmp_path: Path) -> None:
    store.update(["a.pem"], NOON, serve({"a.pem": ONE}))
    assert store.lists().anchors == ONE
    TrustStore(tmp_path / "trust").update(["a.pem"], NOON, serve({"a.pem": OTHER}))
    assert store.lists().anchors == OTHER


def test_a_crash_between_two_files_leaves_the_last_good_index(
    store: TrustStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.update(["a.pem"], NOON, serve({"a.pem": ONE}))
    index = tmp_path / "trust" / "sources.json"
    before = index.read_bytes()

    def crash(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(json, "dumps", crash)
    with pytest.raises(KeyboardInterrupt):
        store.update(["b.pem"], NOON, serve({"b.pem": OTHER}))
    assert index.read_bytes() == before
    assert store.lists().anchors == ONE

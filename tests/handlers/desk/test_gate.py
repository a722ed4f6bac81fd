"""The gate over real HTTP: a token, a digest or a file; only 200 means yes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.gate import tokens
from bot.settings import Settings
from policy.limits import MEBIBYTE
from tests.handlers.desk.running import RunningDesk, open_desk
from tests.policy.pictures_with_a_look import COPIES, encoded, scene

GOOD, BAD, WAITING = (encoded(scene(seed)) for seed in range(3))
MOST = 2 * MEBIBYTE


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    """A desk on which one photo was approved, one refused, and one waits."""
    folder = tmp_path_factory.mktemp("gate") / "data"
    with open_desk(folder, replace(Settings(), upload_size=MOST)) as running:
        camille, dominique = running.come_in("Camille"), running.come_in("Dominique")
        for name, data, verb in (("good", GOOD, "approve"), ("bad", BAD, "refuse"), ("waiting", WAITING, None)):
            reference = camille.drop_and_wait((f"{name}.jpg", data))
            assert camille.press(reference, "state", value="own-photo").status_code == 303
            if verb:
                assert dominique.press(reference, verb, **{"answer-reason": "Flou."}).status_code == 303
        yield running


@pytest.fixture(scope="module")
def token(desk: RunningDesk) -> str:
    with desk.house.database.writing() as connection:
        return tokens.make(connection, "site-web", desk.house.clock())


@pytest.fixture(scope="module")
def machine(desk: RunningDesk, token: str) -> httpx.Client:
    client = desk.visitor()
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def asked(client: httpx.Client, data: bytes) -> httpx.Response:
    return client.get(f"/v1/gate/{hashlib.sha256(data).hexdigest()}")


def test_exactly_an_approved_file_is_200(machine: httpx.Client) -> None:
    answer = asked(machine, GOOD)
    assert (answer.status_code, answer.json()["answer"], answer.json()["approved"]) == (200, "approved", True)
    assert answer.json()["reference"] == "V-0001"
    assert answer.headers["cache-control"] == "no-store"
    upper = machine.get(f"/v1/gate/{hashlib.sha256(GOOD).hexdigest().upper()}")
    assert upper.json() == answer.json()


@pytest.mark.parametrize(
    ("data", "answer", "status"), [(BAD, "refused", 409), (WAITING, "pending", 409), (b"?", "unknown", 404)]
)
def test_anything_else_is_not(machine: httpx.Client, data: bytes, answer: str, status: int) -> None:
    told = asked(machine, data)
    assert (told.status_code, told.json()["answer"], told.json()["approved"]) == (status, answer, False)
    assert told.json()["sentence"]


@pytest.mark.parametrize("digest", ["0", "g" * 64, "0" * 63, "0" * 65, "..%2F..%2Fetc", "%00" * 64])
def test_what_is_no_digest_is_400(machine: httpx.Client, digest: str) -> None:
    told = machine.get(f"/v1/gate/{digest}")
    assert told.status_code in {400, 404}
    assert told.json()["sentence"]


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer  wrong",
        "Bearer wrong",
        "Basic {token}",
        "{token}",
        "Bearer {token}x",
        "Bearer {digest}",
    ],
)
def test_without_a_token_everything_is_401(desk: RunningDesk, token: str, header: str | None) -> None:
    client = desk.visitor()
    if header is not None:
        digest = hashlib.sha256(token.encode()).hexdigest()
        client.headers["Authorization"] = header.format(token=token, digest=digest)
    for told in (asked(client, GOOD), asked(client, b"?"), client.post("/v1/gate", content=GOOD)):
        assert told.status_code == 401
        assert told.headers["www-authenticate"].startswith("Bearer")
        assert set(told.json()) == {"sentence"}


def test_a_session_of_the_desk_is_no_token(desk: RunningDesk) -> None:
    dominique = desk.come_in("Dominique")
    assert asked(dominique.client, GOOD).status_code == 401
    assert dominique.client.post("/v1/gate", content=GOOD).status_code == 401


def test_a_token_opens_nothing_but_the_gate(machine: httpx.Client) -> None:
    assert machine.get("/").status_code == 403
    assert machine.get("/journal/export").status_code == 403


def test_a_revoked_token_is_401_at_once(desk: RunningDesk) -> None:
    with desk.house.database.writing() as connection:
        short_lived = tokens.make(connection, "imprimerie", desk.house.clock())
    client = desk.visitor()
    client.headers["Authorization"] = f"bearer {short_lived}"
    assert asked(client, GOOD).status_code == 200
    with desk.house.database.writing() as connection:
        tokens.revoke(connection, "imprimerie")
    assert asked(client, GOOD).status_code == 401


def test_wrong_tokens_write_nothing_and_block_nobody(desk: RunningDesk, machine: httpx.Client) -> None:
    stranger = desk.visitor()
    for number in range(200):
        stranger.headers["Authorization"] = f"Bearer guess-{number}"
        assert asked(stranger, GOOD).status_code == 401
    assert asked(machine, GOOD).status_code == 200


def test_a_file_is_compared_by_its_bytes_then_by_its_look(machine: httpx.Client) -> None:
    told = machine.post("/v1/gate", content=GOOD)
    assert (told.status_code, told.json()["answer"], told.json()["compared"]) == (200, "approved", "not-needed")
    for copy in ("Telegram's photo", "JPEG of quality 50"):
        like = machine.post("/v1/gate", content=COPIES[copy](scene(0)))
        assert (like.status_code, like.json()["answer"]) == (404, "looks-like-approved")
        loud = machine.post("/v1/gate", content=COPIES[copy](scene(1)))
        assert (loud.status_code, loud.json()["answer"]) == (404, "looks-like-refused")
        assert loud.json()["resembles"][0]["reference"] == "V-0002"
    stranger = machine.post("/v1/gate", content=encoded(scene(9)))
    assert (stranger.status_code, stranger.json()["answer"], stranger.json()["compared"]) == (404, "unknown", "yes")


def test_nothing_of_a_file_is_kept(desk: RunningDesk, machine: httpx.Client) -> None:
    def kept() -> set[Path]:
        return {path for path in desk.house.settings.data_dir.rglob("*") if path.is_file()}

    before = kept()
    machine.post("/v1/gate", content=encoded(scene(8)))
    assert kept() == before


def test_a_file_sent_in_pieces_of_unknown_length_is_bounded_too(machine: httpx.Client) -> None:
    def pieces(total: int) -> Iterator[bytes]:
        for _ in range(total // 65_536):
            yield bytes(65_536)

    assert machine.post("/v1/gate", content=pieces(MOST)).status_code == 404
    told = machine.post("/v1/gate", content=pieces(MOST + 65_536))
    assert told.status_code == 413
    assert told.json()["sentence"]


def test_no_file_at_all_is_400(machine: httpx.Client) -> None:
    assert machine.post("/v1/gate").status_code == 400


def test_a_damaged_file_is_unknown(machine: httpx.Client) -> None:
    told = machine.post("/v1/gate", content=GOOD[:200])
    assert (told.status_code, told.json()["compared"]) == (404, "no-look")


def test_other_methods_and_addresses_are_told_in_json(machine: httpx.Client) -> None:
    for told in (machine.delete("/v1/gate"), machine.get("/v1/gate"), machine.get("/v1/elsewhere")):
        assert told.status_code in {404, 405}
        assert told.json()["sentence"]

"""No file makes Vigie go anywhere. Every trap is first shown to snap under c2pa's own defaults or options."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import c2pa
import pytest

from policy.evidence import Look, Obstacle, Origin, Strength
from policy.readers.credentials.context import settings
from tests.policy.readers.credentials.signers import PICTURE, Signers
from tests.policy.signing import Content, created, identity, sign


@dataclass
class Trap:
    """A loopback server that counts what comes."""

    url: str
    visits: list[str] = field(default_factory=list)


@pytest.fixture
def trap() -> Iterator[Trap]:
    caught = Trap("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            caught.visits.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_GET  # noqa: N815 - http.server's name

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        caught.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield caught
        server.shutdown()
        thread.join()


def read_with(chosen: dict[str, Any], data: bytes) -> dict[str, Any]:
    with (
        suppress(c2pa.C2paError),
        c2pa.Context.from_dict(chosen) as context,
        c2pa.Reader("image/png", io.BytesIO(data), context=context) as reader,
    ):
        document: dict[str, Any] = json.loads(reader.json())
        return document
    return {}


def test_a_remote_manifest_is_reported_and_never_fetched(signers: Signers, trap: Trap) -> None:
    pointer = f"{trap.url}/manifest.c2pa"
    data = sign(PICTURE, signers.trusted, Content(actions=[created()], remote_url=pointer, embedded=False))
    read_with({}, data)
    assert trap.visits == ["/manifest.c2pa"], "the trap does not work"
    trap.visits.clear()

    report = signers.report(data)
    assert trap.visits == []
    assert (report.look, report.obstacle) == (Look.COULD_NOT_LOOK, Obstacle.REMOTE)
    [evidence] = report.evidence
    assert (evidence.marker, evidence.value) == ("remoteManifest", pointer)
    assert (evidence.origin, evidence.strength) == (Origin.UNKNOWN, Strength.UNSIGNED)
    assert signers.examine(data).readable


def test_a_manifest_in_the_file_is_read_although_it_also_stands_elsewhere(signers: Signers, trap: Trap) -> None:
    content = Content(actions=[created("trainedAlgorithmicMedia")], remote_url=f"{trap.url}/manifest.c2pa")
    assert signers.examine(sign(PICTURE, signers.trusted, content)).origin is Origin.AI_GENERATED
    assert trap.visits == []


def test_a_certificate_that_names_an_ocsp_server_is_not_asked_about(signers: Signers, trap: Trap) -> None:
    data = sign(PICTURE, identity(signers.root, urls=f"{trap.url}/ocsp"))
    read_with({**settings(signers.trust), "verify": {"ocsp_fetch": True}, "core": {}}, data)
    assert trap.visits, "the trap does not work"
    trap.visits.clear()

    report = signers.report(data)
    assert trap.visits == []
    assert {item.strength for item in report.evidence} == {Strength.TRUSTED}


def test_the_empty_list_of_hosts_alone_keeps_every_option_at_home(signers: Signers, trap: Trap) -> None:
    """The master switch holds even where someone turns the single options on again."""
    remote = sign(
        PICTURE, signers.trusted, Content(actions=[created()], remote_url=f"{trap.url}/m.c2pa", embedded=False)
    )
    certified = sign(PICTURE, identity(signers.root, urls=f"{trap.url}/ocsp"))
    chosen = settings(signers.trust)
    chosen["verify"] = {"remote_manifest_fetch": True, "ocsp_fetch": True}
    for data in (remote, certified):
        read_with(chosen, data)
    assert trap.visits == []


def test_an_identity_on_the_web_is_not_looked_up(signers: Signers) -> None:
    """A CAWG identity is issued by `did:web:…`, an address: c2pa asks it by default, never under our settings."""
    data = sign(
        PICTURE,
        signers.trusted,
        Content(actions=[created("digitalCapture")], assertions=[_web_identity("127.0.0.1%3A9")]),
    )
    trusting = {"trust": settings(signers.trust)["trust"]}
    assert any(code.startswith("cawg.") for code in _codes(read_with(trusting, data))), "the trap does not work"
    assert not any(code.startswith("cawg.") for code in _codes(read_with(settings(signers.trust), data)))
    assert {item.strength for item in signers.report(data).evidence} == {Strength.TRUSTED}


def _codes(document: dict[str, Any]) -> list[str]:
    found = document["validation_results"]["activeManifest"]
    return [item["code"] for kind in ("success", "informational", "failure") for item in found[kind]]


def _web_identity(host: str) -> dict[str, Any]:
    """A CAWG 1.1 identity assertion: an unsigned credential in COSE_Sign1 (RFC 9052), whose issuer is `did:web`."""
    payload = {"referenced_assertions": [], "sig_type": "cawg.identity_claims_aggregation"}
    credential = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://cawg.io/identity/1.1/ica/context/"],
        "type": ["VerifiableCredential", "IdentityClaimsAggregationCredential"],
        "issuer": f"did:web:{host}",
        "validFrom": "2024-01-01T00:00:00Z",
        "credentialSubject": {"verifiedIdentities": [], "c2paAsset": payload},
    }
    header = b"\xa2\x01\x27\x03\x6eapplication/vc"  # {1: EdDSA, 3: "application/vc"}
    parts = _bytes(header), b"\xa0", _bytes(json.dumps(credential).encode()), _bytes(bytes(64))
    cose = b"\xd2\x84" + b"".join(parts)
    return {
        "label": "cawg.identity",
        "kind": "Cbor",
        "data": {"signer_payload": payload, "signature": list(cose), "pad1": [0]},
    }


def _bytes(content: bytes) -> bytes:
    return b"\x59" + len(content).to_bytes(2, "big") + content

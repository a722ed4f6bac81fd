"""Trust lists over the wire: a real HTTPS server on loopback, with a certificate of its own."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from bot.trust_lists import TrustStore
from policy.trust import NO_TRUST
from tests.bot.certificates import certificate

NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
LIST = certificate("One")
Answer = Callable[[BaseHTTPRequestHandler], None]


def send(
    handler: BaseHTTPRequestHandler, *, status: int = 200, body: bytes = LIST.encode(), location: str = ""
) -> None:
    handler.send_response(status)
    if location:
        handler.send_header("Location", location)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, answer: Answer, *given: object) -> None:
        self._answer = answer
        super().__init__(*given)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self._answer(self)

    def log_message(self, *_: object) -> None:
        return None


@contextmanager
def server(answer: Answer, identity: Path | None) -> Iterator[str]:
    """Serve one answer, over TLS where there is an identity; gives the address of a list."""
    serving = HTTPServer(("127.0.0.1", 0), partial(_Handler, answer))
    if identity:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(identity)
        serving.socket = context.wrap_socket(serving.socket, server_side=True, do_handshake_on_connect=True)
    thread = Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"{'https' if identity else 'http'}://127.0.0.1:{serving.server_port}/list.pem"
    finally:
        serving.shutdown()
        thread.join()
        serving.server_close()


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    """A key and a certificate for 127.0.0.1, as PEM in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "identity.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def store(tmp_path: Path) -> TrustStore:
    return TrustStore(tmp_path / "trust")


@pytest.fixture
def believed(identity: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The server's identity, which this process believes in."""
    monkeypatch.setenv("SSL_CERT_FILE", str(identity))
    return identity


def test_a_list_comes_over_https(store: TrustStore, believed: Path) -> None:
    with server(send, believed) as address:
        assert store.update([address], NOON).failed == ()
    assert store.lists().anchors.strip() == LIST.strip()


def test_a_server_that_nobody_vouches_for_is_not_believed(store: TrustStore, identity: Path) -> None:
    with server(send, identity) as address:
        ((_, told),) = store.update([address], NOON).failed
    assert "CERTIFICATE_VERIFY_FAILED" in told
    assert store.lists() == NO_TRUST


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (partial(send, status=404), "404"),
        (partial(send, body=b"\xff\xfe" + LIST.encode()), "utf-8"),
        (partial(send, body=b"a" * (8 * 1024 * 1024 + 1)), "larger"),
        (partial(send, body=b"<html>Please sign in</html>"), "no certificate"),
    ],
)
def test_an_answer_that_is_no_list_is_a_failure(store: TrustStore, believed: Path, answer: Answer, reason: str) -> None:
    def tolerant(handler: BaseHTTPRequestHandler) -> None:
        try:
            answer(handler)
        except OSError:  # it stopped reading a list that is too large
            handler.close_connection = True

    with server(tolerant, believed) as address:
        ((_, told),) = store.update([address], NOON).failed
    assert reason in told
    assert store.lists() == NO_TRUST


def test_a_redirection_away_from_https_is_not_believed(store: TrustStore, believed: Path) -> None:
    with server(send, None) as plain, server(partial(send, status=302, body=b"", location=plain), believed) as address:
        ((_, told),) = store.update([address], NOON).failed
    assert told == "only https addresses and files are read"
    assert store.lists() == NO_TRUST


def test_no_server_at_all_is_a_failure_with_its_reason(store: TrustStore, believed: Path) -> None:
    with server(send, believed) as address:
        pass
    ((_, told),) = store.update([address], NOON).failed
    assert "ConnectError" in told
    assert store.lists() == NO_TRUST

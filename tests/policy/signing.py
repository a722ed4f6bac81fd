"""Signs small files with Content Credentials, by throw-away authorities made on the spot."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

BASE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""Base of the IPTC Digital Source Type vocabulary."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A root certificate with its key; `pem` is what a trust list holds."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> str:
        return _pem(self.certificate)


@dataclass(frozen=True, slots=True)
class Identity:
    """A signer: its chain of certificates, leaf first, and its key, all as PEM."""

    chain: str
    key: str


def authority(name: str = "Test Root") -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name, name)
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    certificate = (
        _certificate(subject, subject, key.public_key(), _years(-2), _years(10))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return Authority(certificate, key)


def identity(
    issuer: Authority,
    organisation: str = "Test Signer",
    *,
    until: datetime | None = None,
    urls: str | None = None,
) -> Identity:
    """A signer whose certificate ends at `until`; `urls` is where its OCSP and issuer addresses point."""
    key = ec.generate_private_key(ec.SECP256R1())
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    key_id = issuer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        _certificate(
            _name(organisation, organisation),
            issuer.certificate.subject,
            key.public_key(),
            _years(-1),
            until or _years(1),
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(key_id), critical=False)
    )
    if urls:
        builder = builder.add_extension(_addresses(urls), critical=False)
    certificate = builder.sign(issuer.key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Identity(_pem(certificate) + issuer.pem, secret.decode())


@dataclass(frozen=True, slots=True)
class Part:
    """A file that another was made from."""

    data: bytes
    relationship: str = "parentOf"
    media_type: str = "image/png"


@dataclass(frozen=True, slots=True)
class Content:
    """What a manifest is to say."""

    generator: str = "Test Editor"
    actions: Sequence[dict[str, Any]] = ()
    assertions: Sequence[dict[str, Any]] = ()
    parts: Sequence[Part] = ()
    claim_version: int = 2
    remote_url: str | None = None
    embedded: bool = True
    settings: dict[str, Any] = field(default_factory=dict)


def created(source_type: str | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return action("c2pa.created", source_type, **more)


def opened(source_type: str | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """The action that goes on from the first part; a manifest with a parent has to begin with it."""
    return action("c2pa.opened", source_type, parameters={"ingredientIds": ["part-0"]}, **more)


def action(name: str, source_type: str | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    source = {"digitalSourceType": source_type if ":" in source_type else BASE + source_type} if source_type else {}
    return {"action": name, **source, **more}


def sign(data: bytes, signer: Identity, content: Content | None = None, media_type: str = "image/png") -> bytes:
    """Return the file with a manifest signed by `signer`."""
    content = content or Content(actions=[created("digitalCapture")])
    settings = {
        "verify": {"verify_after_sign": False},
        "builder": {"thumbnail": {"enabled": False}},
        **content.settings,
    }
    info = c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, signer.chain.encode(), signer.key.encode(), None)
    target = io.BytesIO()
    with (
        c2pa.Context.from_dict(settings) as context,
        c2pa.Builder(_definition(content), context) as builder,
        c2pa.Signer.from_info(info) as pen,
    ):
        for number, part in enumerate(content.parts):
            described = {"title": "part", "relationship": part.relationship, "label": f"part-{number}"}
            builder.add_ingredient(json.dumps(described), part.media_type, io.BytesIO(part.data))
        if content.remote_url:
            builder.set_remote_url(content.remote_url)
        if not content.embedded:
            builder.set_no_embed()
        builder.sign(pen, media_type, io.BytesIO(data), target)
    return target.getvalue()


def _definition(content: Content) -> str:
    label = "c2pa.actions" if content.claim_version == 1 else "c2pa.actions.v2"
    assertions: list[dict[str, Any]] = list(content.assertions)
    if content.actions:
        assertions.insert(0, {"label": label, "data": {"actions": list(content.actions)}})
    return json.dumps(
        {
            "claim_version": content.claim_version,
            "claim_generator_info": [{"name": content.generator, "version": "1.0"}],
            "assertions": assertions,
        }
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _addresses(url: str) -> x509.AuthorityInformationAccess:
    place = x509.UniformResourceIdentifier(url)
    methods: Iterable[x509.ObjectIdentifier] = (
        AuthorityInformationAccessOID.OCSP,
        AuthorityInformationAccessOID.CA_ISSUERS,
    )
    return x509.AuthorityInformationAccess([x509.AccessDescription(method, place) for method in methods])


def _name(organisation: str, common: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )


def _years(count: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=365 * count)


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()

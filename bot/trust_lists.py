"""The C2PA trust lists: fetched, checked, and kept; the last good copy of each serves while the network does not.

Kept in `VIGIE_DATA_DIR/trust`: one PEM file a source, and `sources.json`, which says where each came from and when.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import SetupError
from bot.language import N_
from policy.trust import NO_TRUST, TrustLists

_SIZE_LIMIT = 8 * 1024 * 1024
_TIMEOUT = 20.0
_CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----\s+[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----")
_SAFE_NAME = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True, slots=True)
class Source:
    """One kept list: `allowed` holds single certificates, other lists hold authorities."""

    name: str
    address: str
    allowed: bool
    sha256: str
    certificates: int
    fetched_at: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """What an update did: the lists that came in, and those that could not be had, with the reason."""

    renewed: tuple[Source, ...]
    failed: tuple[tuple[str, str], ...]


class TrustStore:
    """The folder of trust lists."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cached: tuple[float, TrustLists] | None = None

    def sources(self) -> tuple[Source, ...]:
        """Return every kept list, with its age and digest."""
        try:
            kept = json.loads(self._index.read_text("utf-8"))
            return tuple(Source(**item) for item in kept)
        except FileNotFoundError:
            return ()
        except (ValueError, TypeError) as error:
            raise self._damaged() from error

    def lists(self) -> TrustLists:
        """Return the certificates of every kept list; empty lists trust nobody."""
        try:
            changed = self._index.stat().st_mtime
        except FileNotFoundError:
            return NO_TRUST
        if self._cached is None or self._cached[0] != changed:
            sources = self.sources()
            self._cached = (changed, TrustLists(self._text(sources, False), self._text(sources, True)))
        return self._cached[1]

    def update(
        self,
        addresses: Sequence[str],
        at: datetime,
        fetch: Callable[[str], str] | None = None,
        allowed: Collection[str] = (),
    ) -> Renewal:
        """Renew lists from addresses (https or files); each that fails keeps its last good copy.

        Those in `allowed`, and those with that word in their name, hold single certificates.
        """
        renewed: list[Source] = []
        failed: list[tuple[str, str]] = []
        for address in addresses:
            try:
                renewed.append(self._keep(address, (fetch or _fetch)(address), at, address in allowed))
            except (OSError, ValueError) as error:
                failed.append((address, str(error) or type(error).__name__))
        if renewed:
            self._record(renewed)
        return Renewal(tuple(renewed), tuple(failed))

    @property
    def _index(self) -> Path:
        return self._folder / "sources.json"

    def _text(self, sources: Iterable[Source], allowed: bool) -> str:
        wanted = [self._folder / source.name for source in sources if source.allowed is allowed]
        try:
            return "\n".join(path.read_text("utf-8") for path in wanted)
        except (OSError, ValueError) as error:
            raise self._damaged() from error

    def _damaged(self) -> SetupError:
        return SetupError(N_("{path} is damaged."), N_("Delete it and run: vigie trust update"), path=str(self._index))

    def _keep(self, address: str, text: str, at: datetime, allowed: bool) -> Source:
        certificates = _CERTIFICATE.findall(text)
        if not certificates:
            raise ValueError("no certificate in it")
        _check(certificates)
        name = _SAFE_NAME.sub("-", address.replace("\\", "/").rpartition("/")[2]) or "list.pem"
        kept = "\n".join(certificates) + "\n"
        self._folder.mkdir(parents=True, exist_ok=True)
        _write(self._folder / name, kept)
        digest = hashlib.sha256(kept.encode()).hexdigest()
        from bot.trail.entry import write_moment  # only where a list is kept: checking a file needs none of it

        moment = write_moment(at)
        single = allowed or "allowed" in name.casefold()
        return Source(name, address, single, digest, len(certificates), moment)

    def _record(self, renewed: Sequence[Source]) -> None:
        names = {source.name for source in renewed}
        kept = [source for source in self.sources() if source.name not in names] + list(renewed)
        kept.sort(key=lambda source: (source.allowed, source.name))
        _write(self._index, json.dumps([asdict(source) for source in kept], indent=1))


def _check(certificates: Sequence[str]) -> None:
    """Refuse a list in which no certificate can be parsed: a login page or a cut download must not replace it."""
    from cryptography import x509

    parsed = 0
    for text in certificates:
        try:
            x509.load_pem_x509_certificate(text.encode())
            parsed += 1
        except ValueError:
            continue
    if not parsed:
        raise ValueError("no certificate in it can be read")


def _fetch(address: str) -> str:
    """Return the text of a list; only https, or a file of this machine."""
    if not address.startswith("https://"):
        if "://" in address:
            raise ValueError("only https addresses and files are read")
        return Path(address).expanduser().read_text("utf-8")
    import httpx

    try:
        with httpx.stream("GET", address, timeout=_TIMEOUT, follow_redirects=True) as answer:
            if any(step.url.scheme != "https" for step in (*answer.history, answer)):
                raise ValueError("only https addresses and files are read")
            answer.raise_for_status()
            return _bounded(answer.iter_bytes()).decode("utf-8")
    except httpx.HTTPError as error:
        raise OSError(f"{type(error).__name__}: {error}".strip(": ")) from error


def _bounded(chunks: Iterable[bytes]) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > _SIZE_LIMIT:
            raise ValueError("larger than any trust list")
    return bytes(content)


def _write(path: Path, text: str) -> None:
    """Replace a file in one step, so that a crash leaves the last good copy."""
    draft = path.with_suffix(path.suffix + ".new")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)

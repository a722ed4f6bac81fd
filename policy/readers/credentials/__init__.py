"""Content Credentials (C2PA): who signed, what every action of the whole chain says of the origin."""

from __future__ import annotations

from policy.readers.credentials.reader import prepare, read

__all__ = ["prepare", "read"]

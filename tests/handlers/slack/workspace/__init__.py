"""A Slack of one's own on loopback: a real HTTP and WebSocket server that knows the protocol and notes its breaches."""

from __future__ import annotations

from tests.handlers.slack.workspace.model import Answer, Call, Download, Json, Upload, Uploaded
from tests.handlers.slack.workspace.sight import buttons_of, words_of
from tests.handlers.slack.workspace.workspace import Workspace

__all__ = ["Answer", "Call", "Download", "Json", "Upload", "Uploaded", "Workspace", "buttons_of", "words_of"]

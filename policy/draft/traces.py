"""What AI assistants leave in a text that was copied from them.

Only what a person does not write herself counts: marks for machines, links that carry an assistant's name, an
assistant speaking of itself or to whoever asked. Dashes, quotation marks, emoji and vocabulary prove nothing,
and a phrase that is quoted is somebody's subject.
Quantifiers are bounded, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from policy.draft.assistant_phrases import ASSISTANT_PHRASES
from policy.draft.model import Places, Trace, TraceKind

_RESIDUES = (
    (
        "ChatGPT",
        r"[\ue200-\ue206]+(?:\w{1,20}[\ue200-\ue206]+)*|\bturn\d{1,3}(?:search|image|news|file|view|fetch)\d{1,3}\b",
    ),
    ("ChatGPT", r":?contentReference\s?\[oaicite:\d{1,4}\](?:\{index=\d{1,4}\})?|\boaicite\b|\boai_citation\b"),
    ("ChatGPT", r"【\d{1,3}(?::\d{1,3})?†[^】\n]{0,200}】|attributableIndex|\bsandbox:/mnt/data/\S{1,200}"),
    ("Gemini", r"\[cite_start\]|\[cite:\s?\d{1,3}(?:,\s?\d{1,3}){0,20}\]|\[span_\d{1,3}\]\((?:start|end)_span\)"),
    ("Grok", r"<grok-card\b|<grok:render\b|\bgrok_render_\w{1,40}"),
    ("Perplexity", r"\[(?:web|attached_file|memory):\d{1,3}\]|\bppl-ai-file-upload\b"),
    ("Claude", r"</?ant(?:Artifact|Thinking)\b"),
    ("", r"</?think>|<\|(?:im_start|im_end|endoftext|assistant|user|start_header_id)\|>"),
)
_SOURCES = (
    ("ChatGPT", r"chatgpt(?:\.com)?|openai|(?:chat\.)?openai\.com"),
    ("Copilot", r"copilot(?:\.com|\.microsoft\.com)"),
    ("Perplexity", r"perplexity(?:\.ai)?"),
    ("Claude", r"claude\.ai"),
    ("Gemini", r"gemini\.google\.com"),
    ("Grok", r"grok(?:\.com)?"),
    ("Le Chat", r"chat\.mistral\.ai"),
    ("DeepSeek", r"(?:chat\.)?deepseek(?:\.com)?"),
)
"""Names by which assistants sign the links they give; one that people or campaigns bear counts with its domain only."""
_SHARED = (
    ("ChatGPT", r"https?://(?:chatgpt\.com|chat\.openai\.com)/(?:share|c|s)/[\w-]{1,80}"),
    ("Claude", r"https?://claude\.ai/(?:share|chat|public)/[\w-]{1,80}"),
    ("Copilot", r"https?://copilot\.microsoft\.com/shares/[\w-]{1,80}"),
    ("Gemini", r"https?://(?:g\.co/gemini/share|gemini\.google\.com/(?:share|app))/[\w-]{1,80}"),
    ("Grok", r"https?://grok\.com/(?:share|chat)/[\w-]{1,80}"),
    ("Perplexity", r"https?://(?:www\.)?perplexity\.ai/search/[\w-]{1,200}"),
    ("Le Chat", r"https?://chat\.mistral\.ai/(?:chat|public)/[\w-]{1,80}"),
    ("DeepSeek", r"https?://chat\.deepseek\.com/(?:share|a/chat)/[\w-]{1,80}"),
)
_BLANKS = (
    r"\[(?:insérer|indiquer|préciser|ajouter|compléter|remplacer|à (?:compléter|préciser)|votre|vos|nom|prénom|date"
    r"|lieu|ville|heure|adresse|numéro)(?:[ ’'][^\]\[\n:]{0,80})?\](?!\()",
    r"\[(?:insert|your|add|enter|name|location|describe|specify)(?: [^\]\[\n:]{0,80})?\](?!\()",
    r"\bINSERT_[A-Z_]{2,40}\b|\b20\d\d-XX-XX\b",
)
_QUOTED_WITHIN = 500
"""Characters before a phrase in which a quotation that holds it is looked for."""


def _compiled() -> Iterator[tuple[TraceKind, str, re.Pattern[str]]]:
    flags = re.IGNORECASE | re.MULTILINE
    for tool, marks in _RESIDUES:
        yield TraceKind.RESIDUE, tool, re.compile(marks, flags)
    for tool, name in _SOURCES:
        source = rf"[?&#;](?:utm_source|utm_referrer|referrer|ref)=(?:www\.)?(?:{name})(?![\w.-])"
        yield TraceKind.CHATBOT_LINK, tool, re.compile(source, flags)
    for tool, address in _SHARED:
        yield TraceKind.CHATBOT_LINK, tool, re.compile(address, flags)
    for phrase in ASSISTANT_PHRASES:
        yield TraceKind.ASSISTANT_PHRASE, "", re.compile(phrase, flags)
    for blank in _BLANKS:
        yield TraceKind.PLACEHOLDER, "", re.compile(blank, flags)


_PATTERNS = tuple(_compiled())
_MOST = 50
"""Traces of one kind that are told; a page of them says no more."""


def find_traces(text: str) -> list[Trace]:
    """Return the traces of a text, in its order."""
    found: list[Trace] = []
    places = Places(text)
    for kind, tool, pattern in _PATTERNS:
        for match in islice(_counting(text, kind, pattern), _MOST):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            found.append(Trace(kind, tool, places.passage(start, match.end())))
    return sorted(found, key=lambda trace: trace.passage.start)


def _counting(text: str, kind: TraceKind, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for match in pattern.finditer(text):
        if kind is not TraceKind.ASSISTANT_PHRASE or not _is_quoted(text, match.start()):
            yield match


def _is_quoted(text: str, start: int) -> bool:
    """Whether a quotation that began on the same line is still open: others may cite what an assistant said."""
    near = max(0, start - _QUOTED_WITHIN)
    before = text[max(near, text.rfind("\n", near, start) + 1) : start]
    return before.count("«") > before.count("»") or before.count("“") > before.count("”") or before.count('"') % 2 == 1

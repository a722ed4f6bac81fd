"""What AI assistants leave in a text that was copied from them.

Only what a person does not write herself counts: marks for machines, links that carry an assistant's name, an
assistant speaking of itself or to whoever asked. Dashes, quotation marks, emoji and vocabulary prove nothing.
Quantifiers are bounded, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policy.draft.model import Trace, TraceKind, passage

_RESIDUES = (
    (
        "ChatGPT",
        r"[\ue200-\ue206]+(?:\w{1,20}[\ue200-\ue206]+)*|\bturn\d{1,3}(?:search|image|news|file|view|fetch)\d{1,3}\b",
    ),
    ("ChatGPT", r":?contentReference\s?\[oaicite:\d{1,4}\](?:\{index=\d{1,4}\})?|\boaicite\b|\boai_citation\b"),
    ("ChatGPT", r"【\d{1,3}(?::\d{1,3})?†[^】\n]{0,200}】|attributableIndex|\bsandbox:/mnt/data/\S{1,200}"),
    ("Gemini", r"\[cite_start\]|\[cite:\s?\d{1,3}(?:,\s?\d{1,3}){0,20}\]|\[span_\d{1,3}\]\((?:start|end)_span\)"),
    ("Grok", r"<grok-card\b|<grok:render\b|\bgrok_render_\w{1,40}"),
    ("Perplexity", r"\[(?:web|attached_file|page|memory):\d{1,3}\]|\bppl-ai-file-upload\b"),
    ("Claude", r"</?ant(?:Artifact|Thinking)\b"),
    ("", r"</?think>|<\|(?:im_start|im_end|endoftext|assistant|user|start_header_id)\|>"),
)
_ASSISTANTS = (
    ("ChatGPT", r"chatgpt(?:\.com)?|(?:chat\.)?openai(?:\.com)?"),
    ("Copilot", r"copilot(?:\.com|\.microsoft\.com)?"),
    ("Perplexity", r"perplexity(?:\.ai)?"),
    ("Claude", r"claude(?:\.ai)?"),
    ("Gemini", r"gemini(?:\.google\.com)?"),
    ("Grok", r"grok(?:\.com)?"),
    ("Le Chat", r"chat\.mistral\.ai|lechat"),
    ("DeepSeek", r"(?:chat\.)?deepseek(?:\.com)?"),
)
_SHARED = (
    ("ChatGPT", r"https?://(?:chatgpt\.com|chat\.openai\.com)/(?:share|c)/[\w-]{1,80}"),
    ("Claude", r"https?://claude\.ai/(?:share|chat)/[\w-]{1,80}"),
    ("Gemini", r"https?://(?:g\.co/gemini/share|gemini\.google\.com/(?:share|app))/[\w-]{1,80}"),
    ("Grok", r"https?://grok\.com/(?:share|chat)/[\w-]{1,80}"),
    ("Perplexity", r"https?://(?:www\.)?perplexity\.ai/search/[\w-]{1,200}"),
    ("Le Chat", r"https?://chat\.mistral\.ai/chat/[\w-]{1,80}"),
)
_LEAD = r"^[ \t*#_>\"«“\u00a0\u202f]{0,8}"
_VERSION = r"(?:version|proposition|variante|reformulation|suggestion)s?"
_PHRASES = (
    r"\ben tant qu(?:e |[’'])(?:modèle de langage|(?:une )?(?:IA|intelligence artificielle)\b|assistant IA)",
    r"\bje suis (?:une IA|un modèle de langage|une intelligence artificielle|un assistant (?:IA|virtuel))\b",
    r"\bmes (?:connaissances|données d[’']entraînement) s[’']arrêtent\b",
    r"\bma dernière mise à jour(?: de(?:s| mes) connaissances)? (?:en|date|remonte)\b",
    _LEAD + r"(?:Bien sûr|Absolument|Certainement|Avec plaisir|Très bonne question)\s?[!,.:]\s{1,3}(?:Voici|Voilà)\s",
    _LEAD
    + rf"Voici (?:une|la|votre|ta|deux|trois|quelques) (?:[\w’'-]{{1,20}} ){{0,4}}{_VERSION}\b[^.\n]{{0,120}}:\s*$",
    _LEAD
    + r"Voici (?:un|le|votre|ton) (?:[\w’'-]{1,20} ){0,3}(?:post|brouillon|texte|tweet|exemple) (?:[\w’'-]{1,20} ){0,6}"
    r"(?:reformulé|corrigé|amélioré|retravaillé|raccourci|optimisé)e?s?\b[^.\n]{0,80}:\s*$",
    r"\b(?:Souhaites-tu|Souhaitez-vous|Veux-tu|Voulez-vous|Aimeriez-vous) que je "
    r"(?:l[ea’']|te |vous |rédige|propose|adapte|fasse|ajoute)",
    r"\bSi (?:vous le souhaitez|tu (?:veux|le souhaites)), je peux (?:aussi |également )?"
    r"(?:vous |te |l[ea’'] ?)?\w{3,20}er\b",
    r"\bN[’']hésitez? pas à me (?:dire|demander|solliciter|préciser|faire savoir) si\b",
    r"\b(?:as|I am|I[’']m) an? (?:AI|artificial intelligence)(?: language)? (?:model|assistant)\b",
    r"\bas a large language model\b",
    r"\b(?:as of|until) my (?:last|latest) (?:knowledge|training) (?:update|cutoff)\b",
    _LEAD + r"(?:Certainly|Absolutely|Of course|Sure(?: thing)?)[!,.]\s{1,3}(?:Here(?:[’']s| is| are)|Below is)\b",
    _LEAD + r"Here(?:[’']s| is| are) (?:a|an|the|your) (?:[\w’'-]{1,20} ){0,4}"
    r"(?:version|draft|rewrite|suggestion)s?\b[^.\n]{0,120}:\s*$",
    r"\bWould you like me to \w{2,20}\b|\bLet me know if you(?:[’']d| would) like (?:me|any|another)\b",
    _LEAD + r"I hope this helps\b",
)
_BLANKS = (
    r"\[(?:insérer|indiquer|préciser|ajouter|compléter|remplacer|à (?:compléter|préciser)|votre|vos|nom|prénom|date"
    r"|lieu|ville|heure|adresse|numéro)(?:[ ’'][^\]\[\n]{0,80})?\](?!\()",
    r"\[(?:insert|your|add|enter|name|date|location|describe|specify)(?: [^\]\[\n]{0,80})?\](?!\()",
    r"\bINSERT_[A-Z_]{2,40}\b|\b20\d\d-XX-XX\b",
)


def _compiled() -> Iterator[tuple[TraceKind, str, re.Pattern[str]]]:
    flags = re.IGNORECASE | re.MULTILINE
    for tool, marks in _RESIDUES:
        yield TraceKind.RESIDUE, tool, re.compile(marks, flags)
    for tool, name in _ASSISTANTS:
        source = rf"[?&#](?:utm_source|utm_referrer|referrer|ref)=(?:www\.)?(?:{name})(?![\w.-])"
        yield TraceKind.CHATBOT_LINK, tool, re.compile(source, flags)
    for tool, address in _SHARED:
        yield TraceKind.CHATBOT_LINK, tool, re.compile(address, flags)
    for phrase in _PHRASES:
        yield TraceKind.ASSISTANT_PHRASE, "", re.compile(phrase, flags)
    for blank in _BLANKS:
        yield TraceKind.PLACEHOLDER, "", re.compile(blank, flags)


_PATTERNS = tuple(_compiled())
_MOST = 50
"""Traces of one kind that are told; a page of them says no more."""


def find_traces(text: str) -> list[Trace]:
    """Return the traces of a text, in its order."""
    found: list[Trace] = []
    for kind, tool, pattern in _PATTERNS:
        for number, match in enumerate(pattern.finditer(text)):
            if number == _MOST:
                break
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            found.append(Trace(kind, tool, passage(text, start, match.end())))
    return sorted(found, key=lambda trace: trace.passage.start)

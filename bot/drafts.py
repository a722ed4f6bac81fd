"""Which messages of a chat are drafts of a post, and what words in a thread seem to say: pure, for every platform."""

from __future__ import annotations

import re

_TAG = re.compile(r"(?:^|\s)#(?:brouillon|draft)\b[\s:]*", re.IGNORECASE)


def is_draft(text: str, least: int) -> bool:
    """Whether a text is to be published: it is tagged as a draft, or long enough where a length is set (0: never)."""
    return bool(_TAG.search(text)) or 0 < least <= len(text.strip())


def untagged(text: str) -> str:
    """Return a draft without the tag that says that it is one."""
    return _TAG.sub(" ", text).strip() if _TAG.search(text) else text.strip()


_NODS = re.compile(
    r"\W*(?:ok|oui|okay|go|valid[ée]e?|je valide|approuv[ée]e?|j'approuve|lgtm|approved?|parfait|bon pour moi|👍|"
    r":\+1:|:thumbsup:|:white_check_mark:|✅)(?:\W|$)",
    re.IGNORECASE,
)
_CONFESSIONS = re.compile(
    r"\b(?:chatgpt|gpt-?\d|claude|gemini|mistral|le chat|copilot|midjourney|dall-?e|deepl|firefly|perplexity|"
    r"avec (?:une? )?(?:ia|ai)|with (?:an )?ai)\b",
    re.IGNORECASE,
)
_NOD_LENGTH = 60


def nods(text: str) -> bool:
    """Whether somebody seems to approve in words: it never counts, and they should know."""
    return len(text) <= _NOD_LENGTH and _NODS.match(text) is not None


def confesses(text: str) -> bool:
    """Whether somebody seems to say that an AI served: the form to declare it is one tap away."""
    return _CONFESSIONS.search(text) is not None

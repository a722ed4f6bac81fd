"""What people call the parts of a declared use of AI: the same words in forms, cards and the register."""

from __future__ import annotations

from bot.foreign_text import one_line
from bot.language import N_, Catalogue
from policy.declaration import Checker, Declaration, Extent, LabelPlace, Purpose

_PURPOSES = {
    Purpose.DATA_ANALYSIS: N_("Analysing data"),
    Purpose.ACCESSIBILITY: N_("Accessibility"),
    Purpose.INTERNAL_PROCESS: N_("An internal process"),
    Purpose.DRAFTING: N_("Writing a text"),
    Purpose.PROOFREADING: N_("Correcting a text"),
    Purpose.TRANSLATION: N_("Translating"),
    Purpose.SUMMARY: N_("Summing up"),
    Purpose.RESEARCH: N_("Looking things up"),
    Purpose.SUBTITLES: N_("Subtitles, transcription"),
    Purpose.RETOUCH: N_("Retouching a picture"),
    Purpose.IMAGE_GENERATION: N_("Generating an image"),
    Purpose.DECISION: N_("Taking a decision"),
    Purpose.OTHER: N_("Something else"),
}
_EXTENTS = {
    Extent.LIGHT: N_("A little: finishing touches"),
    Extent.PART: N_("A part of the result"),
    Extent.MOST: N_("Most of the result"),
}
_CHECKERS = {
    Checker.AUTHOR: N_("The author"),
    Checker.COLLEAGUE: N_("Somebody of the team"),
    Checker.SPECIALIST: N_("A specialist of the matter"),
    Checker.NOBODY: N_("Nobody yet"),
}
_PLACES = {
    LabelPlace.IN_TEXT: N_("In the text"),
    LabelPlace.CAPTION: N_("In the caption"),
    LabelPlace.ON_VISUAL: N_("On the visual"),
    LabelPlace.PRINTED: N_("At the foot of the printed page"),
    LabelPlace.NOWHERE: N_("Nowhere yet"),
}
_SENT = {True: N_("Yes"), False: N_("No"), None: N_("Not known")}


def purpose_words(purpose: Purpose, catalogue: Catalogue) -> str:
    """Return what AI was used for."""
    return catalogue.say(_PURPOSES[purpose])


def extent_words(extent: Extent, catalogue: Catalogue) -> str:
    """Return how much of the result is the machine's."""
    return catalogue.say(_EXTENTS[extent])


def checker_words(checker: Checker, catalogue: Catalogue) -> str:
    """Return who checked the result: a role."""
    return catalogue.say(_CHECKERS[checker])


def place_words(place: LabelPlace, catalogue: Catalogue) -> str:
    """Return where people can read that AI served."""
    return catalogue.say(_PLACES[place])


def sent_words(sent: bool | None, catalogue: Catalogue) -> str:
    """Return whether personal data went out."""
    return catalogue.say(_SENT[sent])


def tool_words(tool: str, provider: str) -> str:
    """Return a tool and its provider, such as « ChatGPT (OpenAI) »; empty where the tool's name was erased."""
    name, company = one_line(tool), one_line(provider)
    return f"{name} ({company})" if name and company and company != name else name or company


def declaration_lines(declaration: Declaration, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Return a declaration as pairs of a heading and its answer; « — » where a text was erased or never written."""
    say = catalogue.say
    check = one_line(declaration.check, 500)
    checker = checker_words(declaration.checker, catalogue)
    return (
        (say(N_("What it is about")), one_line(declaration.subject, 300) or "—"),
        (say(N_("What AI served for")), purpose_words(declaration.purpose, catalogue)),
        (say(N_("Tool")), tool_words(declaration.tool, declaration.provider) or "—"),
        (say(N_("The machine's share")), extent_words(declaration.extent, catalogue)),
        (say(N_("Personal data sent out")), sent_words(declaration.personal_data_sent, catalogue)),
        (say(N_("Result checked by")), f"{checker} — {check}" if check else checker),
        (say(N_("Label")), place_words(declaration.label, catalogue)),
        (say(N_("In the public register")), sent_words(declaration.public, catalogue)),
    )


def changes(before: Declaration, after: Declaration, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what a correction changed, one line an answer."""
    pairs = zip(declaration_lines(before, catalogue), declaration_lines(after, catalogue), strict=True)
    return tuple(
        catalogue.say(N_("{heading}: {before} → {after}"), heading=heading, before=old, after=new)
        for (heading, old), (_, new) in pairs
        if old != new
    )

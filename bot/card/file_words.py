"""A file in words: what it is, why it could not be read, what else was looked for."""

from __future__ import annotations

from bot.card.evidence_words import reader_name
from bot.language import N_, Catalogue
from policy.evidence import Examination, Look, Obstacle, Report
from policy.media_type import MediaType
from policy.transport import Transport

_FORMATS = {
    MediaType.JPEG: "JPEG",
    MediaType.PNG: "PNG",
    MediaType.WEBP: "WebP",
    MediaType.GIF: "GIF",
    MediaType.TIFF: "TIFF",
    MediaType.HEIC: "HEIC",
    MediaType.AVIF: "AVIF",
    MediaType.SVG: "SVG",
    MediaType.PDF: "PDF",
    MediaType.MP4: "MP4",
    MediaType.MOV: "MOV",
}
_TRANSPORTS = {
    Transport.STRIPPED: N_(
        "A copy as the app keeps it: it may have taken off the marks that tell where a picture is from."
    ),
    Transport.RE_ENCODED: N_("Compressed again by the app: the marks that tell where a picture is from are gone."),
}
_OBSTACLES = {
    Obstacle.EMPTY: N_("This file is empty: the transfer probably stopped. Send it again."),
    Obstacle.UNSUPPORTED: N_(
        "This is not an image, a video or a PDF that Vigie can read, whatever its name says. "
        "Send a JPEG, PNG, WebP, GIF, TIFF, HEIC, AVIF, SVG, PDF, MP4 or MOV."
    ),
    Obstacle.DAMAGED: N_("This file is damaged and can't be opened. Export it again, or ask for the original."),
    Obstacle.TRUNCATED: N_("This file is cut short: a part is missing. Send it again."),
    Obstacle.NO_PIXELS: N_("This image has no pixels at all. Export it again."),
    Obstacle.TOO_MANY_PIXELS: N_(
        "This image is too large to be drawn here: only what is written in the file was read."
    ),
    Obstacle.TOO_LARGE: N_("This file is too heavy to be examined (50 MB at most). Send a lighter export."),
    Obstacle.TOO_COMPLEX: N_("This file is built in a way that is too complicated to be read safely. Export it again."),
    Obstacle.UNPACKS_TOO_LARGE: N_("A part of this file unpacks to an absurd size and was left unread."),
    Obstacle.EXTERNAL_ENTITIES: N_(
        "This drawing calls for content from outside. Vigie fetches nothing: export it as PNG or PDF."
    ),
    Obstacle.REMOTE: N_("Content Credentials kept elsewhere: Vigie fetches nothing."),
    Obstacle.UNKNOWN_VERSION: N_("Content Credentials of a version that can't be read here."),
    Obstacle.TIMED_OUT: N_(
        "Reading this file took too long and was stopped. Export it again, or send another version."
    ),
    Obstacle.OUT_OF_MEMORY: N_("Reading this file took too much memory and was stopped. Send a smaller version."),
    Obstacle.MISSING: N_("The original of this file is no longer kept. Submit it again."),
    Obstacle.CRASHED: N_("Reading this file failed. Export it again, or send another version."),
    Obstacle.ANSWER_TOO_LARGE: N_("This file says far too much about itself to be read. Export it again."),
}


def obstacle_sentence(obstacle: Obstacle, catalogue: Catalogue) -> str:
    """Return why a file could not be read, and what to do."""
    return catalogue.say(_OBSTACLES[obstacle])


def facts_line(media_type: str, size: int, examination: Examination | None, catalogue: Catalogue) -> str:
    """Return a line such as « PNG · 1 200 × 800 px · 750 ko »."""
    parts = [format_name(media_type, catalogue)]
    if examination and examination.width and examination.height:
        width, height = catalogue.number(examination.width), catalogue.number(examination.height)
        parts.append(f"{width}\u00a0×\u00a0{height}\u00a0px")
    return " · ".join([*parts, catalogue.size(size)])


def format_name(media_type: str, catalogue: Catalogue) -> str:
    """Return a format as people call it."""
    known = _FORMATS.get(MediaType(media_type))
    return known or catalogue.say(N_("unknown format"))


def nothing_found(examination: Examination, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what was looked for and not found."""
    return tuple(reader_name(report.reader, catalogue) for report in examination.reports if report.look is Look.NOTHING)


def not_looked(examination: Examination, catalogue: Catalogue) -> tuple[str, ...]:
    """Return where it was impossible to look, and why: never the same as « nothing found »."""
    refused = [report for report in examination.reports if report.look is Look.COULD_NOT_LOOK]
    return tuple(_refused(report, catalogue) for report in refused)


def _refused(report: Report, catalogue: Catalogue) -> str:
    why = obstacle_sentence(report.obstacle or Obstacle.DAMAGED, catalogue)
    return catalogue.say(N_("{what}: {why}"), what=reader_name(report.reader, catalogue), why=why)


def transport_words(transport: Transport, catalogue: Catalogue) -> str:
    """Say what the way to us may have taken from a file; empty where it came just as it was sent."""
    return catalogue.say(_TRANSPORTS[transport]) if transport in _TRANSPORTS else ""

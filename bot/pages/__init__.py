"""Pages that stand alone: one HTML file that can be sent, printed or published, with nothing to fetch."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2

from bot.language import Catalogue

_TEMPLATES = Path(__file__).parent / "templates"
_FRENCH_SPACE = re.compile(r"(?<=«) | (?=[»:;!?])")


def render(template: str, catalogue: Catalogue, **values: object) -> str:
    """Return a whole page in the reader's language; every value is escaped."""
    words = {
        "say": catalogue.say,
        "count": catalogue.count,
        "moment": catalogue.moment,
        "number": catalogue.number,
        "language": catalogue.language,
    }
    return _environment().get_template(template, globals=words).render(**values)


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["unbroken"] = _unbroken
    return environment


def _unbroken(text: str) -> str:
    """Keep French punctuation on the line of its word, where a charter's authors typed a plain space."""
    return _FRENCH_SPACE.sub("\N{NO-BREAK SPACE}", text)

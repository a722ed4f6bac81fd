"""The charter as a page that stands alone."""

from __future__ import annotations

from bot.charter_words import headings
from bot.language import Catalogue
from bot.pages import render
from policy.charter.model import Charter
from policy.charter.show import answered_by, approvals, marks, origin, promised, values


def as_html(charter: Charter, catalogue: Catalogue) -> str:
    """Return the whole charter as one HTML file."""
    articles = [(item, [rule for rule in charter.rules if rule.article == item.number]) for item in charter.articles]
    return render(
        "charter.html",
        catalogue,
        charter=charter,
        articles=articles,
        headings=headings(catalogue),
        origin=origin(charter, headings(catalogue)),
        marks=marks,
        approvals=approvals,
        answered_by=answered_by,
        promised=promised,
        values=values,
    )

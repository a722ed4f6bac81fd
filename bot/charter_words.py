"""The headings around a charter that is printed as a page."""

from __future__ import annotations

from bot.card.people_words import role_words
from bot.language import N_, Catalogue
from policy.charter.show import Headings
from policy.charter.words import VIGIE
from policy.verdict import Effect

_EFFECTS = {
    Effect.FORBID: N_("Forbids"),
    Effect.REQUIRE_STATEMENT: N_("Asks for the origin"),
    Effect.REQUIRE_DECLARATION: N_("Asks for a declaration"),
    Effect.REQUIRE_LABEL: N_("Asks for a label"),
    Effect.REQUIRE_APPROVAL: N_("Asks for a person's decision"),
    Effect.PERMIT: N_("Permits"),
}

_ANSWERERS = {
    VIGIE: N_("Vigie, from the file or the text"),
    **{role: role_words(role) for role in ("author", "reviewer", "charter-officer", "auditor")},
}


def headings(catalogue: Catalogue) -> Headings:
    """Return the words around the charter's own."""
    say, number = catalogue.say, "{number}"
    return Headings(
        adopted=say(N_("adopted on {date}"), date="{date}"),
        day=catalogue.day,
        article=say(N_("Article {number}"), number=number),
        version=say(N_("version {number}"), number=number),
        effects={effect: say(text) for effect, text in _EFFECTS.items()},
        observed=say(N_("Only counted for now")),
        reading=say(N_("Our reading of the text")),
        unverified=say(N_("quote not found in the adopted text")),
        paraphrase=say(N_("in our own words, not a quote")),
        way_out=say(N_("What to do:")),
        approvals=say(N_("Approvals needed: {number} ({role})"), number=number, role="{role}"),
        no_rule=say(N_("No rule of Vigie rests on this article.")),
        facts=say(N_("What Vigie asks")),
        answerers={who: say(text) for who, text in _ANSWERERS.items()},
        answered_by=say(N_("Answered by: {who}."), who="{who}"),
        values=say(N_("Values in the rules: {values}."), values="{values}"),
        guarantees=say(N_("What holds in every case")),
        examples=say(N_("Examples that are tried at each check: {number}"), number=number),
        fingerprints=say(N_("Fingerprints of the file")),
        text_digest=say(N_("Whole text (SHA-256): {digest}"), digest="{digest}"),
        meaning_digest=say(N_("What it decides, whatever the wording (SHA-256): {digest}"), digest="{digest}"),
    )

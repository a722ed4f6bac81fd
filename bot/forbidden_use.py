"""A use of AI that the charter forbids, told to whoever wanted to declare it."""

from __future__ import annotations

from bot.errors import NotAllowedError
from bot.language import N_, Catalogue
from policy.charter.judge import verdict_for_use
from policy.charter.model import Charter
from policy.declaration import Declaration


class ForbiddenUseError(NotAllowedError):
    """The request is on record; the charter's own words say why it can't be declared, and what to do instead."""

    recorded = True

    def __init__(self, charter: Charter, declaration: Declaration) -> None:
        super().__init__(N_("The charter forbids this use; the request stays in the journal."))
        fired = verdict_for_use(charter, declaration).rules
        self._rules = [rule for item in fired if (rule := charter.by_id.get(item.id))]

    def sentence(self, catalogue: Catalogue) -> str:
        """Return the article, what it says, and the way out."""
        parts = [super().sentence(catalogue)]
        for rule in self._rules:
            article = catalogue.say(N_("Article {number}"), number=rule.article)
            parts.append(f"{article}\u00a0— {rule.message[catalogue.language]}")
            parts += [rule.way_out[catalogue.language]] if rule.way_out else []
        return " ".join(parts)

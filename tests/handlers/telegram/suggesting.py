"""What tests about suggested posts do again and again, on a clock that they move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from bot import workflow
from bot.kinds import Choice, State
from bot.settings import Settings
from bot.submissions import show_again
from tests.handlers.slack.steps import LaterClock
from tests.handlers.telegram.deciding import Item
from tests.handlers.telegram.messenger import Json, Messenger
from tests.handlers.telegram.running import CAMILLE, CHANNEL, DOMI, GROUP, Vigie, running, seeded

TEXT = "Samedi, venez nous voir sur le marché de Clamart."
PAST_REGRET = timedelta(minutes=2, seconds=5)


def orders(vigie: Vigie) -> list[str]:
    """Return how the decisions stand that are to be carried out."""
    with vigie.house.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT state FROM outbox WHERE subject LIKE 'suggested/%'")
        return [str(row[0]) for row in rows]


class Later:
    """A Vigie whose clock a test moves."""

    def __init__(self, vigie: Vigie, clock: LaterClock) -> None:
        self.vigie, self.clock = vigie, clock

    def go_on(self, duration: timedelta = PAST_REGRET) -> None:
        self.clock.go_on(duration)
        self.vigie.courier.wake()

    def decide(self, item: Item, choice: Choice, reason: str = "", *, by: int = DOMI) -> None:
        person = self.vigie.person(by)
        assert person
        fingerprint = item.case.fingerprint
        workflow.decide(self.vigie.house, person, item.reference, choice, reason, fingerprint=fingerprint)
        self.vigie.courier.wake()
        self.vigie.telegram.wait_for(lambda: orders(self.vigie), what="the order")


@contextmanager
def suggesting(
    folder: Path,
    change: Callable[[Settings], Settings] = lambda settings: settings,
    before: Callable[[Messenger], object] = lambda telegram: None,
) -> Iterator[Later]:
    """Run a Vigie of which a public channel takes suggestions; `before` it starts, something may happen."""
    clock = LaterClock()
    with Messenger() as telegram:
        seeded(telegram)
        telegram.add_channel(CHANNEL, "PS 92", admins=[DOMI], direct_messages=True)
        telegram.unlimited()
        before(telegram)
        with running(telegram, folder, clock=clock, change=change) as vigie:
            yield Later(vigie, clock)
        assert telegram.violations == []


def suggested(
    later: Later,
    text: str = TEXT,
    *,
    by: int = CAMILLE,
    photo: bytes | None = None,
    document: tuple[str, bytes] | None = None,
) -> tuple[Json, Item]:
    """Suggest a post; return the suggestion, and the submission that it has become."""
    telegram = later.vigie.telegram
    suggestion = telegram.suggest_post(CHANNEL, by, text, photo=photo, document=document)
    chat = suggestion["chat"]["id"]
    reference = later.vigie.reference(suggestion["message_id"], chat)
    channel = str(later.vigie.case(reference).entries[0].entry.data["channel"])
    shown = telegram.message(GROUP, int(channel.split("/")[1]))
    return suggestion, Item(later.vigie, shown, reference)


def approvable(later: Later) -> tuple[Json, Item]:
    suggestion, item = suggested(later)
    later.vigie.telegram.wait_for(lambda: item.case.state is not State.EXAMINING, what="an opinion")
    if item.case.state is State.INCOMPLETE:
        item.press(CAMILLE, "Non", "sans IA", "Aucune")
    item.becomes(State.REVIEWABLE)
    return suggestion, item


def state_of(later: Later, suggestion: Json) -> str:
    kept = later.vigie.telegram.message(suggestion["chat"]["id"], suggestion["message_id"])
    return str(kept["suggested_post_info"]["state"])


def shown_again(later: Later, item: Item) -> None:
    """Have the card shown anew: what was due before has been sent by then."""
    with later.vigie.house.database.writing() as connection:
        show_again(connection, item.reference)
    later.vigie.courier.wake()
    later.vigie.telegram.wait_for(lambda: not waiting(later.vigie), what="the card anew")


def waiting(vigie: Vigie) -> list[str]:
    """Return what is still to be sent beside decisions that are to be carried out."""
    with vigie.house.database.reading() as connection:
        query = "SELECT subject FROM outbox WHERE state IN ('queued', 'sending') AND subject NOT LIKE 'suggested/%'"
        return [str(row[0]) for row in connection.exec_driver_sql(query)]

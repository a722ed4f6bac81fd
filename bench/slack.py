"""From a posted event to its card on Slack, against the same calls made by hand and the same file examined alone."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bench.files import made
from handlers.slack.web import Web
from policy.sandbox import Sandbox
from tests.handlers.slack.running import CAMILLE, running, seeded, settings_for
from tests.handlers.slack.workspace import Json, Upload, Workspace

DROPS = 6
"""Each in a channel of its own, and few enough for every sign: what waits for its turn is not measured here."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds for one file, at the median."""

    slack: float
    floor: float


def timing() -> Timing:
    """Measure both, the floor last: it posts what Vigie has posted."""
    photo = next(sample.data for sample in made() if sample.name == "camera.jpg")
    files = [photo + number.to_bytes(4, "big") for number in range(DROPS + 1)]
    with _workspace(len(files)) as slack, tempfile.TemporaryDirectory() as folder:
        with running(slack, Path(folder)) as _:
            ours = [_until_the_card(slack, _channel(number), data) for number, data in enumerate(files)]
        floor = _by_hand(slack, Path(folder), files)
    return Timing(statistics.median(ours[1:]), statistics.median(floor[1:]))


@contextmanager
def _workspace(channels: int) -> Iterator[Workspace]:
    with Workspace() as slack:
        seeded(slack).unlimited()
        for number in range(channels):
            slack.add_channel(_channel(number), f"validation-{number}", members=[CAMILLE])
        yield slack


def _channel(number: int) -> str:
    return f"C0BENCH{number}"


def _until_the_card(slack: Workspace, channel: str, data: bytes) -> float:
    start = time.monotonic()
    slack.post(channel, CAMILLE, files=[Upload("photo.jpg", data)])

    def arrived() -> float:
        posts = (call for call in slack.calls if call.method == "chat.postMessage")
        return next(call.at for call in posts if call.arguments["channel"] == channel)

    return (slack.wait_for(arrived, what="the card") - start) * 1_000


def _by_hand(slack: Workspace, folder: Path, files: list[bytes]) -> list[float]:
    """Fetch, examine, post: what a script of a few lines would do, that keeps nothing."""
    web = Web(settings_for(slack, folder).slack)
    cards = [call.arguments for call in slack.calls if call.method == "chat.postMessage"]
    took = []
    with Sandbox(workers=1) as sandbox, httpx.Client() as client:
        for number, card in enumerate(cards):
            message = slack.messages(_channel(number))[0]
            start = time.monotonic()
            _one(slack, web, client, sandbox, message, card)
            took.append((time.monotonic() - start) * 1_000)
    return took


def _one(slack: Workspace, web: Web, client: httpx.Client, sandbox: Sandbox, message: Json, card: Json) -> None:
    address = message["files"][0]["url_private_download"]
    data = client.get(address, headers={"Authorization": f"Bearer {slack.bot_token}"}).content
    sandbox.examine(data)
    web.call("chat.postMessage", **card)


def main() -> None:
    """Measure and print."""
    taken = timing()
    print("\nfrom a posted file to its card on Slack, floor = fetch, examine and post by hand (median of one file)")
    print(f"  {'one file at a time':28} {'':10}  {taken.slack:7.1f} ms  floor {taken.floor:7.1f} ms  ratio", end="")
    print(f" {taken.slack / taken.floor:.2f}")


if __name__ == "__main__":
    main()

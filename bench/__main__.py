"""Print the measures, each with its aim (docs/architecture.md, « Speed »)."""

from __future__ import annotations

from collections.abc import Sequence

from bench.desk import DROPS
from bench.desk import timing as desk_timing
from bench.examination import Timing, timings
from bench.files import Sample, corpus, made
from bench.gate import FILES
from bench.gate import timings as gate_timings
from bench.replay import VERDICTS
from bench.replay import timings as replay_timings
from bench.slack import timing as slack_timing
from bench.startup import startup
from bench.summary import WEEKLY
from bench.summary import timings as summary_timings
from bench.trail import appends, verifications

_AIM_EXAMINE = 1.3
_AIM_STARTUP = 1.5
_AIM_REPLAY = 3_000
_AIM_APPEND = 0.6
_AIM_VERIFY = 3
_AIM_DESK = 1.3
_AIM_SUMMARY = 2
_AIM_GATE = 2
"""Milliseconds, as is the one above."""


def main() -> None:
    """Measure and print."""
    samples = made()
    _examination("made here", samples)
    if kept := corpus():
        _examination("../shared/corpus", kept)
    print("\nStart-up of vigie check with one file, floor = python -c 'import c2pa, PIL.Image'")
    for name in ("messaging.jpg", "poster-signed.png"):
        floor, check = startup(next(sample for sample in samples if sample.name == name))
        print(f"  {name:28} {'':10}  {check:7.1f} ms  floor {floor:7.1f} ms  ratio {check / floor:.2f}", end="")
        print(f"  (aim ≤ {_AIM_STARTUP})")
    print(f"\ncharter replay, {VERDICTS:,} recorded verdicts, floor = read the same rows and decode their JSON")
    for timing in replay_timings():
        print(f"  {f'{timing.snapshots:,} sets of facts':28} {'':10}  {timing.replay:7.1f} ms", end="")
        print(f"  floor {timing.floor:7.1f} ms  ratio {timing.replay / timing.floor:.2f}  (aim ≤ {_AIM_REPLAY} ms)")
    print(f"\ngate, {FILES:,} files in the index (aim for the exact bytes: p95 ≤ {_AIM_GATE} ms)")
    for asked in gate_timings():
        print(
            f"  {asked.name:28} {'':10}  {asked.median:7.2f} ms  p95 {asked.p95:6.2f} ms  (aim ≤ {_AIM_GATE} ms, exact)"
        )
    _trail()
    _summary()
    desk = desk_timing()
    print(f"\n{DROPS} drops at once on the desk until each has its opinion, floor = examine the same files alone")
    print(f"  {'two workers':28} {'':10}  {desk.desk:7.0f} ms  floor {desk.floor:7.0f} ms  ratio", end="")
    print(f" {desk.desk / desk.floor:.2f}  (aim ≤ {_AIM_DESK})")
    slack = slack_timing()
    print("\nfrom an event of Slack to its card, floor = fetch, examine and post by hand, keeping nothing")
    print(f"  {'one file':28} {'':10}  {slack.slack:7.1f} ms  floor {slack.floor:7.1f} ms", end="")
    print(f"  ratio {slack.slack / slack.floor:.2f}")


def _trail() -> None:
    added = appends()
    print("\ndurable append to the trail, floor = bare SQLAlchemy Core INSERT, same pragmas")
    print(f"  {'one entry, one commit':28} {'':10}  {added.ours:7.2f} ms  floor {added.floor:7.2f} ms", end="")
    print(f"  speed {added.floor / added.ours:.2f} of the floor's  (aim ≥ {_AIM_APPEND})")
    print("\ntrail verify, floor = read the rows and hash each once")
    for verified, proof in verifications():
        print(f"  {verified.name:28} {'':10}  {verified.ours:7.0f} ms  floor {verified.floor:7.0f} ms", end="")
        print(f"  ratio {verified.ours / verified.floor:.2f}  (aim ≤ {_AIM_VERIFY})  one proof {proof:.1f} ms")


def _summary() -> None:
    print(f"\nsummary of one week of some {WEEKLY} entries, floor = the same sums in SQL by hand")
    for timing in summary_timings():
        print(
            f"  {f'{timing.entries:,} entries':28} {'':10}  {timing.ours:7.1f} ms  floor {timing.floor:7.1f} ms", end=""
        )
        print(f"  ratio {timing.ours / timing.floor:.2f}  (aim ≤ {_AIM_SUMMARY}, and the same at every size)")


def _examination(name: str, samples: Sequence[Sample]) -> None:
    print(f"\nexamine, warm, floor = SHA-256 + c2pa Reader + one Pillow decode ({len(samples)} files, {name})")
    done: list[Timing] = []
    for timing in timings(samples):
        done.append(timing)
        size = len(timing.sample.data) / 1_000
        print(f"  {timing.sample.name:28} {size:7.0f} kB  {timing.examine:7.2f} ms", end="")
        print(f"  floor {timing.floor:7.2f} ms  ratio {timing.ratio:.2f}")
    examine, floor = (sum(getattr(timing, part) for timing in done) for part in ("examine", "floor"))
    print(
        f"  {'whole folder':28} {'':10}  {examine:7.2f} ms  floor {floor:7.2f} ms  ratio {examine / floor:.2f}", end=""
    )
    print(f"  (aim ≤ {_AIM_EXAMINE})")


if __name__ == "__main__":
    main()

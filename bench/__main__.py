"""Print the measures, each with its aim (docs/architecture.md, « Speed »)."""

from __future__ import annotations

from collections.abc import Sequence

from bench.examination import Timing, timings
from bench.files import Sample, corpus, made
from bench.gate import FILES
from bench.gate import timings as gate_timings
from bench.replay import VERDICTS
from bench.replay import timings as replay_timings
from bench.startup import startup

_AIM_EXAMINE = 1.3
_AIM_STARTUP = 1.5
_AIM_REPLAY = 3_000
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

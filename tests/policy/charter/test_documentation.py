"""docs/charter.md shows a new rule; it has to work as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

from policy.charter import load as loading
from policy.charter.lint import check
from policy.charter.words import Key, terms_of
from policy.facts import FactName
from policy.verdict import Effect

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/charter.md").read_text(encoding="utf-8")
FOLDER = Path(loading.__file__).parent / "ps92"


def test_the_worked_example_can_be_pasted_into_the_shipped_charter() -> None:
    rule, example = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    written = (FOLDER / "charter.yaml").read_text(encoding="utf-8")
    extended = written.replace("\nexemples:\n", f"\n{rule}\nexemples:\n{example}")
    charter = loading.load(extended, lambda name: (FOLDER / name).read_text(encoding="utf-8"))
    assert charter.rules[-1].id == "no-retouched-video"
    assert charter.rules[-1].quote_verified
    assert check(charter).passed
    without = loading.load(
        written.replace("\nexemples:\n", f"\nexemples:\n{example.replace('no-retouched-video', 'no-generated-image')}"),
        lambda name: charter.source,
    )
    assert not check(without).passed


def test_every_word_in_the_tables_is_known() -> None:
    keys, facts, effects = terms_of(Key), terms_of(FactName), terms_of(Effect)
    for words in re.findall(r"^\| `([^|]+)` \|", PAGE, re.MULTILINE):
        for word in re.split("`, `|` / `", words):
            assert keys.find(word) or facts.find(word) or effects.find(word), word

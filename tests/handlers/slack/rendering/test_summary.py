from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from inline_snapshot import snapshot

from bot.kinds import Choice
from bot.language import Catalogue
from bot.summary.gather import summary_of
from bot.summary.period import Week
from bot.summary.words import Section, SummaryText, summary_text
from bot.trail.checkpoint import SigningKey
from bot.trail.note import Checkpoint, parse_pasted
from handlers.slack.rendering.summary import TEXT, summary_forms
from policy.language import Language
from policy.statement import Claim
from tests.bot.scene import Scene
from tests.handlers.desk.pictures import generated, photo
from tests.handlers.slack.rendering.limits import faults_of_message
from tests.handlers.slack.rendering.plain import as_text
from tests.handlers.slack.workspace.block_kit import inspect_message

ENGLISH, FRENCH = Catalogue(Language.ENGLISH), Catalogue(Language.FRENCH)
KEY = SigningKey("vigie/ps92", bytes(range(32)))
NOTE = KEY.sign(Checkpoint("vigie/ps92", 776, bytes(range(32)), datetime(2026, 11, 23, 8, tzinfo=UTC)))
SHORT = SummaryText(
    title="Audit summary · week 47, 16–22 Nov 2026",
    sections=(
        Section("To be acted on", ("⚠ Emergency V-0012: to be reviewed within 3 hours",)),
        Section("In figures", ("12 submissions (usually 8 ↑)", "approved: 9 · refused: 2 · waiting: 1")),
    ),
    checkpoint=str(NOTE),
    how="To check at home: copy this message, then vigie trail verify --checkpoint -",
    key=f"Public key: {KEY.verifier}",
)
HOSTILE = "<!channel> *gras* _ici_ `code` :tada: <https://mal.example|clic> & <@U0DOMI> \u202e"

IN_FRENCH = replace(
    SHORT,
    title="Bilan hebdomadaire · semaine 47, 16–22 nov. 2026",
    sections=(Section("À traiter", ("⛔ Le journal a été altéré\u00a0: entrée 12.", *("Autre point",) * 20)),),
    how="Pour vérifier chez soi\u00a0: copier ce message, puis vigie trail verify --checkpoint -",
    key=f"Clé publique\u00a0: {KEY.verifier}",
)


def whole(text: SummaryText) -> str:
    return next(summary_forms(text, ENGLISH)).text


def longest() -> SummaryText:
    lines = tuple(f"{number} {HOSTILE * 40}" for number in range(60))
    return replace(SHORT, sections=tuple(Section(f"Part {number}", lines) for number in range(5)))


def test_a_summary_as_it_is_seen() -> None:
    message = next(summary_forms(SHORT, ENGLISH))
    assert as_text(message.blocks) == snapshot("""\
# Audit summary · week 47, 16–22 Nov 2026
**To be acted on**
• ⚠ Emergency V-0012: to be reviewed within 3 hours
**In figures**
• 12 submissions (usually 8 ↑)
• approved: 9 · refused: 2 · waiting: 1
| vigie/ps92
| 776
| AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
| time 2026-11-23T08:00:00Z
|
| — vigie/ps92 6Dkiw3Rx6SsKdlxhPFsh4GB+65gO/NvVoVE5rfD/aGx2dP4fqsyl2eHkgOjWUYZYsaVzq2+II6pJPYRXBtV2Q3AAoQ4=
(To check at home: copy this message, then vigie trail verify --checkpoint -)
(Public key: vigie/ps92+e83922c3+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4)\
""")


def test_a_summary_as_it_is_seen_in_french() -> None:
    message = next(summary_forms(IN_FRENCH, FRENCH))
    assert as_text(message.blocks) == snapshot("""\
# Bilan hebdomadaire · semaine 47, 16–22 nov. 2026
**À traiter**
• ⛔ Le journal a été altéré : entrée 12.
• Autre point
• Autre point
• Autre point
• Autre point
• Autre point
• Autre point
• Autre point
• Autre point
• Autre point
• Autre point
• Autre point
• Autre point
• Autre point
• … +7
| vigie/ps92
| 776
| AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
| time 2026-11-23T08:00:00Z
|
| — vigie/ps92 6Dkiw3Rx6SsKdlxhPFsh4GB+65gO/NvVoVE5rfD/aGx2dP4fqsyl2eHkgOjWUYZYsaVzq2+II6pJPYRXBtV2Q3AAoQ4=
(Pour vérifier chez soi : copier ce message, puis vigie trail verify --checkpoint -)
(Clé publique : vigie/ps92+e83922c3+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4)\
""")


def test_a_summary_in_slack_s_own_markup() -> None:
    assert whole(SHORT) == snapshot("""\
*Audit summary · week 47, 16–22 Nov 2026*

*To be acted on*
• ⚠ Emergency V-0012: to be reviewed within 3 hours

*In figures*
• 12 submissions (usually 8 ↑)
• approved: 9 · refused: 2 · waiting: 1

```
vigie/ps92
776
AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
time 2026-11-23T08:00:00Z

— vigie/ps92 6Dkiw3Rx6SsKdlxhPFsh4GB+65gO/NvVoVE5rfD/aGx2dP4fqsyl2eHkgOjWUYZYsaVzq2+II6pJPYRXBtV2Q3AAoQ4=
```
To check at home: copy this message, then vigie trail verify --checkpoint -
Public key: vigie/ps92+e83922c3+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\
""")


def test_a_plainer_form_says_the_same() -> None:
    _, plain, bare = summary_forms(SHORT, ENGLISH)
    assert as_text(plain.blocks) == snapshot("""\
Audit summary · week 47, 16–22 Nov 2026
To be acted on
• ⚠ Emergency V-0012: to be reviewed within 3 hours
In figures
• 12 submissions (usually 8 ↑)
• approved: 9 · refused: 2 · waiting: 1
```
vigie/ps92
776
AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
time 2026-11-23T08:00:00Z

— vigie/ps92 6Dkiw3Rx6SsKdlxhPFsh4GB+65gO/NvVoVE5rfD/aGx2dP4fqsyl2eHkgOjWUYZYsaVzq2+II6pJPYRXBtV2Q3AAoQ4=
```
To check at home: copy this message, then vigie trail verify --checkpoint -
Public key: vigie/ps92+e83922c3+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\
""")
    assert (bare.text, bare.blocks) == (whole(SHORT), [])


@pytest.mark.parametrize("text", [SHORT, longest(), replace(SHORT, checkpoint=""), replace(SHORT, sections=())])
def test_slack_refuses_no_form(text: SummaryText) -> None:
    for form in summary_forms(text, ENGLISH):
        if form.blocks:
            assert faults_of_message(form.text, form.blocks) == []
            assert inspect_message(form.blocks).problems == []
        assert len(form.text) <= TEXT


def test_of_the_longest_summary_lines_are_cut_and_never_the_checkpoint() -> None:
    for form in summary_forms(longest(), ENGLISH):
        assert parse_pasted(form.text) == NOTE
        shown = as_text(form.blocks) if form.blocks else form.text
        assert parse_pasted(shown) == NOTE
        assert SHORT.how in form.text
        assert all(f"Part {number}" in shown for number in range(5))
    assert "more" in as_text(next(summary_forms(longest(), ENGLISH)).blocks)


def test_every_sign_of_a_checkpoint_is_kept() -> None:
    awkward = Checkpoint("vigie/a&b<c>", 1, base64.b64decode("+/" * 21 + "8="), None)
    note = SigningKey("vigie/a&b<c>", bytes(32)).sign(awkward)
    text = replace(SHORT, checkpoint=str(note))
    for form in summary_forms(text, ENGLISH):
        assert parse_pasted(form.text) == note


def test_what_strangers_wrote_does_nothing() -> None:
    text = replace(SHORT, sections=(Section("AI, declared", (f"Tools: {HOSTILE}",)),))
    for form in summary_forms(text, ENGLISH):
        assert all(sign not in form.text for sign in ("<!", "<@", "<http", ":tada:", "*gras*", "_ici_", "`code`"))
        written = inspect_message(form.blocks).mrkdwn if form.blocks else []
        assert all("gras" not in one for one in written), "only the checkpoint is markup in a block"


def test_a_broken_trail_has_nothing_to_copy() -> None:
    message = next(summary_forms(replace(SHORT, checkpoint=""), ENGLISH))
    assert SHORT.how not in message.text + as_text(message.blocks)
    assert "```" not in message.text


@pytest.mark.parametrize("catalogue", [ENGLISH, FRENCH], ids=["English", "French"])
def test_a_real_week_fits_as_a_whole(scene: Scene, catalogue: Catalogue) -> None:
    scene.submit(scene.receive(generated(), "affiche.png"))
    reference = scene.submit(photo())
    scene.state(reference, Claim.OWN_PHOTO)
    scene.decide(reference, Choice.APPROVE)
    week = Week.of(scene.clock().date())
    text = summary_text(summary_of(scene.house, week.period, week), catalogue)
    for form in summary_forms(text, catalogue):
        shown = as_text(form.blocks) if form.blocks else form.text
        flat = " ".join(shown.replace("\u00a0", " ").replace("\u202f", " ").split())
        for one in text.sections:
            for line in (one.heading, *one.lines):
                assert " ".join(line.replace("\u00a0", " ").replace("\u202f", " ").split()) in flat
        assert str(parse_pasted(shown)) == text.checkpoint

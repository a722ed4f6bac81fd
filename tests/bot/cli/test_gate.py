"""`vigie gate`: 0 where every file is approved, 1 where one is not; whatever goes wrong is never 0."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.house import utc_now
from bot.kinds import Choice
from bot.settings import Settings
from policy.sandbox import Sandbox
from policy.statement import Claim
from tests.bot.cli.conftest import Vigie
from tests.bot.gate.conftest import approved, refused
from tests.bot.scene import Scene, open_scene
from tests.policy.pictures_with_a_look import COPIES, encoded, scene

KEYS = {
    "file", "sha256", "answer", "approved", "reference", "revision", "at", "until", "entry", "compared", "resembles",
    "sentence",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_eyes(monkeypatch: pytest.MonkeyPatch, vigie: Vigie, sandbox: Sandbox) -> None:
    from tests.bot.scene import BorrowedSandbox

    monkeypatch.setattr("bot.cli.gate.Sandbox", lambda **_: BorrowedSandbox(sandbox))


@pytest.fixture
def files(data: Path, tmp_path: Path, sandbox: Sandbox) -> Path:
    """A folder of visuals over an installation in which some of them were submitted, today."""
    folder = tmp_path / "visuals"
    folder.mkdir()
    with open_scene(data, settings=Settings(), sandbox=sandbox) as now:
        now.clock.now = utc_now()
        _fill(now, folder)
    return folder


def _fill(now: Scene, folder: Path) -> None:
    pictures = {seed: scene(seed) for seed in range(4)}
    good, bad, waiting = (encoded(pictures[seed]) for seed in (0, 1, 2))
    approved(now, good)
    refused(now, bad)
    now.submit(waiting)
    visuals = {
        "approved.jpg": good,
        "refused.jpg": bad,
        "waiting.jpg": waiting,
        "copy-of-approved.jpg": COPIES["Telegram's photo"](pictures[0]),
        "copy-of-refused.jpg": COPIES["Slack's small copy"](pictures[1]),
        "unknown.jpg": encoded(pictures[3]),
    }
    for name, content in visuals.items():
        (folder / name).write_bytes(content)


def test_an_approved_file_passes(vigie: Vigie, files: Path) -> None:
    ran = vigie("gate", files / "approved.jpg", VIGIE_LANGUAGE="en")
    assert (ran.code, ran.err) == (0, "")
    assert ran.plain.startswith("✔")
    assert "V-0001, version 1" in ran.plain


def test_a_folder_passes_only_as_a_whole(vigie: Vigie, files: Path) -> None:
    ran = vigie("gate", files, "--json")
    assert ran.code == 1
    assert all(set(item) == KEYS for item in ran.objects)
    answers = {Path(item["file"]).name: item["answer"] for item in ran.objects}
    assert answers == {
        "approved.jpg": "approved",
        "refused.jpg": "refused",
        "waiting.jpg": "pending",
        "copy-of-approved.jpg": "looks-like-approved",
        "copy-of-refused.jpg": "looks-like-refused",
        "unknown.jpg": "unknown",
    }
    assert [item["approved"] for item in ran.objects] == [answer == "approved" for answer in answers.values()]


def test_people_read_sentences(vigie: Vigie, files: Path) -> None:
    ran = vigie("gate", files, VIGIE_LANGUAGE="en")
    assert ran.code == 1
    lines = {line.split()[1].rpartition("/")[2]: line for line in ran.out.splitlines()}
    assert "REFUSED on" in lines["refused.jpg"]
    assert "WATCH OUT" in lines["copy-of-refused.jpg"]
    assert "publish the original" in lines["copy-of-approved.jpg"]
    assert "V-0003 waits" in lines["waiting.jpg"]
    assert "nobody has submitted" in lines["unknown.jpg"]
    assert ran.out.splitlines()[-1] == "Approved: 1 of 6."


def test_the_same_in_french_by_default(vigie: Vigie, files: Path) -> None:
    assert "V-0001" in vigie("gate", files / "approved.jpg").plain
    assert "REFUSÉ" in vigie("gate", files / "refused.jpg").plain


def test_one_bit_less_and_the_gate_stays_shut(vigie: Vigie, files: Path) -> None:
    path = files / "approved.jpg"
    data = bytearray(path.read_bytes())
    data[14] ^= 1
    path.write_bytes(data)
    assert vigie("gate", path, "--json").objects[0]["answer"] == "looks-like-approved"


def test_whatever_goes_wrong_is_not_0(vigie: Vigie, files: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert vigie("gate").code == 2
    assert vigie("gate", files / "missing.jpg").code == 1
    assert vigie("gate", tmp_path / "empty").code == 1
    assert vigie("gate", files / "approved.jpg", files / "missing.jpg").code == 1
    assert vigie("gate", files / "approved.jpg", "--no-such-option").code == 2
    assert vigie("gate", files / "approved.jpg", VIGIE_DATA_DIR=str(tmp_path / "elsewhere")).code == 1
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.skipif(os.name != "posix" or not Path("/proc/self/mem").exists(), reason="no file that refuses to be read")
def test_a_file_that_can_not_be_read_is_not_0(vigie: Vigie, files: Path) -> None:
    assert vigie("gate", files / "approved.jpg", "/proc/self/mem").code == 2


def test_the_installed_command_answers_too(installed: Vigie, files: Path) -> None:
    assert installed("gate", str(files / "approved.jpg")).code == 0
    ran = installed("gate", "--json", str(files / "copy-of-refused.jpg"))
    assert (ran.code, json.loads(ran.out)["answer"]) == (1, "looks-like-refused")


def test_tokens_are_made_listed_and_revoked(vigie: Vigie) -> None:
    made = vigie("gate", "token", "site-web")
    assert made.code == 0
    assert len(made.out.strip()) == 43
    listed = vigie("gate", "token", "--list")
    assert "site-web" in listed.out
    assert made.out.strip() not in listed.out
    assert vigie("gate", "token", "site-web").code == 2
    assert vigie("gate", "token", "site-web", "--revoke").code == 0
    assert vigie("gate", "token", "site-web", "--revoke").code == 1
    assert "site-web" not in vigie("gate", "token", "--list").out


def test_a_file_called_token_is_never_taken_for_the_command(
    vigie: Vigie, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    assert vigie("gate", "token").code == 2
    assert vigie("gate", "token", "unknown.jpg").code == 2
    (files / "token").write_bytes(b"?")
    (files / "poster").write_bytes(b"?")
    assert vigie("gate", "token", "poster").code == 2
    assert vigie("gate", "./token").code == 1
    assert vigie("gate", "token", "--list").out.count("\n") == 1


def test_deciding_again_changes_the_answer_at_once(vigie: Vigie, data: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    poster = tmp_path / "poster.jpg"
    poster.write_bytes(encoded(scene(5)))
    with open_scene(data, settings=Settings(), sandbox=sandbox) as now:
        now.clock.now = utc_now()
        reference = now.submit(poster.read_bytes())
        now.state(reference, Claim.OWN_PHOTO)
        assert vigie("gate", poster).code == 1
        now.decide(reference, Choice.APPROVE)
        assert vigie("gate", poster).code == 0

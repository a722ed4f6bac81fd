from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.doctor import doctor
from bot.cli.parser import parse
from bot.doctor import Checkup, Finding, Health
from bot.language import Catalogue
from bot.settings import Settings
from policy.language import Language
from tests.bot.certificates import certificate
from tests.bot.cli.conftest import Ran, Vigie

ENGLISH = {"VIGIE_LANGUAGE": "en"}


@pytest.fixture
def well(vigie: Vigie, tmp_path: Path) -> dict[str, str]:
    """The environment of an installation in order."""
    (tmp_path / "anchors.pem").write_text(certificate())
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    anchors = str(tmp_path / "anchors.pem")
    environment = {"VIGIE_TRUST_ANCHORS": anchors, "VIGIE_TRUST_ALLOWED": anchors, "VIGIE_DESK_PORT": str(port)}
    for name, role in (("Camille", "author"), ("Dominique", "reviewer"), ("Sacha", "charter-officer")):
        assert vigie("people", "add", name, "--role", role, **environment).code == 0
    assert vigie("trust", "update").code == 0
    return environment


@dataclass(frozen=True)
class WithCheckups:
    """A context as the composition root makes it, with what platforms bring."""

    settings: Settings
    catalogue: Catalogue
    checkups: tuple[Checkup, ...]


def run_with(capsys: pytest.CaptureFixture[str], data: Path, *checkups: Checkup) -> Ran:
    context = WithCheckups(Settings(data_dir=data, desk_port=0), Catalogue(Language.ENGLISH), checkups)
    assert not hasattr(context, "serve")
    code = doctor(parse(["doctor"], context.catalogue), context)  # type: ignore[arg-type] # all that it looks at
    printed = capsys.readouterr()
    return Ran(code, printed.out, printed.err)


def health(ran: Ran) -> dict[str, str]:
    return {finding["name"]: finding["health"] for finding in ran.objects}


def test_an_installation_in_order_is_said_to_be_well(vigie: Vigie, well: dict[str, str]) -> None:
    ran = vigie("doctor", **ENGLISH)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "All is well."
    assert "✖" not in ran.out
    assert "→" not in ran.out


def test_a_fresh_folder_has_nothing_to_mend(vigie: Vigie, data: Path) -> None:
    ran = vigie("doctor", VIGIE_DESK_PORT="0", **ENGLISH)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "Nothing to mend. 3 things to keep an eye on."
    assert "    → Vigie makes it when it starts: vigie run\n" in ran.out
    assert not data.exists()


def test_what_is_broken_is_told_with_its_remedy_and_exits_with_1(
    vigie: Vigie, well: dict[str, str], data: Path
) -> None:
    (data / "trail.key").chmod(0o644)
    (data / "trust" / "sources.json").write_text("{")
    ran = vigie("doctor", **ENGLISH)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.splitlines()[-1] == "2 things to mend."
    for told in re.findall(r"^✖ .*\n(.*)", ran.out, re.MULTILINE):
        assert told.startswith("    → ")


def test_json_is_one_object_a_line_without_a_last_sentence(vigie: Vigie, well: dict[str, str], data: Path) -> None:
    (data / "trail.key").chmod(0o644)
    ran = vigie("doctor", "--json")
    assert (ran.code, ran.err) == (1, "")
    assert all(finding.keys() == {"name", "health", "words", "remedy"} for finding in ran.objects)
    assert [name for name, value in health(ran).items() if value == "bad"] == ["trail-key"]
    assert (health(ran)["platforms"], health(ran)["people"]) == ("skipped", "good")


def test_commands_that_a_remedy_names_mend_it(vigie: Vigie, data: Path, well: dict[str, str]) -> None:
    assert vigie("people", "leave", "Dominique").code == 0
    assert vigie("people", "leave", "Sacha").code == 0
    ran = vigie("doctor", "--json", **ENGLISH)
    assert [name for name, value in health(ran).items() if value == "bad"] == ["people"]
    (remedy,) = [finding["remedy"] for finding in ran.objects if finding["health"] == "bad"]
    told = remedy.partition("vigie ")[2].replace("NAME", "Maël").split()
    assert vigie(*told).code == 0
    assert vigie("doctor", **ENGLISH).code == 0


@pytest.mark.parametrize("address", ["nonsense", "postgresql://vigie@127.0.0.1:1/vigie"])
def test_a_database_out_of_reach_is_a_finding_and_no_stack_trace(vigie: Vigie, address: str) -> None:
    ran = vigie("doctor", "--json", VIGIE_DATABASE_URL=address, VIGIE_DESK_PORT="0")
    assert (ran.code, ran.err) == (1, "")
    assert health(ran)["database"] == "bad"
    assert health(ran)["people"] == "skipped"
    assert health(ran)["workers"] in {"good", "warning"}


def test_a_mistake_in_the_charter_is_told_over_several_lines(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text("format: vigie-charte/9\n")
    ran = vigie("doctor", VIGIE_CHARTER=str(tmp_path / "charter.yaml"), VIGIE_DESK_PORT="0", **ENGLISH)
    assert ran.code == 1
    assert "    → The charter can't be applied as it is written:\n" in ran.out
    assert re.search(r"^      +line 1: ", ran.out, re.MULTILINE)


def test_platforms_are_asked_too(capsys: pytest.CaptureFixture[str], data: Path) -> None:
    def chat(settings: Settings, catalogue: Catalogue) -> Iterable[Finding]:
        assert settings.data_dir == data
        return [Finding("chat", Health.BAD, catalogue.say("The token is wrong."), "Copy it again.")]

    ran = run_with(capsys, data, chat)
    assert ran.code == 1
    assert "✖ The token is wrong.\n    → Copy it again.\n1 thing to mend. 3 things to keep an eye on.\n" in ran.out


def test_a_fault_of_ours_is_written_into_a_file_and_named(
    capsys: pytest.CaptureFixture[str], data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chat(_settings: Settings, _catalogue: Catalogue) -> Iterable[Finding]:
        raise ValueError("what nobody thought of")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ran = run_with(capsys, data, chat)
    assert ran.code == 1
    assert "Traceback" not in ran.out + ran.err
    reference = re.search(r"reference ([0-9a-f]{6})", ran.out)
    (log,) = tmp_path.glob("vigie-*.log")
    assert str(log) in ran.err
    assert reference
    assert reference[1] in log.read_text("utf-8")
    assert "what nobody thought of" in log.read_text("utf-8")


def test_the_installed_command_runs_it(installed: Vigie) -> None:
    ran = installed("doctor", VIGIE_DESK_PORT="0")
    assert (ran.code, ran.err) == (0, "")


def test_signs_are_painted_only_on_a_terminal_that_wants_colour(
    capsys: pytest.CaptureFixture[str], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\033[" not in run_with(capsys, data).out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "\033[32m✔\033[0m " in run_with(capsys, data).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033[" not in run_with(capsys, data).out

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import schedule, settings
from bot.cli import charter, people
from bot.cli.entry import command_line
from bot.house import House
from tests.bot.charter_file import CharterFile
from tests.bot.cli.conftest import COMMAND, Vigie

ROOT = Path(__file__).parents[3]


def test_the_installed_command_works_from_any_folder(tmp_path: Path, data: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "VIGIE_DATA_DIR": str(data)}
    done = subprocess.run(
        [COMMAND, "charter", "check"], env=environment, cwd=tmp_path, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_package_can_be_run_as_a_module(data: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "VIGIE_DATA_DIR": str(data)}
    command = [sys.executable, "-m", "bot", "--help"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_command_is_called_vigie() -> None:
    scripts = importlib.metadata.entry_points(group="console_scripts", name="vigie")
    assert [script.value for script in scripts] == ["bot.__main__:main"]


def test_a_setting_that_can_not_be_used_ends_as_a_sentence(vigie: Vigie) -> None:
    ran = vigie("people", "list", VIGIE_DESK_PORT="many")
    assert (ran.code, ran.out) == (1, "")
    assert ran.complaint.startswith("VIGIE_DESK_PORT vaut « many »")


def test_a_fault_of_ours_ends_as_a_sentence_with_a_reference(
    vigie: Vigie, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(charter, "check", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ran = vigie("charter", "check")
    assert (ran.code, ran.out) == (70, "")
    reference = re.search(r"Quelque chose s’est mal passé de notre côté \(référence (\w+)\)", ran.complaint)
    assert reference
    assert "Traceback" not in ran.complaint
    assert "ZeroDivisionError" in (tmp_path / f"vigie-{reference[1]}.log").read_text()


def test_an_interruption_is_no_fault(vigie: Vigie, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(people, "listing", interrupt)
    ran = vigie("people", "list")
    assert (ran.code, ran.out, ran.err) == (130, "", "")


def test_an_env_file_of_the_checkout_counts(vigie: Vigie, data: Path) -> None:
    data.mkdir()
    (data / ".env").write_text("VIGIE_LANGUAGE=en\n")
    assert "usage: vigie" in vigie("--help").out


def test_run_opens_the_house_and_greets_its_first_two_people_once(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VIGIE_DATA_DIR", str(data))
    monkeypatch.setenv("LANGUAGE", "fr")
    monkeypatch.setattr(settings, "CHECKOUT", data)
    monkeypatch.setattr(schedule, "renew_if_stale", lambda _house: None)
    served: list[int] = []

    def serve(house: House, ready: object) -> None:
        assert callable(ready)
        ready(4_321)
        with house.database.reading() as connection:
            served.append(connection.exec_driver_sql("SELECT count(*) FROM trail_entries").scalar_one())
        raise KeyboardInterrupt

    assert command_line(["run"], serve) == 0
    first = capsys.readouterr().out
    assert command_line(["run"], serve) == 0
    second = capsys.readouterr().out
    assert served == [3, 3]
    assert first.count("http://127.0.0.1:4321/entrer/") == 2
    assert "Camille (auteur·rice)" in first
    assert "Dominique (relecteur·rice)" in first
    assert "/entrer/" not in second
    assert "vigie people link" in second


def test_a_renewal_that_fails_does_not_keep_the_desk_from_serving(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_house: House) -> None:
        raise OSError("no network")

    monkeypatch.setenv("VIGIE_DATA_DIR", str(data))
    monkeypatch.setenv("LANGUAGE", "fr")
    monkeypatch.setattr(settings, "CHECKOUT", data)
    monkeypatch.setattr(schedule, "renew_if_stale", fail)
    assert command_line(["run"], lambda _house, ready: ready(1)) == 0
    assert "http://127.0.0.1:1" in capsys.readouterr().out


def test_run_warns_of_a_charter_file_that_is_not_in_force_and_serves(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    charter_file = CharterFile.beside(tmp_path / "charter")
    monkeypatch.setenv("VIGIE_DATA_DIR", str(data))
    monkeypatch.setenv("VIGIE_CHARTER", str(charter_file.path))
    monkeypatch.setenv("LANGUAGE", "fr")
    monkeypatch.setattr(settings, "CHECKOUT", data)
    monkeypatch.setattr(schedule, "renew_if_stale", lambda _house: None)
    assert command_line(["run"], lambda _house, ready: ready(1)) == 0
    assert caplog.messages == []
    charter_file.reword()
    assert command_line(["run"], lambda _house, ready: ready(1)) == 0
    assert "Le fichier de la charte a changé" in caplog.text
    charter_file.edit("effet: interdire", "effet: interdir")
    assert command_line(["run"], lambda _house, ready: ready(1)) == 0
    assert "Vigie continue avec la dernière charte valable" in caplog.text


def test_a_wrong_setting_never_looks_like_a_verdict(vigie: Vigie) -> None:
    assert vigie("check", __file__, VIGIE_WORKERS="x").code == 2
    assert vigie("people", "list", VIGIE_WORKERS="x").code == 1


def test_a_folder_that_can_not_be_used_is_said_so(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    ran = vigie("people", "list", VIGIE_DATA_DIR=str(tmp_path / "file"))
    assert ran.code == 1
    assert "n’est pas utilisable" in ran.complaint


def test_a_damaged_database_is_said_so(vigie: Vigie, data: Path) -> None:
    data.mkdir()
    (data / "vigie.db").write_bytes(b"not a database at all" * 100)
    for words in (("people", "list"), ("trail", "show", "V-0001"), ("trail", "export"), ("db", "upgrade")):
        ran = vigie(*words)
        assert (ran.code, "La base est illisible" in ran.complaint) == (1, True), words


def test_no_command_at_all_names_what_is_missing(vigie: Vigie) -> None:
    assert "COMMANDE" in vigie().err

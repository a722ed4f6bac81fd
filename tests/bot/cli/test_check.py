from __future__ import annotations

import csv
import hashlib
import os
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from policy.evidence import Origin, ReaderName, Strength
from tests.bot.cli.conftest import COMMAND, Vigie
from tests.bot.pictures import retouched
from tests.handlers.desk.pictures import generated, photo

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
SWISS = Path(__file__).parents[3] / "policy" / "charter" / "swiss" / "charter.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One file of each kind."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "affiche.png").write_bytes(generated())
    (folder / "photo.jpg").write_bytes(photo())
    (folder / "texte.jpg").write_bytes(b"just words")
    (folder / "vide.png").write_bytes(b"")
    return folder


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["affiche.png"], 1),
        (["photo.jpg"], 3),
        (["texte.jpg"], 4),
        (["vide.png"], 4),
        (["photo.jpg", "vide.png"], 4),
        (["vide.png", "photo.jpg", "affiche.png"], 1),
        ([""], 1),
    ],
)
def test_the_exit_code_is_the_worst_of_all_files(vigie: Vigie, folder: Path, names: list[str], code: int) -> None:
    ran = vigie("check", *(folder / name for name in names))
    assert (ran.code, ran.err) == (code, "")


def test_people_read_the_verdict_its_article_and_the_way_out(vigie: Vigie, folder: Path) -> None:
    ran = vigie("check", folder / "affiche.png")
    assert "affiche.png — Avis défavorable" in ran.out
    assert "Article 1 — Cette image, ou une partie, a été générée par une IA" in ran.plain
    assert "→ Prenez une photo de terrain" in ran.plain
    assert "AUTOMATIC1111" in ran.plain
    assert "\x1b" not in ran.out


def test_another_charter_answers_otherwise(vigie: Vigie, folder: Path) -> None:
    ran = vigie("check", "--charter", SWISS, folder / "affiche.png")
    assert (ran.code, ran.err) == (3, "")
    assert "Article 1 — La publication doit indiquer l’IA comme source." in ran.plain
    told = vigie("check", "--json", "--charter", SWISS, folder / "affiche.png").objects[0]
    assert (told["verdict"], told["charter"]["id"]) == ("incomplete", "swiss-parties")
    assert told["missing"] == ["denigrating-campaign", "use-declared", "label-visible"]


def test_people_who_read_english_read_english(vigie: Vigie, folder: Path) -> None:
    ran = vigie("check", folder / "photo.jpg", VIGIE_LANGUAGE="en")
    assert "photo.jpg — Reserved opinion: something is missing" in ran.out
    assert "The file does not prove where it comes from" in ran.plain


def test_json_is_one_object_a_line_with_the_promised_names(vigie: Vigie, folder: Path) -> None:
    ran = vigie("check", "--json", folder / "affiche.png", folder / "photo.jpg")
    assert ran.code == 1
    poster, picture = ran.objects
    promised = {
        "file", "sha256", "media_type", "verdict", "origin", "evidence", "rules", "missing", "charter", "elapsed_ms",
    }  # fmt: skip
    assert promised <= poster.keys()
    assert poster["file"] == str(folder / "affiche.png")
    assert poster["sha256"] == hashlib.sha256((folder / "affiche.png").read_bytes()).hexdigest()
    assert (poster["media_type"], poster["verdict"], poster["origin"]) == ("image/png", "forbidden", "ai-generated")
    assert poster["rules"] == [{"id": "no-generated-image", "article": "1", "effect": "forbid"}]
    assert poster["missing"] == []
    assert poster["charter"]["id"] == "ps92"
    assert set(poster["charter"]) == {"id", "version", "sha256"}
    assert poster["elapsed_ms"] > 0
    assert "error" not in poster
    assert (picture["verdict"], picture["origin"]) == ("incomplete", "unknown")
    assert picture["rules"] == [{"id": "origin-of-every-visual", "article": "2", "effect": "require-statement"}]
    assert "origin-established" in picture["missing"]


def test_each_piece_of_evidence_says_where_it_was_read_and_what_it_is_worth(vigie: Vigie, folder: Path) -> None:
    (evidence,) = vigie("check", "--json", folder / "affiche.png").objects[0]["evidence"]
    assert {"reader", "marker", "value", "origin", "strength", "where", "tool"} <= evidence.keys()
    assert evidence["reader"] in set(ReaderName)
    assert (evidence["origin"], evidence["strength"]) == (Origin.AI_GENERATED, Strength.UNSIGNED)
    assert evidence["tool"] == "AUTOMATIC1111"


def test_nothing_found_and_could_not_look_are_told_apart(vigie: Vigie, folder: Path) -> None:
    readers = vigie("check", "--json", folder / "affiche.png").objects[0]["readers"]
    assert set(readers) == set(ReaderName)
    assert {answer["look"] for answer in readers.values()} == {"found", "nothing"}


@pytest.mark.parametrize(("name", "word"), [("vide.png", "vide"), ("texte.jpg", "ni une image")])
def test_a_file_that_can_not_be_read_says_why_to_a_press_officer(
    vigie: Vigie, folder: Path, name: str, word: str
) -> None:
    ran = vigie("check", "--json", folder / name)
    (printed,) = ran.objects
    assert (ran.code, printed["verdict"]) == (4, "unreadable")
    assert word in printed["error"]
    assert printed["rules"] == []


def test_the_same_file_has_the_same_answer_every_time(vigie: Vigie, folder: Path) -> None:
    answers = vigie("check", "--json", *[folder / "affiche.png"] * 3).objects
    for answer in answers:
        del answer["elapsed_ms"]
    assert answers[0] == answers[1] == answers[2]


def test_a_retouch_by_ai_is_incomplete_until_it_is_declared(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(retouched())
    (printed,) = vigie("check", "--json", tmp_path / "a.jpg").objects
    assert (printed["verdict"], printed["origin"]) == ("incomplete", "ai-enhanced")
    assert [rule["id"] for rule in printed["rules"]] == ["origin-of-every-visual", "declare-ai-use", "label-ai-use"]


def test_a_folder_is_read_whole_in_order_without_what_is_hidden(vigie: Vigie, folder: Path) -> None:
    (folder / ".hidden.png").write_bytes(b"")
    (folder / ".git").mkdir()
    (folder / ".git" / "a.png").write_bytes(b"")
    (folder / "sub").mkdir()
    (folder / "sub" / "b.png").write_bytes(b"")
    printed = vigie("check", "--json", folder).objects
    names = [Path(item["file"]).relative_to(folder).as_posix() for item in printed]
    assert names == ["affiche.png", "photo.jpg", "sub/b.png", "texte.jpg", "vide.png"]


@pytest.mark.parametrize("command", ["check", "explain"])
def test_what_is_not_there_is_a_mistake_of_usage_and_no_verdict(vigie: Vigie, tmp_path: Path, command: str) -> None:
    for name in ("nowhere.png", "x" * 300, "a\nb\u202e.png"):
        ran = vigie(command, tmp_path / name)
        assert (ran.code, ran.out) == (2, "")
        assert ran.complaint.startswith("Il n’y a pas de fichier")
        assert "Traceback" not in ran.err
        assert "\u202e" not in ran.err


def test_an_empty_folder_is_not_fine(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".hidden").write_bytes(b"")
    ran = vigie("check", tmp_path / "empty")
    assert (ran.code, ran.out) == (2, "")
    assert "empty/*" in ran.complaint


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file that even root can't read is known here")
def test_a_file_that_the_system_does_not_give_is_said(vigie: Vigie) -> None:
    ran = vigie("check", "/proc/self/mem")
    assert (ran.code, ran.complaint) == (2, "/proc/self/mem est illisible.")


def test_another_charter_is_named_on_the_command_line(vigie: Vigie, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "charter.yaml").write_text("format: something else\n")
    ran = vigie("check", folder / "photo.jpg", "--charter", tmp_path / "charter.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.complaint.startswith("La charte")


HOSTILE = [
    "a\nVisa accordé.png",
    "photo\u202egpj.png",
    "\x1b[31mred.png",
    "<script>alert(1)<>.png",
    "✅ visa.png",
    "--json",
    "{name}%s.png",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_clean_to_people_and_whole_to_scripts(vigie: Vigie, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"words")
    ran = vigie("check", path)
    assert ran.code == 4
    assert not set("\x1b\u202e✅") & set(ran.out)
    assert not re.search(r"^Visa", ran.out, re.MULTILINE)
    (printed,) = vigie("check", "--json", path).objects
    assert printed["file"] == str(path)


def test_a_name_that_is_no_text_is_no_obstacle(installed: Vigie, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.png"
    Path(os.fsdecode(path)).write_bytes(generated())
    for environment in ({"LC_ALL": "C.UTF-8"}, {"LC_ALL": "C"}):
        ran = installed("check", "--json", path, **environment)
        assert (ran.code, ran.err) == (1, "")
        assert ran.objects[0]["file"].endswith("/\ufffd\ufffd.png")
        assert installed("check", path, **environment).code == 1


def test_explain_shows_all_evidence_and_what_was_looked_for_in_vain(vigie: Vigie, folder: Path) -> None:
    ran = vigie("explain", folder / "affiche.png")
    assert ran.code == 0
    for label in ("où :", "quelle force :", "ne prouve pas :", "Cherché, pas trouvé"):
        assert label in ran.plain or label.casefold() in ran.plain.casefold()
    assert "métadonnées IPTC" in ran.plain


def test_check_shows_a_few_pieces_of_evidence_and_explain_all(vigie: Vigie, tmp_path: Path) -> None:
    settings = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 8x8, Model: sd15"
    notes = PngInfo()
    for key in ("parameters", "Comment", "Description", "prompt", "Title"):
        notes.add_text(key, f"a rose\n{settings}")
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png", pnginfo=notes)
    short, whole = vigie("check", tmp_path / "a.png").plain, vigie("explain", tmp_path / "a.png").plain
    assert short.count("AUTOMATIC1111") == 3
    assert "et 2 autres : vigie explain" in short
    assert whole.partition("Motifs")[0].count("AUTOMATIC1111") == 5


@pytest.mark.corpus
def test_real_files_are_forbidden_exactly_where_their_index_says_so(vigie: Vigie) -> None:
    if not CORPUS.is_dir():
        pytest.skip("no ../shared/corpus beside this checkout")
    with (CORPUS / "index.csv").open(encoding="utf-8", newline="") as stream:
        origins = {row["file"]: row["origin"] for row in csv.DictReader(stream)}
    ran = vigie("check", "--json", CORPUS)
    assert (ran.code, ran.err) == (1, "")
    forbidden = {Path(item["file"]).name for item in ran.objects if item["verdict"] == "forbidden"}
    assert forbidden == {name for name, origin in origins.items() if origin in {"ai-generated", "ai-composite"}}


def test_check_leaves_nothing_behind(vigie: Vigie, folder: Path, data: Path) -> None:
    vigie("check", folder)
    assert not data.exists()


def test_a_reader_of_our_output_may_go_away(folder: Path, data: Path) -> None:
    script = f"'{COMMAND}' check --json '{folder}' | head -c 1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    environment = {"PATH": os.environ["PATH"], "VIGIE_DATA_DIR": str(data)}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stderr
    assert done.stdout.strip() in {b"1", b"141"}

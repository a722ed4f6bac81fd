"""What may be relied on of the tree itself: its top level, its map, its sizes, and what is in no file of it."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOP_LEVEL = {
    "bot", "handlers", "policy", "migrations", "tests", "bench", "docs", ".ci", "pyproject.toml", "README.md",
    "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "requirements.lock", "requirements-dev.lock",
    ".env.example", ".gitignore", ".pre-commit-config.yaml",
}  # fmt: skip
REQUIRED = TOP_LEVEL - {"bench", ".pre-commit-config.yaml", "CONTRIBUTING.md"}
PACKAGES = ("policy", "bot", "handlers")
LONG = 300
"""Lines past which a file had better become a folder."""
REGISTRIES = (
    "pypi" + ".org",
    "pythonhosted" + ".org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "yarnpkg" + ".com",
    "crates" + ".io",
    "rubygems" + ".org",
    "proxy.golang" + ".org",
    "conda.anaconda" + ".org",
)
"""Hosts of package registries, written so that this file names none."""
INDEX_OPTIONS = re.compile(r"^\s*(?:--(?:extra-)?index-url|--find-links|--trusted-host|-i|-f)\b", re.MULTILINE)


def committed() -> list[Path]:
    """Return every file that is, or is about to be, in the repository."""
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: which files are committed is not known here")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def test_the_top_level_is_the_one_that_is_promised() -> None:
    names = {path.relative_to(ROOT).parts[0] for path in committed()}
    assert names - TOP_LEVEL == set()
    assert REQUIRED - names == set()


def rooms_on_the_map(package: str) -> set[str]:
    """Return the names that docs/architecture.md gives to what lies in a package."""
    written = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    lines = written.partition("## The rooms")[2].partition("```\n")[2].partition("```")[0].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{package}/"))
    names = set()
    for line in lines[start + 1 :]:
        if not line.startswith("  "):
            break
        names |= {name.strip().rstrip("/") for name in re.split(r"\s{2,}", line.strip())[0].split(",")}
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_the_map_and_the_house_have_the_same_rooms(package: str) -> None:
    inside = {path.stem for path in (ROOT / package).iterdir() if path.suffix == ".py" and path.stem != "__init__"}
    inside |= {path.name for path in (ROOT / package).iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms_on_the_map(package) == inside


def test_files_are_short() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines())
        for path in sources(*PACKAGES, "migrations", "tests")
    }
    long = {name: length for name, length in lengths.items() if length >= LONG}
    assert len(long) <= len(lengths) // 50
    assert all(length < 2 * LONG for length in long.values())


def test_the_example_names_exactly_the_variables_that_the_settings_read() -> None:
    tree = ast.parse((ROOT / "bot" / "settings.py").read_text("utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    read = {word for word in words if re.fullmatch(r"(?:VIGIE|SLACK|TELEGRAM)_[A-Z_]*[A-Z]", word)}
    documented = re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(read)


def test_every_variable_of_the_example_is_explained() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if re.match(r"#?[A-Z_]+=", line):
            above = next(before for before in reversed(lines[:number]) if not re.match(r"#?[A-Z_]+=", before))
            assert above.startswith("# "), line


def test_the_example_changes_nothing_as_it_stands() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


def test_no_committed_file_names_a_package_registry() -> None:
    named = [
        (path.relative_to(ROOT).as_posix(), host)
        for path in committed()
        for host in REGISTRIES
        if host.encode() in path.read_bytes().lower()
    ]
    assert named == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_names_versions_and_hashes_and_no_address(lock: str) -> None:
    written = (ROOT / lock).read_text("utf-8")
    assert "://" not in written
    assert not INDEX_OPTIONS.search(written)
    pins = re.findall(
        r"^([a-z0-9][a-z0-9._-]*(?:\[[a-z,]+\])?)==\S+ \\\n"
        r"((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
        written,
        re.MULTILINE,
    )
    assert len(pins) == len(re.findall(r"^[a-zA-Z0-9]", written, re.MULTILINE)) > 10
    assert not (ROOT / "uv.lock").exists()


def test_tests_mirror_the_tree() -> None:
    """Every folder of tests stands for a folder or a file of the same name, or holds what many share."""
    strays = []
    about_tests = {  # tests of what tests are made with
        "handlers/slack/emulate",
        "handlers/slack/workspace_tests",
        "handlers/telegram/messenger_tests",
        "handlers/telegram/witness",
    }
    for folder in {path.parent for path in sources("tests") if path.name.startswith("test_")}:
        inside = folder.relative_to(ROOT / "tests")
        if inside.as_posix() in about_tests:
            continue
        if not ((ROOT / inside).is_dir() or (ROOT / inside).with_suffix(".py").is_file()):
            strays.append(inside.as_posix())
    assert strays == []


def test_only_the_composition_root_knows_the_platforms() -> None:
    knowing = [
        path.relative_to(ROOT).as_posix()
        for path in sources("bot", "policy")
        if re.search(r"^\s*(?:from|import) handlers\b", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert knowing == ["bot/__main__.py"]

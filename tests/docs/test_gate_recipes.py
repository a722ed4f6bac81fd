"""The recipes of docs/gate.md, run as they stand against a real desk: each opens for an approved file alone."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml

from bot.gate import tokens
from tests.handlers.desk.running import RunningDesk, open_desk
from tests.policy.pictures_with_a_look import COPIES, encoded, scene

ROOT = Path(__file__).parents[2]
RECIPES = ROOT / "docs" / "gate"

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine (apt-get install curl)")
needs_php = pytest.mark.skipif(shutil.which("php") is None, reason="no PHP on this machine (apt-get install php-cli)")


@dataclass(frozen=True)
class Publisher:
    """Where somebody publishes from: a folder of visuals, and how to ask the gate about them."""

    folder: Path
    address: str
    token: str

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": "/usr/bin:/bin", "VIGIE_GATE_URL": self.address, "VIGIE_GATE_TOKEN": self.token}


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publisher]:
    """A folder with an approved photo, a refused one, a copy of that, and one that nobody knows."""
    folder = tmp_path_factory.mktemp("publisher")
    pictures = [scene(seed) for seed in range(3)]
    files = {
        "approved one.jpg": encoded(pictures[0]),
        "refused.jpg": encoded(pictures[1]),
        "copy.jpg": COPIES["Telegram's photo"](pictures[1]),
        "unknown.jpg": encoded(pictures[2]),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    with open_desk(tmp_path_factory.mktemp("desk") / "data") as desk:
        _decide(desk, files["approved one.jpg"], "approve")
        _decide(desk, files["refused.jpg"], "refuse")
        with desk.house.database.writing() as connection:
            token = tokens.make(connection, "site-web", desk.house.clock())
        yield Publisher(folder, desk.address, token)


def _decide(desk: RunningDesk, data: bytes, verb: str) -> None:
    camille, dominique = desk.come_in("Camille"), desk.come_in("Dominique")
    reference = camille.drop_and_wait(("photo.jpg", data))
    camille.press(reference, "state", value="own-photo")
    dominique.press(reference, verb, **{"answer-reason": "Flou."})


@pytest.fixture
def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def portal() -> Iterator[str]:
    """The log-in page of a train's network, which answers whatever is asked with 200."""

    class LogIn(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'<html>Bienvenue ! {"approved":true}</html>')

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: object) -> None: ...

    with HTTPServer(("127.0.0.1", 0), LogIn) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def shell(publisher: Publisher, *files: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", RECIPES / "vigie-gate.sh", *files],
        cwd=publisher.folder,
        env=publisher.environment | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_shell_recipe_opens_for_an_approved_file(publisher: Publisher) -> None:
    ran = shell(publisher, "approved one.jpg")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "✔ approved one.jpg\n", "")


def test_the_shell_recipe_says_why_it_stays_shut(publisher: Publisher) -> None:
    ran = shell(publisher, "approved one.jpg", "refused.jpg", "copy.jpg", "unknown.jpg", "missing.jpg")
    assert ran.returncode == 1
    assert ran.stdout == "✔ approved one.jpg\n"
    told = {line.split(":")[0].split()[1]: line for line in ran.stderr.splitlines() if line.startswith("✖")}
    assert "REFUSÉ" in told["refused.jpg"]
    assert "ATTENTION" in told["copy.jpg"]
    assert "Inconnu" in told["unknown.jpg"]
    assert "cannot be read" in told["missing.jpg"]


def test_the_shell_recipe_stays_shut_where_nobody_answers(publisher: Publisher, closed_port: str, portal: str) -> None:
    for environment in (
        {"VIGIE_GATE_URL": closed_port},
        {"VIGIE_GATE_URL": portal},
        {"VIGIE_GATE_TOKEN": "wrong"},
        {"VIGIE_GATE_TOKEN": ""},
    ):
        ran = shell(publisher, "approved one.jpg", **environment)
        assert ran.returncode != 0
        assert "✔" not in ran.stdout
    assert shell(publisher).returncode == 2


def action(publisher: Publisher, files: str, **environment: str) -> int:
    """Run the action's one step as a GitHub runner does: its script in bash, its inputs in the environment."""
    (step,) = yaml.safe_load((RECIPES / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    assert set(step["env"]) == {"FILES", "VIGIE_GATE_URL", "VIGIE_GATE_TOKEN"}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
        cwd=publisher.folder,
        env=publisher.environment | {"FILES": files, "GITHUB_ACTION_PATH": str(RECIPES)} | environment,
        capture_output=True,
        check=False,
        timeout=60,
    ).returncode


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this machine")
def test_the_github_action_fails_unless_every_file_is_approved(publisher: Publisher, closed_port: str) -> None:
    assert action(publisher, "approved one.jpg\n") == 0
    assert action(publisher, "approved*.jpg\n\n") == 0
    assert action(publisher, "approved one.jpg\nrefused.jpg") == 1
    assert action(publisher, "*.jpg") == 1
    assert action(publisher, "nothing/*.jpg") == 1
    assert action(publisher, "") == 2
    assert action(publisher, "$(touch owned)`touch owned`;touch owned") == 1
    assert not (publisher.folder / "owned").exists()
    assert action(publisher, "approved one.jpg", VIGIE_GATE_URL=closed_port) == 1


def upload(publisher: Publisher, name: str, url: str = "", token: str = "", called: str = "") -> list[object]:
    """Return the error of each of the two hooks, 0 for none."""
    arguments = [url or publisher.address, token or publisher.token, called or name, str(publisher.folder / name)]
    ran = subprocess.run(
        ["php", ROOT / "tests" / "docs" / "wordpress.php", *arguments],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return [json.loads(line) for line in ran.stdout.splitlines()]


@needs_php
def test_the_wordpress_hook_is_sound_php() -> None:
    subprocess.run(["php", "-l", RECIPES / "vigie-gate.php"], check=True, capture_output=True, timeout=60)


@needs_php
def test_the_wordpress_hook_lets_an_approved_file_in_and_no_other(publisher: Publisher) -> None:
    assert upload(publisher, "approved one.jpg") == [0, 0]
    for name, word in (("refused.jpg", "REFUSÉ"), ("copy.jpg", "Inconnu"), ("unknown.jpg", "Inconnu")):
        assert all(word in str(error) for error in upload(publisher, name))


@needs_php
def test_the_wordpress_hook_stays_shut_where_nobody_answers(
    publisher: Publisher, closed_port: str, portal: str
) -> None:
    assert 0 not in upload(publisher, "approved one.jpg", url=closed_port)
    assert 0 not in upload(publisher, "approved one.jpg", url=portal)
    assert 0 not in upload(publisher, "approved one.jpg", token="wrong")
    assert 0 not in upload(publisher, "missing.jpg")
    assert upload(publisher, "unknown.jpg", called="plugin.zip") == [0, 0]

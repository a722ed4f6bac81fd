"""One life of the real `vigie run`, in a process of its own, which ends with SIGKILL."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.running import GROUP

ROOT = Path(__file__).parents[3]
NOWHERE = "http://127.0.0.1:9/list.pem"
OURS = ("SLACK_", "TELEGRAM_", "VIGIE_")


@contextmanager
def life(telegram: Messenger, folder: Path, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run it on a folder; what it writes goes to `log` there."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    environment |= {
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.api_url,
        "VIGIE_APPROVAL_CHANNELS": f"telegram:{GROUP}",
        "VIGIE_DATA_DIR": str(folder / "data"),
        "VIGIE_DESK_PORT": "0",
        "VIGIE_WORKERS": "1",
        "VIGIE_TRUST_ANCHORS": NOWHERE,
        "VIGIE_TRUST_ALLOWED": NOWHERE,
        "PTB_TIMEDELTA": "1",
    } | settings
    with (folder / "log").open("ab") as log:
        command = [sys.executable, "-m", "bot", "run"]
        child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield child
        finally:
            child.kill()
            child.wait()

from __future__ import annotations

import io
import logging

import pytest

from bot.discretion import discreet
from bot.settings import Settings, SlackSettings

SETTINGS = Settings(slack=SlackSettings(bot_token="xoxb-12-abcdef", signing_secret="8f742231b10e8888"))


@pytest.fixture
def written() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(written: io.StringIO) -> logging.Logger:
    handler = logging.StreamHandler(written)
    handler.addFilter(discreet(SETTINGS))
    logger = logging.getLogger(f"vigie.test.{id(written)}")
    logger.addHandler(handler)
    return logger


def test_a_secret_of_the_settings_is_written_nowhere(log: logging.Logger, written: io.StringIO) -> None:
    log.warning("called with %s and %s", "xoxb-12-abcdef", {"secret": "8f742231b10e8888"})
    assert "abcdef" not in written.getvalue()
    assert "8f7422" not in written.getvalue()
    assert "called with [hidden] and" in written.getvalue()


def test_what_looks_like_a_token_is_hidden_whosever_it_is(log: logging.Logger, written: io.StringIO) -> None:
    log.warning("xoxp-98-whose-is-it, xapp-1-A0-77-beef")
    assert written.getvalue() == "[hidden], [hidden]\n"


def test_a_traceback_says_everything_but_the_secret(log: logging.Logger, written: io.StringIO) -> None:
    try:
        raise ValueError("Bearer xoxb-12-abcdef")
    except ValueError:
        log.exception("it failed")
    assert "ValueError: Bearer [hidden]" in written.getvalue()
    assert "abcdef" not in written.getvalue()


def test_with_no_secret_nothing_is_hidden(written: io.StringIO) -> None:
    handler = logging.StreamHandler(written)
    handler.addFilter(discreet(Settings()))
    logger = logging.getLogger(f"vigie.test.{id(written)}")
    logger.addHandler(handler)
    logger.warning("a plain line, 100 %% true")
    assert written.getvalue() == "a plain line, 100 %% true\n"

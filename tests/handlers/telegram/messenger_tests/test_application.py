from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from tests.handlers.telegram.messenger import Messenger
from tests.handlers.telegram.messenger_tests.asking import CAMILLE, DOMI, GROUP
from tests.handlers.telegram.messenger_tests.pictures import png

Context = ContextTypes.DEFAULT_TYPE
APPROVE = InlineKeyboardMarkup([[InlineKeyboardButton("Approuver", callback_data="v1:ok", style="success")]])


async def receive(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    document = update.effective_message.document
    assert document is not None
    data = await (await document.get_file()).download_as_bytearray()
    await update.effective_message.set_reaction("👀")
    words = f"<b>{document.file_name}</b> {len(data)}"
    await update.effective_message.reply_html(words, do_quote=True, reply_markup=APPROVE)


async def approve(update: Update, context: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("C’est noté")
    await update.callback_query.edit_message_text("Approuvé")


async def declare(update: Update, context: Context) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(" ".join(context.args or ()))


def built(telegram: Messenger) -> Application[Any, Any, Any, Any, Any, Any]:
    application = (
        Application.builder()
        .token(telegram.token)
        .base_url(f"{telegram.api_url}/bot")
        .base_file_url(f"{telegram.api_url}/file/bot")
        .request(HTTPXRequest())
        .get_updates_request(HTTPXRequest(read_timeout=8))
        .job_queue(None)
        .build()
    )
    application.add_handler(CommandHandler("declare", declare))
    application.add_handler(MessageHandler(filters.Document.ALL, receive))
    application.add_handler(CallbackQueryHandler(approve))
    return application


@contextmanager
def running(telegram: Messenger) -> Iterator[None]:
    """A bot of a few lines, in a thread of its own."""
    begun: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def run() -> None:
        application = built(telegram)
        end = asyncio.Event()
        async with application:
            await application.start()
            assert application.updater is not None
            await application.updater.start_polling(timeout=1)
            begun.append((asyncio.get_running_loop(), end))
            await end.wait()
            await application.updater.stop()
            await application.stop()

    thread = Thread(target=asyncio.run, args=(run(),))
    thread.start()
    telegram.wait_for(lambda: telegram.polls, what="a poll")
    try:
        yield
    finally:
        loop, end = telegram.wait_for(lambda: begun[0], what="the bot")
        loop.call_soon_threadsafe(end.set)
        thread.join()


def test_a_whole_round(telegram: Messenger) -> None:
    with running(telegram):
        asked = telegram.send_document(GROUP, CAMILLE, png(), "affiche.png")["message_id"]
        (card,) = telegram.wait_for(lambda: telegram.replies_to(GROUP, asked), what="a card")
        assert card["text"] == f"affiche.png {len(png())}"
        assert telegram.reactions(GROUP, asked) == ["👀"]
        assert telegram.tap(DOMI, GROUP, card["message_id"], "Approuver").text == "C’est noté"
        telegram.wait_for(lambda: telegram.message(GROUP, card["message_id"])["text"] == "Approuvé")
        assert telegram.buttons(GROUP, card["message_id"]) == []
        telegram.command(GROUP, CAMILLE, "/declare-ai ChatGPT")
        telegram.wait_for(lambda: telegram.said_by_bot(GROUP)[-1]["text"] == "ChatGPT")
    assert telegram.violations == []
    assert telegram.pending == 0


def test_a_name_that_is_not_escaped_is_caught(telegram: Messenger) -> None:
    with running(telegram):
        telegram.send_document(GROUP, CAMILLE, png(), "a<b.png")
        telegram.wait_for(lambda: telegram.violations, what="a violation")
    assert telegram.violations == ['sendMessage: can\'t parse entities: Unexpected "<" at byte offset 4']

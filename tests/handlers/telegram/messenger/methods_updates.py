"""Who the bot is, and how it hears of things."""

from __future__ import annotations

import re

from tests.handlers.telegram.messenger.model import Json, RefusedError
from tests.handlers.telegram.messenger.requests import Request, method
from tests.handlers.telegram.messenger.state import Webhook

SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
ADDRESS = re.compile(r"https://\S+|http://(127\.0\.0\.1|localhost)[:/]\S*")


@method("getMe")
def get_me(request: Request) -> Json:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": request.state.reads_all_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return request.state.bot.described() | abilities


@method("setWebhook")
def set_webhook(request: Request) -> bool:
    """A plain address is let through on this machine only."""
    url = request.get("url")
    secret = request.get("secret_token")
    if url and not ADDRESS.fullmatch(url):
        raise RefusedError("bad webhook: An HTTPS URL must be provided for webhook", breach=True)
    if secret is not None and not SECRET.fullmatch(secret):
        raise RefusedError("secret token contains unallowed characters", breach=True)
    if "allowed_updates" in request.parameters:
        request.state.updates.allow(request.parameters["allowed_updates"])
    if request.get("drop_pending_updates"):
        request.state.updates.forget()
    request.state.webhook = Webhook(url, secret) if url else None
    return True


@method("deleteWebhook")
def delete_webhook(request: Request) -> bool:
    if request.get("drop_pending_updates"):
        request.state.updates.forget()
    request.state.webhook = None
    return True


@method("getWebhookInfo")
def get_webhook_info(request: Request) -> Json:
    webhook = request.state.webhook
    known: Json = {"url": webhook.url if webhook else "", "has_custom_certificate": False}
    known |= {"pending_update_count": request.state.updates.pending}
    if request.state.updates.allowed:
        known["allowed_updates"] = request.state.updates.allowed
    return known | ({"last_error_message": webhook.last_error} if webhook and webhook.last_error else {})


@method("getFile")
def get_file(request: Request) -> Json:
    return request.state.files.downloadable(request.get("file_id"))


@method("logOut")
@method("close")
def leave(request: Request) -> bool:
    raise RefusedError(f"{request.method} is nothing that this bot should do", breach=True)

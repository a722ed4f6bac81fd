"""Joining a workspace: the parts that the courier needs first, and then the connection."""

from __future__ import annotations

import logging

from bot.delivery.courier import Courier
from bot.house import House
from handlers.slack.app import joined, ourselves
from handlers.slack.context import in_thread
from handlers.slack.http_door import Door
from handlers.slack.interpreter import SlackInterpreter
from handlers.slack.members import Members
from handlers.slack.sending import SlackPlatform
from handlers.slack.socket import Socket
from handlers.slack.web import Web

log = logging.getLogger("vigie.slack")


class Workspace:
    """A workspace that Vigie is about to join; `platform` and `interpreter` are for the courier.

    Making one asks Slack who we are.
    """

    def __init__(self, house: House) -> None:
        """Raises SetupError where Slack refuses the token, or can't be reached."""
        settings = house.settings.slack
        self._house, self.web = house, Web(settings)
        self.us = ourselves(settings)
        self.members = Members(house, self.web, self.us.team)
        self.platform = SlackPlatform(
            house,
            self.web,
            own_user=self.us.user,
            desk_url=house.settings.desk_address,
            permalink=self.us.permalink,
        )
        self.interpreter = SlackInterpreter(house, self.web, self.members, self.us.bot, self.us.user)

    async def run(self, courier: Courier) -> None:
        """Stay in the workspace until cancelled: through a socket with an app's token, else by signed HTTP."""
        await in_thread(self.members.bring_up)
        log.info("joined the workspace %s", self.us.url or self.us.team)
        slack, app = joined(self._house, courier, self.web, self.members, self.us)
        if self._house.settings.slack.app_token:
            await Socket(slack, app).run()
        else:
            await Door(slack, app).run_door()

from tests.bot.conftest import sandbox

__all__ = ["sandbox"]

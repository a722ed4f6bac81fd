"""Files of strangers are read in worker processes that can reach nothing; see `Sandbox`.

What is named here is imported on first use: the zygote is started, and runs, without most of it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which takes longer to import than all of this
if TYPE_CHECKING:
    from policy.sandbox.preview import Preview
    from policy.sandbox.protections import Protections
    from policy.sandbox.sandbox import Sandbox, SandboxError
    from policy.sandbox.zygote_process import ENTRY, ZygoteProcess

__all__ = ["ENTRY", "Preview", "Protections", "Sandbox", "SandboxError", "ZygoteProcess"]

_HOMES = {
    "ENTRY": "zygote_process",
    "Preview": "preview",
    "Protections": "protections",
    "Sandbox": "sandbox",
    "SandboxError": "sandbox",
    "ZygoteProcess": "zygote_process",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""Turns a written chat policy into code that judges messages and account actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wechat_policy.directory import Directory
    from wechat_policy.engine import Engine, Finding
    from wechat_policy.errors import (
        Diagnostic,
        InvalidPolicy,
        InvalidRecord,
        PolicyError,
        UnknownPack,
    )
    from wechat_policy.events import Event, read_event
    from wechat_policy.frames import judge_frame
    from wechat_policy.loading import check_text, load, loads
    from wechat_policy.policy import Policy
    from wechat_policy.rules.base import condition
    from wechat_policy.verdict import Evidence, Trace, Undetermined, Verdict, Violation

__all__ = [
    "Diagnostic",
    "Directory",
    "Engine",
    "Event",
    "Evidence",
    "Finding",
    "InvalidPolicy",
    "InvalidRecord",
    "Policy",
    "PolicyError",
    "Trace",
    "Undetermined",
    "UnknownPack",
    "Verdict",
    "Violation",
    "check_text",
    "condition",
    "judge_frame",
    "load",
    "loads",
    "read_event",
]

_HOMES = {
    "directory": ("Directory",),
    "engine": ("Engine", "Finding"),
    "errors": ("Diagnostic", "InvalidPolicy", "InvalidRecord", "PolicyError", "UnknownPack"),
    "events": ("Event", "read_event"),
    "frames": ("judge_frame",),
    "loading": ("check_text", "load", "loads"),
    "notebook": ("load_ipython_extension",),
    "policy": ("Policy",),
    "rules.base": ("condition",),
    "verdict": ("Evidence", "Trace", "Undetermined", "Verdict", "Violation"),
}
"""The module of each public name. They load on first use: an import alone stays cheap.

`load_ipython_extension` is what `%load_ext wechat_policy` asks for; it is nothing to import.
"""

_MODULES = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """A public name, from its module."""
    if name not in _MODULES:
        raise AttributeError(f"module `wechat_policy` has no attribute `{name}`")
    from importlib import import_module

    found = getattr(import_module(f"wechat_policy.{_MODULES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

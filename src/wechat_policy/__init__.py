"""Turns a written chat policy into code that judges messages and account actions."""

from __future__ import annotations

from wechat_policy.directory import Directory
from wechat_policy.engine import Engine, Finding
from wechat_policy.errors import Diagnostic, InvalidPolicy, InvalidRecord, PolicyError, UnknownPack
from wechat_policy.events import Event, read_event
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
    "load",
    "loads",
    "read_event",
]

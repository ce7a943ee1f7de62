"""Tests of a policy that stand outside it: files of cases, and tables of examples."""

from __future__ import annotations

from wechat_policy.cases.playing import CaseResult, PlayableCase, Shortfall, run_cases
from wechat_policy.cases.reading import CaseFile, check_cases, read_cases

__all__ = [
    "CaseFile",
    "CaseResult",
    "PlayableCase",
    "Shortfall",
    "check_cases",
    "read_cases",
    "run_cases",
]

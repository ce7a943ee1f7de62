"""Tests of a policy that stand outside it: files of cases, and sheets of examples."""

from __future__ import annotations

from wechat_policy.cases.collecting import (
    Item,
    Result,
    Suite,
    collect,
    policy_under_test,
    spread,
)
from wechat_policy.cases.matching import Outcome
from wechat_policy.cases.playing import CaseResult, PlayableCase, Shortfall, run_cases
from wechat_policy.cases.reading import CaseFile, check_cases, is_cases, read_cases
from wechat_policy.cases.sheets import SheetFile, read_sheets

__all__ = [
    "CaseFile",
    "CaseResult",
    "Item",
    "Outcome",
    "PlayableCase",
    "Result",
    "SheetFile",
    "Shortfall",
    "Suite",
    "check_cases",
    "collect",
    "is_cases",
    "policy_under_test",
    "read_cases",
    "read_sheets",
    "run_cases",
    "spread",
]

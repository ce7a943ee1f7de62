"""Policies and the rules that WeCom itself keeps: intercept rules and keyword rules."""

from __future__ import annotations

from wechat_policy.wecom_rules.exporting import Export, export_rules
from wechat_policy.wecom_rules.importing import Import, import_rules
from wechat_policy.wecom_rules.limits import LIMITS, Kind, Limits
from wechat_policy.wecom_rules.losses import Loss

__all__ = [
    "LIMITS",
    "Export",
    "Import",
    "Kind",
    "Limits",
    "Loss",
    "export_rules",
    "import_rules",
]

"""The engine: judges events, remembers what windows and duties need, keeps the ledger."""

from __future__ import annotations

from wechat_policy.engine.core import Engine
from wechat_policy.engine.findings import Finding

__all__ = ["Engine", "Finding"]

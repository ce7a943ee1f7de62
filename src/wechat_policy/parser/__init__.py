"""Text to tree: reads a policy by the grammar and turns every fault into a diagnostic."""

from __future__ import annotations

from wechat_policy.parser.reader import parse

__all__ = ["parse"]

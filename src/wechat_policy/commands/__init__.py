"""The commands of `wechat-policy`, one a module, and what they share."""

from __future__ import annotations

"""Reports: one self-contained page of HTML for a backtest, a difference or a learned lexicon."""

from __future__ import annotations

from wechat_policy.reporting.rendering import MOST, Result, page_of, render, write_report

__all__ = ["MOST", "Result", "page_of", "render", "write_report"]

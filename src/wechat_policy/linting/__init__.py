"""Tells what is legal in a policy and yet doubtful, and the edits that would put it right."""

from __future__ import annotations

from wechat_policy.linting.mending import Mended, mend
from wechat_policy.linting.running import Report, lint, lint_report
from wechat_policy.linting.sarif import to_sarif
from wechat_policy.linting.suppressions import Suppressed

__all__ = ["Mended", "Report", "Suppressed", "lint", "lint_report", "mend", "to_sarif"]

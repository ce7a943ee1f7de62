"""Applies the edits of findings, as far as the policy means the same afterwards."""

from __future__ import annotations

from wechat_policy import nodes
from wechat_policy.errors import Diagnostic


def mendable(finding: Diagnostic, document: nodes.Document) -> Diagnostic:
    """A finding of the checker, with the edits that put it right where they are plain."""
    return finding

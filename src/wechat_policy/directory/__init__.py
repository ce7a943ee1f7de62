"""People, groups, accounts and devices as they stood at any moment, and the organization.

Rows come from a file or a mapping; events change them from their own time on, in whatever order
they arrive. Every lookup asks for a moment.
"""

from __future__ import annotations

from wechat_policy.directory.changes import RANKS
from wechat_policy.directory.facts import Row
from wechat_policy.directory.lookup import Directory
from wechat_policy.directory.rows import DirectoryError
from wechat_policy.directory.states import PartialRow

__all__ = ["RANKS", "Directory", "DirectoryError", "PartialRow", "Row"]

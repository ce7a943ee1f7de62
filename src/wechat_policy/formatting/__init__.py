"""Writes a text of the language anew, in one layout and either skin, with all its comments.

Comments and blank lines are not in the tree. The printer collects them from the text that the tree
was read from and keeps each with the words that it stands above or behind, found by their place;
here the result is read again and compared, so that no text is ever changed in its meaning.
"""

from __future__ import annotations

from wechat_policy.formatting.kinds import POLICY, Kind
from wechat_policy.formatting.writing import format_text

__all__ = ["POLICY", "Kind", "format_text"]

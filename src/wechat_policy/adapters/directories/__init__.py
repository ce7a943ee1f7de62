"""Directories from what companies have: answers of WeCom, tables of members, native JSON."""

from __future__ import annotations

from wechat_policy.adapters.directories.faults import Fault
from wechat_policy.adapters.directories.gathering import Gathered, read_directory
from wechat_policy.adapters.directories.strangers import Stranger, strangers

__all__ = ["Fault", "Gathered", "Stranger", "read_directory", "strangers"]

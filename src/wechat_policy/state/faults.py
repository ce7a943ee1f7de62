"""What can be wrong with a store in a file, in both languages."""

from __future__ import annotations

import os
from collections.abc import Mapping

from wechat_policy.errors import Language, PolicyError
from wechat_policy.source import visible

_SAYINGS: Mapping[str, tuple[str, str]] = {
    "unusable": (
        "`{path}` cannot be used as a state file: {reason}",
        "`{path}` 不能用作状态文件：{reason}",
    ),
    "foreign": (
        "`{path}` is no state file: it is a database of something else",
        "`{path}` 不是状态文件，而是其他程序的数据库",
    ),
    "empty": (
        "`{path}` is no state file: it is empty",
        "`{path}` 不是状态文件：文件是空的",
    ),
    "later": (
        "`{path}` was written by a later version (schema {version}, known {known}); "
        "update wechat-policy",
        "`{path}` 由更新的版本写成（模式 {version}，可识别到 {known}），请升级 wechat-policy",
    ),
    "earlier": (
        "`{path}` was written by an earlier version (schema {version}, now {known}); "
        "judge with it once, which brings it up to date",
        "`{path}` 由较早的版本写成（模式 {version}，现为 {known}），请先用它判定一次，即可更新",
    ),
    "other_engine": (
        "another engine has written to `{path}`; open it anew",
        "另有引擎写过 `{path}`，请重新打开",
    ),
    "closed": (
        "`{path}` was closed; open it anew",
        "`{path}` 已经关闭，请重新打开",
    ),
    "in_use": (
        "what was erased is gone from `{path}`, but its bytes are not yet: somebody has it open; "
        "erase again when nobody has",
        "`{path}` 中的内容已删除，但文件正被占用，残留字节未能清除；请在无人使用时再删除一次",
    ),
}


class StateError(PolicyError, RuntimeError):
    """A store that cannot be used: not ours, of a later version, or changed by somebody else."""

    def __init__(
        self, kind: str, path: str | os.PathLike[str], facts: Mapping[str, object] | None = None
    ) -> None:
        self.kind = kind
        self.path = os.fspath(path)
        self.facts = {name: str(fact) for name, fact in (facts or {}).items()}
        super().__init__(kind, self.path, self.facts)

    def render(self, language: Language = "en") -> str:
        """The fault in one line."""
        facts = {name: visible(fact) for name, fact in self.facts.items()}
        return _SAYINGS[self.kind][language == "zh"].format(path=visible(self.path), **facts)

    def __str__(self) -> str:
        return self.render()

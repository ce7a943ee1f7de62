"""What the columns of a sheet of examples hold, by their headings in either language."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Literal

from wechat_policy.suggestion import nearest
from wechat_policy.vocabulary import vocabulary
from wechat_policy.words import canonical_path, spell

Role = Literal["clause", "expected", "policy", "event", "times", "day", "remark"]

_ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("clause", "条款", "条款名称", "条款名"), "clause"),
    **dict.fromkeys(("expected", "expect", "预期", "预期结果", "应判", "判定", "结果"), "expected"),
    **dict.fromkeys(("policy", "制度"), "policy"),
    **dict.fromkeys(("event", "事件", "事件类型"), "event"),
    **dict.fromkeys(("times", "次数"), "times"),
    **dict.fromkeys(("day", "日期", "发生日期"), "day"),
    **dict.fromkeys(
        ("remark", "remarks", "note", "no", "no.", "备注", "说明", "理由", "序号", "编号"), "remark"
    ),
}  # fmt: skip
_FACTS: Mapping[str, str] = {
    **dict.fromkeys(("content", "message", "example", "内容", "消息内容", "示例", "例句"), "text"),
    **dict.fromkeys(("time", "发送时间", "发生时间"), "at"),
    **dict.fromkeys(("发送者", "发言人", "责任人", "当事人", "from"), "sender"),
    **dict.fromkeys(("群聊", "群名"), "group"),
    **dict.fromkeys(("接收者", "收件人", "to"), "recipients"),
}
_CONDUCT: Mapping[str, bool] = {
    **dict.fromkeys(("violates", "violation", "violate", "违规", "违反", "不合规"), True),
    **dict.fromkeys(("complies", "compliant", "comply", "合规", "符合", "不违规", "正常"), False),
}

NEEDED: tuple[Role, ...] = ("clause", "expected")
"""The columns without which a sheet has no examples."""


def role_of(heading: str) -> Role | None:
    """What a column is for, None where it may hold a fact."""
    return _ROLES.get(_plain(heading))


def fact_of(heading: str) -> str | None:
    """The path of the fact that a column holds, None for a heading that names none."""
    path = _FACTS.get(_plain(heading)) or canonical_path(heading.strip())
    words, first = vocabulary(), path.split(".")[0]
    if first == "organization" or words.attribute(words.events.values(), first) is not None:
        return path
    return None


def violates(cell: str) -> bool | None:
    """Whether a row is to violate its clause; None where it does not say."""
    return _CONDUCT.get(_plain(cell))


def meant(heading: str) -> str | None:
    """The heading that was probably meant by one that is not understood."""
    words = vocabulary()
    names = list(words.events["message"].attributes)
    names += sorted({name for kind in words.events.values() for name in kind.attributes})
    both = (one for name in names for one in (name, spell("path", name, "zh")))
    found = nearest(heading, dict.fromkeys((*_ROLES, *both, *_FACTS)))
    if found is None or SequenceMatcher(None, heading, found).ratio() < _ALIKE:
        return None
    return found


_ALIKE = 0.6
"""How much of a heading has to be right: one of the author's own may look a little like another."""

CONDUCTS = tuple(_CONDUCT)
"""What may stand in the column of what is expected."""


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()

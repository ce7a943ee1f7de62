"""The fixed words of the language that are not keywords, with their Chinese aliases.

Days, units, periods, populations and sanctions: `canonical` turns an alias into the one spelling
that trees, code and JSON use, `spell` turns it back for a skin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from wechat_policy.vocabulary import vocabulary

Kind = Literal[
    "day", "unit", "period", "population", "sanction", "row",
    "event", "path", "category", "value", "reading",
]  # fmt: skip

DAYS: Mapping[str, tuple[str, ...]] = {
    "workdays": ("工作日", "workday"),
    "holidays": ("节假日", "holiday"),
    "weekends": ("周末", "weekend"),
    "everyday": ("每日", "每天"),
    "monday": ("周一", "星期一"),
    "tuesday": ("周二", "星期二"),
    "wednesday": ("周三", "星期三"),
    "thursday": ("周四", "星期四"),
    "friday": ("周五", "星期五"),
    "saturday": ("周六", "星期六"),
    "sunday": ("周日", "星期日", "星期天"),
}
UNITS: Mapping[str, tuple[str, ...]] = {
    "s": ("秒",),
    "m": ("分钟",),
    "h": ("小时",),
    "d": ("天",),
    "w": ("周",),
    "workdays": ("个工作日", "工作日"),
    "CNY": ("元",),
    "%": (),
    "chars": ("字",),
    "times": ("次",),
}
PERIODS: Mapping[str, tuple[str, ...]] = {
    "day": ("日", "天"),
    "week": ("周",),
    "month": ("月",),
    "quarter": ("季度", "季"),
    "year": ("年",),
}
POPULATIONS: Mapping[str, tuple[str, ...]] = {
    "people": ("人员",),
    "groups": ("群组",),
    "accounts": ("账号",),
    "devices": ("设备",),
}
ROWS: Mapping[str, tuple[str, ...]] = {
    "person": ("人员",),
    "group": ("群",),
    "account": ("账号",),
    "device": ("设备",),
}
VARIABLES: Mapping[str, tuple[str, ...]] = {
    "that": ("前事",),
    "it": ("其",),
    "organization": ("本公司",),
    "people": ("人员",),
    "groups": ("群组",),
    "accounts": ("账号",),
    "devices": ("设备",),
}
SANCTIONS: Mapping[str, tuple[str, ...]] = {
    "reminder": ("提醒",),
    "warning": ("警告",),
    "oral_warning": ("口头警告",),
    "written_warning": ("书面警告",),
    "serious_warning": ("严重警告",),
    "public_criticism": ("通报批评",),
    "demerit": ("记过",),
    "fine": ("罚款",),
    "assessment_deduction": ("考核扣款",),
    "bonus_deduction": ("扣减奖金",),
    "compensation": ("赔偿损失",),
    "own_liability": ("责任自负",),
    "mark_absent": ("记旷工",),
    "suspension": ("停职",),
    "demotion": ("降职",),
    "dismissal": ("辞退",),
    "suspend_use": ("暂停使用",),
    "restrict_functions": ("限制功能",),
    "disable_account": ("禁用账号",),
    "freeze_account": ("冻结账号",),
    "close_account": ("注销账号",),
    "suspend_updates": ("暂停更新",),
    "suspend_service": ("暂停服务",),
    "terminate_service": ("终止服务",),
    "suspend_official_account": ("停用公众号",),
    "mute": ("禁言",),
    "restrict_posting": ("限制发布",),
    "remove_from_group": ("移出群聊",),
    "delete_content": ("删除内容",),
    "ban": ("封禁",),
    "legal_liability": ("追究法律责任",),
    "accountability": ("追究责任",),
    "refer_legal": ("移交法务",),
    "refer_police": ("移交公安",),
    "cooperate": ("配合处理",),
    "disciplinary_action": ("纪律处分",),
    "administrative_sanction": ("行政处罚",),
    "strict_handling": ("严肃处理",),
    "per_rules": ("按规定处理",),
    "commendation": ("表彰",),
    "reward": ("奖励",),
}

READINGS: Mapping[str, tuple[str, ...]] = {
    "literal": ("原样",),
    "symbols": ("夹符",),
    "repeats": ("叠字",),
    "split": ("拆字",),
    "pinyin": ("拼音",),
    "initials": ("首字母",),
    "homophones": ("同音",),
    "lookalikes": ("形近",),
    "stand_ins": ("代字",),
    "shuffled": ("乱序",),
    "whole": ("整词",),
    "own": ("本人",),
    "respelt": ("变形",),
    "spoken": ("谐音",),
    "every": ("全部",),
}
"""Readings of a text. `whole` and `own` narrow: to words that none of the sentence's own reaches
across, and to what the writer did not take over from another message. The last three are levels
that stand for several."""

LEVELS: Mapping[str, tuple[str, ...]] = {
    "respelt": ("symbols", "repeats", "split", "lookalikes", "shuffled"),
    "spoken": ("pinyin", "initials", "homophones", "stand_ins"),
    "every": (
        "symbols",
        "repeats",
        "split",
        "pinyin",
        "initials",
        "homophones",
        "lookalikes",
        "stand_ins",
        "shuffled",
    ),
}
"""What the levels stand for, beside the literal reading that is always there."""


def expand(readings: Iterable[str]) -> tuple[str, ...]:
    """The readings that names of readings and of levels stand for, each once, in one order."""
    wanted = {one for told in readings for one in LEVELS.get(told, (told,))}
    return tuple(one for one in READINGS if one in wanted)


_TABLES: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    "day": DAYS,
    "unit": UNITS,
    "period": PERIODS,
    "population": POPULATIONS,
    "sanction": SANCTIONS,
    "row": ROWS,
    "reading": READINGS,
}
_ALIASES = {
    kind: {alias: name for name, aliases in table.items() for alias in aliases}
    for kind, table in _TABLES.items()
}
_VARIABLE_ALIASES = {alias: name for name, aliases in VARIABLES.items() for alias in aliases}


def known(kind: Kind, word: str) -> bool:
    """Whether the canonical word stands in the table of its kind."""
    return word in _TABLES[kind]


def canonical(kind: Kind, word: str) -> str:
    """The canonical spelling of a word; one that is not known comes back as it is."""
    if kind in _TABLES:
        return _ALIASES[kind].get(word, word)
    words = vocabulary()
    if kind == "event":
        found = words.event(word)
        return found.name if found else word
    if kind == "category":
        return words.category(word) or word
    return canonical_path(word)


def canonical_path(path: str) -> str:
    """A dotted path with every known segment in its canonical spelling."""
    segments = path.split(".")
    words = vocabulary()
    first = _VARIABLE_ALIASES.get(segments[0])
    if first in ("that", "it", "organization"):
        head = [first]
        rest = segments[1:]
        if first == "organization" and len(rest) == 1:
            rest = [canonical("population", rest[0])]
    else:
        head, rest = [], segments
    return ".".join([*head, *(words.word(segment) or segment for segment in rest)])


def canonical_list(path: str) -> str:
    """The canonical spelling of what is gone through: all of a kind, or a list by its path.

    A fact that has the name of a population in English only is the event's: `名下账号` is not all
    `账号`.
    """
    word = canonical("population", path)
    if word != path:
        return word
    found = canonical_path(path)
    return f"event.{found}" if found in POPULATIONS and found != path else found


def canonical_value(attribute: str, word: str) -> str:
    """The canonical spelling of a value of an attribute: `启用` of `status` is `active`."""
    if attribute == "category":
        found = vocabulary().category(word)
        if found:
            return found
    return vocabulary().value(attribute, word) or word


def has_value(attribute: str, word: str) -> bool:
    """Whether the attribute has a value of this canonical spelling."""
    return word in vocabulary().values.get(attribute, ())


def spell(kind: Kind, word: str, skin: Literal["en", "zh"]) -> str:
    """A canonical word as a skin writes it."""
    if skin == "en":
        return word
    if kind in _TABLES:
        aliases = _TABLES[kind].get(word, ())
        return aliases[0] if aliases else word
    words = vocabulary()
    if kind == "event":
        return words.spell(word, "event")
    if kind == "category":
        return words.spell(word, "category")
    first, *rest = word.split(".")
    scoped = first in ("that", "it", "organization")
    head = VARIABLES[first][0] if scoped else words.spell(first, "attribute")
    if first == "organization" and len(rest) == 1 and rest[0] in POPULATIONS:
        return f"{head}.{spell('population', rest[0], skin)}"
    return ".".join([head, *(words.spell(segment, "attribute") for segment in rest)])


def spell_value(attribute: str, word: str, skin: Literal["en", "zh"]) -> str:
    """A canonical value of an attribute as a skin writes it."""
    if skin == "en":
        return word
    if attribute == "category" and vocabulary().category(word):
        return vocabulary().spell(word, "category")
    return vocabulary().spell_value(attribute, word)

"""The words in which people read a verdict: phrases, times, names and values, in two languages."""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, TypeAlias

import attrs

from wechat_policy.errors import Language
from wechat_policy.source import cells, visible
from wechat_policy.vocabulary import vocabulary
from wechat_policy.words import canonical, canonical_path, canonical_value, spell, spell_value

Names: TypeAlias = Callable[[str], str]
"""From the id of a subject to the name that the directory gives."""

PHRASES: Mapping[str, tuple[str, str]] = {
    "kind.event": ("Event", "事件"),
    "kind.due": ("Fell due", "到期"),
    "kind.window": ("Window closed", "时段届满"),
    "kind.settled": ("Settled late", "逾期补办"),
    "kind.finding": ("Finding", "人工认定"),
    "kind.revision": ("Revision", "更正"),
    "status.violation": ("Violation", "违规"),
    "status.suspected": ("Suspected, awaits review", "疑似，待复核"),
    "status.advisory": ("Advisory", "提示"),
    "status.dismissed": ("Dismissed", "不成立"),
    "status.overturned": ("Overturned", "已撤销"),
    "status.undetermined": ("Undetermined", "无法判定"),
    "status.penalty": ("Recommended penalty", "处理建议"),
    "label.verdict": ("verdict", "判定编号"),
    "label.revises": ("revises", "取代"),
    "label.event": ("event", "事件"),
    "label.at": ("time", "时间"),
    "label.subject": ("subject", "责任人"),
    "label.under": ("under", "依据"),
    "label.severity": ("severity", "情节"),
    "label.tags": ("tags", "标签"),
    "label.words": ("evidence", "证据"),
    "label.facts": ("facts", "事实"),
    "label.distance": ("measured", "实际值"),
    "label.settled": ("settled", "补办"),
    "label.review": ("to review", "请复核"),
    "label.read": ("read as", "读作"),
    "label.remark": ("remark", "备注"),
    "label.missing": ("missing", "缺少"),
    "label.condition": ("condition", "条件"),
    "label.clauses": ("clauses", "条款"),
    "label.tier": ("tier", "档次"),
    "label.sanctions": ("sanctions", "措施"),
    "label.next": ("next time", "下一次"),
    "label.lapses": ("stops counting", "不再计入"),
    "truth.true": ("true", "成立"),
    "truth.false": ("false", "不成立"),
    "truth.unknown": ("unknown", "未知"),
    "joined.and": ("all of", "全部成立"),
    "joined.or": ("any of", "任一成立"),
    "joined.not": ("not", "并非"),
    "value.true": ("yes", "是"),
    "value.false": ("no", "否"),
    "value.none": ("none", "无"),
    "value.unknown": ("unknown", "未知"),
    "value.organization": ("the organization", "本公司"),
    "seen.measured": ("measured", "实际值"),
    "seen.bound": ("bound", "界限"),
    "seen.events": ("events", "事件数"),
    "seen.event": ("event", "事件"),
    "seen.opened": ("opened", "起算"),
    "seen.due": ("due", "到期"),
    "seen.owed by": ("owed by", "应办人"),
    "seen.day": ("day", "日期"),
    "unit.s": ("second", "秒"),
    "unit.m": ("minute", "分钟"),
    "unit.h": ("hour", "小时"),
    "unit.d": ("day", "天"),
    "unit.w": ("week", "周"),
    "unit.workdays": ("workday", "个工作日"),
    "head.any": ("any breach", "凡违规"),
    "head.otherwise": ("otherwise", "其余"),
    "head.repeat": ("repeat {times}{severity}", "累计 {times} 次{severity}"),
    "head.step": ("{head}, step {step}", "{head} 第 {step} 档"),
    "sanction.may": ("may impose {rest}", "可{rest}"),
    "sanction.own": ("{word} ({name})", "{word}"),
    "sanction.unstated": (" (amount unstated)", "（金额未定）"),
    "sanction.above": (" or above ({names})", "以上（{names}）"),
    "sanction.lasting": (" for {length}", " {length}"),
    "sanction.lasting_unstated": (" (for an unstated time)", "（期限未定）"),
    "sanction.sources": (" (under {names})", "（依据：{names}）"),
    "sanction.and": (" and ", "并"),
    "sanction.or": (" or ", "或"),
    "sanction.or_joint": (", or ", "，或"),
    "sanction.other": ("other measures", "其他"),
    "sanction.none": ("none stated", "未规定"),
    "say.pair": ("{label}: {value}", "{label}：{value}"),
    "say.bracket": ("{text} ({more})", "{text}（{more}）"),
    "say.read": ("{text} as {word} ({reading})", "{text} 作 {word}（{reading}）"),
    "say.quote": ("“{text}”", "“{text}”"),
    "say.list": (", ", "、"),
    "say.facts": ("; ", "；"),
    "say.heading": ("{kind}, {time}", "{kind}，{time}"),
    "say.ref": ("ref {refs}", "条目 {refs}"),
    "say.grades": ("to be graded by a person ({grades})", "待人工评定（{grades}）"),
    "say.distance": ("{reached} of {bound}", "{reached}（界限 {bound}）"),
    "say.settled": ("{time}, {delay} late", "{time}，迟 {delay}"),
    "say.place": ("character {start}", "第 {start} 字"),
    "say.places": ("characters {start}–{end}", "第 {start}–{end} 字"),
    "say.count": ("{tier}, number {count}", "{tier}，第 {count} 次"),
    "say.more": ("and {count} more", "另有 {count} 项"),
    "say.clean": ("No violation found.", "未发现违规。"),
    "say.closing": (
        "This verdict is a recommendation: a person reviews it before anything is done.",
        "本判定仅为建议，须经人工复核后方可处理。",
    ),
}
"""Every fixed phrase of a verdict, English and Chinese."""

MOST = 20
"""Found words, facts or parts of a condition that are shown at most; the rest are counted."""

_LONGEST = 400  # cells of a name, a title or a remark
_LONGEST_VALUE = 40  # cells of a value: it reminds of the message, it does not tell it again
_PARTIES = frozenset({"person", "group", "account", "device"})
_BREAKS = re.compile(r"[\t\r\n]+")
_ISO_LENGTH = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_COUNTED = re.compile(r"(\d+(?:\.\d+)?)\s*(\S+)")
_UNITS = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))


def shown(text: str, room: int = _LONGEST) -> str:
    """A text on one line, harmless on any screen, encodable, cut to so many cells."""
    told = visible(_BREAKS.sub(" ", text[: room + 1]))
    if len(text) <= room and cells(told) <= room:
        return told
    kept = used = 0
    for character in told:
        used += cells(character)
        if used >= room:
            break
        kept += 1
    return told[:kept] + "…"


@attrs.frozen
class Wording:
    """How things are said: the language, the names of subjects, and the zone of times.

    Times keep the zone that they have where `zone` is None. Whatever comes back is one line,
    harmless on a screen, and can be encoded. Raises ValueError for a language that there is not.
    """

    language: Language = attrs.field(default="zh", validator=attrs.validators.in_(("en", "zh")))
    names: Names | None = None
    zone: tzinfo | None = None

    def phrase(self, key: str, **facts: object) -> str:
        """A fixed phrase with its places filled."""
        return PHRASES[key][self.language == "zh"].format(**facts)

    def listed(self, parts: Iterable[str]) -> str:
        """Several things in a row."""
        return self.phrase("say.list").join(parts)

    def bracketed(self, text: str, more: str) -> str:
        """A text with something behind it in brackets."""
        return self.phrase("say.bracket", text=text, more=more)

    def time(self, at: datetime) -> str:
        """A moment to the second, with its distance from UTC."""
        with contextlib.suppress(OverflowError):  # the year 9999 may end in no other zone
            at = at.astimezone(self.zone or at.tzinfo)
        return at.isoformat(" ", "seconds")

    def length(self, length: timedelta) -> str:
        """A length of time in its two largest units; one below zero is none."""
        seconds = max(0, int(length.total_seconds()))
        told = []
        for unit, size in _UNITS:
            count, seconds = divmod(seconds, size)
            if count:
                told.append(self._counted(str(count), unit))
        return " ".join(told[:2]) or self._counted("0", "s")

    def lasting(self, lasting: str) -> str:
        """A length of time that is written `P7D`, `7d`, `20 min` or `5workdays`."""
        parts = _ISO_LENGTH.fullmatch(lasting)
        if parts is not None and any(parts.groups()):
            days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
            return self.length(timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))
        found = _COUNTED.fullmatch(lasting)
        unit = {"min": "m"}.get(found[2], canonical("unit", found[2])) if found else ""
        if found is None or f"unit.{unit}" not in PHRASES:
            return shown(lasting)
        return self._counted(found[1], unit)

    def who(self, subject: str | None) -> str:
        """A subject by name and id."""
        if subject is None:
            return self.phrase("value.unknown")
        if subject == "organization":
            return self.phrase("value.organization")
        name = self.names(subject) if self.names else ""
        if not name or name == subject:
            return shown(subject)
        return self.bracketed(shown(name), shown(subject))

    def path(self, path: str) -> str:
        """A fact by its name in the language; the engine's own measures have names too."""
        if f"seen.{path}" in PHRASES:
            return self.phrase(f"seen.{path}")
        if " " in path:  # the words of a condition, in which a lexicon may bear the name of a fact
            return shown(path)
        return shown(spell("path", canonical_path(path), self.language))

    def value(self, value: Any, path: str = "", room: int = _LONGEST_VALUE) -> str:
        """A value of the fact of that path, cut to so many cells.

        What the vocabulary knows is translated, people and groups are named.
        """
        return shown(self._told(value, path), room)

    def quoted(self, text: str, room: int = _LONGEST_VALUE) -> str:
        """Somebody's words in quotation marks, cut to so many cells."""
        return self.phrase("say.quote", text=shown(text, room))

    def _told(self, value: Any, path: str) -> str:
        if isinstance(value, str):
            name = canonical_path(path).rpartition(".")[2]
            if name in _party_facts():
                return self.who(value)
            told = spell_value(name, canonical_value(name, value), self.language)
            return self.phrase("value.unknown") if told == "unknown" else told
        if value is None or isinstance(value, bool):
            return self.phrase("value.none" if value is None else f"value.{value}".lower())
        if isinstance(value, datetime) and value.tzinfo is not None:
            return self.time(value)
        if isinstance(value, date):
            return str(value)
        if isinstance(value, timedelta):
            return self.length(value)
        if isinstance(value, float):
            return repr(value).removesuffix(".0")
        if isinstance(value, Mapping):
            items = list(value.items())[:MOST]
            parts = [f"{key}={self.value(one, str(key))}" for key, one in items]
        elif isinstance(value, set | frozenset):  # their order differs from run to run
            parts = sorted(self.value(one, path) for one in value)[:MOST]
        elif isinstance(value, list | tuple):
            parts = [self.value(one, path) for one in value[:MOST]]
        else:
            return self.phrase("value.unknown") if str(value) == "unknown" else str(value)
        return self.listed(parts) or self.phrase("value.none")

    def _counted(self, count: str, unit: str) -> str:
        word = self.phrase(f"unit.{unit}")
        return f"{count} {word}{'s' * (self.language == 'en' and count != '1')}"


@functools.cache
def _party_facts() -> frozenset[str]:
    """The names of the facts that hold ids of the directory."""
    known = vocabulary()
    tables = [kind.attributes for kind in known.events.values()] + [*known.facts.values()]
    names = {one.name for table in tables for one in table.values() if one.element in _PARTIES}
    return frozenset(names) | {"owed by"}

"""Guesses the norms of a statement: events, conditions, hours, times, numbers, words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import attrs

from wechat_policy.drafting import quantities
from wechat_policy.drafting.desk import Desk, Guess
from wechat_policy.drafting.hours import in_hours, names_hours
from wechat_policy.drafting.kinds import Confidence
from wechat_policy.drafting.quantities import Told
from wechat_policy.drafting.script import level
from wechat_policy.drafting.sorting import Statement
from wechat_policy.drafting.tables import table

_QUOTED = re.compile(r"[“\"「『]([^“”\"「」『』]{1,12})[”\"」』]")
_SAID = re.compile(r"说|使用|出现|发送|发|称|用语|字眼|词|话|言|回复|say|word|phrase")
_EXAMPLES = re.compile(
    r"(?:如|例如|比如|包括(?:但不限于)?|such as|e\.g\.)[::]?([^,;。()]{2,60})(?:等|$|[,;。()])"
)
_ITEM = re.compile(r"[、/]|以及|或者|或|和|及")
_EVENT = re.compile(r"[\w.]+\.[\w.]+|消息|内容|群发|登录|登出|报告")
_SOFT = (("不得 ", "不宜 "), ("禁止 ", "不宜 "), ("限制 ", "宜限制 "))
_SHORT = 12
_UNIT_PARAMETER = {
    "within": "时限",
    "period": "周期",
    "bound": "次数",
    "length": "时长上限",
    "characters": "字数上限",
    "money": "金额上限",
}


@attrs.frozen
class Norms:
    """The norms of a clause as text, and what of them was guessed."""

    lines: tuple[str, ...]
    guesses: tuple[Guess, ...]
    open: tuple[str, ...] = ()
    """Words that only the author can settle."""


def guess(statement: Statement, desk: Desk) -> Norms:
    """The norms of a statement that forbids, requires or limits something."""
    plain = statement.plain
    above = level(statement.context.lead_text)
    made: list[Guess] = []
    opened: list[str] = []
    lines, row_words, confidence = _from_table(statement, plain, above, desk, made, opened)
    lexicon = _words_of(statement, desk, made) if statement.sort.kind == "forbid" else None
    if lexicon:
        listed = f"疑似 消息 当 正文 出现 {lexicon}"
        lines = (
            [listed, *(one for one in lines if one.startswith("不得 报告"))]
            if confidence == "low"
            else [*lines, listed]
        )
    for line in lines:
        made.append(Guess("norm", line, row_words, confidence))
    named = plain if names_hours(plain) else f"{above} {plain}"
    lines = in_hours(lines, named, desk, made)
    if statement.sort.is_soft:
        lines = [_softened(line) for line in lines]
    for term in quantities.terms(plain):
        if not term.use or not any(f"{term.name}_" in line for line in lines):
            opened.append(term.words)
    return Norms(tuple(dict.fromkeys(lines)), tuple(made), tuple(dict.fromkeys(opened)))


def _from_table(
    statement: Statement, plain: str, above: str, desk: Desk, made: list[Guess], opened: list[str]
) -> tuple[list[str], str, Confidence]:
    """The norms of the first row whose words are found, in the statement or with its lead."""
    kind = statement.sort.kind
    sentence = f"{level(statement.before)} {plain}"
    tries: list[tuple[str, Confidence]] = [
        (plain, "medium"),
        (f"{above} {plain}", "low"),
        (sentence, "low"),
    ]
    if len(plain) <= _SHORT:
        # 不得泄露给他人: what is meant stands before it, unless its own words tell of an event.
        tries.insert(1, (sentence, "medium"))
    for number, (text, confidence) in enumerate(tries):
        needs_event = number == 0 and len(plain) <= _SHORT
        for row in table("guesses")["guess"]:
            if kind not in row.get("kinds", (kind,)) or (
                "only" in row and not re.search(row["only"], text)
            ):
                continue
            found = [re.search(one, text) for one in row["words"]]
            if not all(found):
                continue
            words = "、".join(dict.fromkeys(one[0] for one in found if one))
            forms = _forms(row, kind, plain)
            if forms:
                return (
                    [_filled(one, plain, statement, desk, made) for one in forms],
                    words,
                    confidence,
                )
            if "report" in row and kind != "limit" and not needs_event:
                return [f"不得 报告 关于 {row['report']}"], words, confidence
    if kind == "limit":
        return (
            [_filled("限制 消息 按 发送人 每日 至多 {bound}", plain, statement, desk, made)],
            "",
            "low",
        )
    return ["不得 报告 关于 违反规章"], "", "low"


def _forms(row: Mapping[str, Any], kind: str, plain: str) -> list[str]:
    """The norms that a row has for a kind, by what the statement says of time."""
    if kind != "require":
        forms = row.get(kind, [])
        return [forms] if isinstance(forms, str) else list(forms)
    told = {term.use for term in quantities.terms(plain)}
    if "periodic" in row and (quantities.period(plain) or "period" in told):
        return [row["periodic"]]
    if "before" in row and quantities.before(plain):
        return [row["before"]]
    if "after" in row and ("require" not in row or quantities.within(plain) or "within" in told):
        return [row["after"]]
    if "require" in row and "{before}" in row["require"] and not quantities.before(plain):
        return []
    forms = row.get("require", [])
    return [forms] if isinstance(forms, str) else list(forms)


def _filled(form: str, plain: str, statement: Statement, desk: Desk, made: list[Guess]) -> str:
    """The norm with its places filled: from the statement, else by a parameter."""
    event = _event(form)
    filled = form
    for place in re.findall(r"\{(within|period|bound|length|characters|money|before)\}", form):
        told = _told(place, plain)
        if told is not None:
            made.append(Guess(place, told.value, told.words, "high"))
            value = told.value
        else:
            value = _parameter(place, event, plain, desk, made)
        filled = filled.replace(f"{{{place}}}", value)
    per = quantities.window(plain)
    if "限制" in filled and per is not None and "{bound}" in form:
        filled = re.sub(r"每(?:日|月|1小时|10分钟)", f"每{per.value}", filled)
        made.append(Guess("window", per.value, per.words, "high"))
    return filled


def _told(place: str, plain: str) -> Told | None:
    if place == "within":
        return quantities.within(plain)
    if place == "period":
        return quantities.period(plain)
    if place == "before":
        return quantities.before(plain)
    if place == "money":
        return next((told for _, told in quantities.sums(plain) if ".." not in told.value), None)
    found = quantities.bound(plain)
    if found is None:
        return None
    told, unit = found
    if place == "bound" and unit in (
        "",
        "次",
        "条",
        "遍",
        "个",
        "张",
        "篇",
        "times",
        "messages",
        "posts",
    ):
        return told
    if place == "characters" and unit in ("字", "characters"):
        return attrs.evolve(told, value=f"{told.value}字")
    if place == "length" and unit in ("分钟", "小时", "秒", "minutes"):
        return attrs.evolve(told, value=f"{told.value}{'分钟' if unit == 'minutes' else unit}")
    return None


def _parameter(place: str, event: str, plain: str, desk: Desk, made: list[Guess]) -> str:
    """The name of a parameter for what the statement leaves open."""
    term = next((one for one in quantities.terms(plain) if one.use == place), None)
    usual = {
        "within": "1天",
        "period": "90天",
        "bound": "10次",
        "length": "30分钟",
        "characters": "200字",
        "money": "200元",
        "before": "09:00",
    }
    if place == "before":
        return "09:00"
    name, words = (term.name, term.words) if term else (_UNIT_PARAMETER.get(place, "上限"), "")
    default = term.default if term else usual[place]
    remark = f"原文“{words}”没有给数，待定。" if words else "原文没有给数，待定。"
    found = desk.parameter(name, event, default, words, remark)
    made.append(Guess(place, f"{found} = {default}", words, "low"))
    return found


def _event(form: str) -> str:
    """The event that a norm asks for or counts, as a part of a parameter's name."""
    behind = form.split(" 须 ")[-1] if " 须 " in form else form
    found = _EVENT.search(re.sub(r"^\S+ ", "", behind) if " 须 " not in form else behind)
    return found[0].replace(".", "") if found else ""


def _words_of(statement: Statement, desk: Desk, made: list[Guess]) -> str | None:
    """The lexicon of the words that a ban quotes or lists, if it does."""
    plain = statement.plain
    cited = [one for one in _QUOTED.findall(statement.text) if re.search(r"\w", one)]
    confidence: Confidence = "medium"
    if cited and _SAID.search(plain):
        words = cited
    else:
        found = _EXAMPLES.search(plain)
        if not found or not re.search(r"内容|信息|言论|话|词|语|content|word|message", plain):
            return None
        start, end = found.span(1)
        words = [one.strip().removesuffix("等") for one in _ITEM.split(statement.text[start:end])]
        words = [one for one in words if 2 <= len(one) <= 8 and one.isalnum()]
        confidence = "low"
        if len(words) < 2:
            return None
    words = list({level(one): one for one in words}.values())
    name = desk.lexicon(statement.article, words, statement.text)
    made.append(Guess("lexicon", name, "、".join(words), confidence))
    return name


def _softened(line: str) -> str:
    """The norm as an advisory."""
    for hard, soft in _SOFT:
        if line.startswith(hard):
            return soft + line.removeprefix(hard)
    if line.startswith("须 "):
        return "宜 " + line.removeprefix("须 ")
    return line.replace(" 须 ", " 宜 ")

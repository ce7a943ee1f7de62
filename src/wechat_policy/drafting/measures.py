"""Guesses the rows of penalties: sanctions with their amounts, for whom, in which steps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import attrs

from wechat_policy.drafting import quantities
from wechat_policy.drafting.desk import Guess
from wechat_policy.drafting.references import Reference, references
from wechat_policy.drafting.script import number
from wechat_policy.drafting.sorting import Statement
from wechat_policy.drafting.tables import table

LIGHT, MIDDLE, GRAVE = "轻微", "较重", "严重"
_LEVELS = (
    (GRAVE, re.compile(r"严重|恶劣|重大|屡教不改|屡次|构成犯罪|触犯|serious|severe|gross")),
    (MIDDLE, re.compile(r"较重|较严重|再次|多次|第[二三]次|repeated")),
    (LIGHT, re.compile(r"轻微|较轻|一般|首次|初次|minor|slight|first")),
)
_HERE = re.compile(
    r"^(?:处罚|处理|处分|后果|措施|罚则)[^:]{0,6}:|违者|否则|一经(?:发现|查实)|违反(?:者|的|上述|本条|以上|此|前款|前项|本款|本项|前述)|有(?:前款|前项|本条|上述|前述|以上)|如有违(?:反|规)|violators|otherwise"
)
_STEP = re.compile(
    r"(?:第?(?P<nth>[一二两三四五六七八九十0-9]+)次(?!数)|首次|初次|初犯|再犯|(?P<en>first|second|third))"
)
_LABEL = re.compile(r"[^:,。;]{1,14}:(?!$|\d)")
_NTH = {"first": 1, "second": 2, "third": 3}
_MAY = re.compile(r"有权|可以|可(?!能|靠|疑|持续|行)|may ")
_REWARD = re.compile(r"奖励|表彰|表扬|嘉奖|reward|commend")
_PER = re.compile(r"每(?P<unit>月|年|季度)|(?P<in>当|一个|同一|自然)?(?P<u2>月|年|季度)(?:度)?内")
_OPEN_LIST = re.compile(r"等|直至|包括但不限于|etc|including but not limited")
_JOINED = re.compile(r"并|同时|且|and")


@attrs.frozen
class Measure:
    """What a penalty statement imposes: on whom, at which level, by which row."""

    statement: Statement
    sanctions: tuple[str, ...]
    steps: tuple[tuple[int, str], ...]
    levels: tuple[str, ...]
    named: tuple[Reference, ...]
    is_here: bool
    is_joined: bool
    is_open_list: bool
    per: str
    guesses: tuple[Guess, ...]


def measure(statement: Statement) -> Measure:
    """What a penalty statement imposes."""
    plain = statement.plain
    label = _LABEL.match(plain)
    found = (
        []
        if plain.rstrip().endswith(":")
        else _sanctions(plain[label.end() :] if label else plain) or _sanctions(plain)
    )
    named = references(plain)
    per = _PER.search(plain)
    made = [Guess("sanction", text, words, "medium") for text, words in found]
    made += [Guess("article", _cited(one), one.words, "high") for one in named]
    steps = _steps(plain)
    # Steps go by how often, and not by how grave.
    levels = () if steps else tuple(name for name, words in _LEVELS if words.search(plain))[:1]
    if levels:
        made.append(Guess("level", levels[0], levels[0], "medium"))
    return Measure(
        statement,
        tuple(text for text, _ in found),
        steps,
        levels,
        named,
        _HERE.search(plain) is not None,
        _JOINED.search(plain) is not None and "或" not in plain,
        _OPEN_LIST.search(plain) is not None,
        {"月": "月", "年": "年", "季度": "季度"}[per["unit"] or per["u2"]] if per else "",
        tuple(made),
    )


def _cited(named: Reference) -> str:
    """An article as it is spoken of: 第4条第3项."""
    first, *items = named.numbers
    return f"第{first}条" + "".join(f"第{one}项" for one in items)


def _sanctions(plain: str) -> list[tuple[str, str]]:
    """The sanctions in the order of the words, as the language writes them, each with its words."""
    if _REWARD.search(plain) and not re.search(r"罚|处分|警告|扣", plain):
        return []
    may = "可 " if _MAY.search(plain) else ""
    found: list[tuple[int, str, str]] = []
    taken: list[tuple[int, int]] = []
    for row in table("sanctions")["sanction"]:
        one = re.search(row["words"], plain)
        if not one or any(start < one.end() and one.start() < end for start, end in taken):
            continue
        taken.append(one.span())
        found.append((one.start(), f"{may}{row['name']}{_amount(row, plain, one)}", one[0]))
    if len(found) > 1:
        found = [one for one in found if not one[1].endswith("按规定处理")] or found
    return [(text, words) for _, text, words in sorted(found)]


def _amount(row: Mapping[str, object], plain: str, found: re.Match[str]) -> str:
    """What a measure costs, or how long it lasts."""
    if row.get("money"):
        near = [told for at, told in quantities.sums(plain) if -12 <= at - found.end() <= 12]
        if near:
            return f" {near[0].value}"
        return " 未定" if row["name"] == "罚款" else ""
    if row.get("time"):
        lasting = re.search(
            r"([0-9一二三四五六七八九十]+)个?(天|日|周|月|小时)", plain[found.start() :]
        )
        count = number(lasting[1]) if lasting else None
        if lasting and count and count < 1000:
            days = {"天": "天", "日": "天", "周": "周", "小时": "小时"}.get(lasting[2])
            return f" 为期 {count}{days}" if days else f" 为期 {count * 30}天"
    return ""


def _steps(plain: str) -> tuple[tuple[int, str], ...]:
    """The steps of a penalty: up to which time, and the sanctions of each."""
    marks = list(_STEP.finditer(plain))
    if len(marks) < 2:
        return ()
    steps: list[tuple[int, str]] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        piece = plain[mark.start() : following.start() if following else len(plain)]
        told = [text for text, _ in _sanctions(piece)]
        if not told and (money := next(quantities.sums(piece), None)):
            told = [f"罚款 {money[1].value}"]
        nth = (
            number(mark["nth"])
            if mark["nth"]
            else _NTH.get(mark["en"] or "", 2 if "再" in mark[0] else 1)
        )
        if told and nth and (not steps or nth > steps[-1][0]):
            steps.append((nth, " 并 ".join(one.removeprefix("可 ") for one in told)))
    return tuple(steps) if len(steps) > 1 else ()


def row(measures: Sequence[Measure]) -> str:
    """What stands behind the colon of a row that unites measures."""
    steps = next((one.steps for one in measures if one.steps), ())
    per = next((one.per for one in measures if one.per), "年")
    if steps:
        told = [f"{text} 每{per} 前 {nth}次" for nth, text in steps[:-1]]
        return "，此后 ".join([*told, steps[-1][1]])
    groups = [
        " 并 ".join(one.sanctions) if one.is_joined else " 或 ".join(one.sanctions)
        for one in measures
        if one.sanctions
    ]
    options = list(dict.fromkeys(option for group in groups for option in group.split(" 或 ")))
    options = [one for one in options if one.removeprefix("可 ") == one or one[2:] not in options]
    if any(one.is_open_list for one in measures):
        options.append("其他")
    return " 或 ".join(options)

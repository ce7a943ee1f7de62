"""Says what a statement is: forbid, require, limit, penalty or note, and from which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import attrs

from wechat_policy.drafting.tables import pattern

Kind = Literal["forbid", "require", "limit", "penalty", "note"]
Confidence = Literal["low", "medium", "high"]
_LABEL = re.compile(r"[^:,。;]{1,16}:(?!$|\d)")
_MAY_PENALISE = re.compile(r"(?:有权|可以?|将|予以|给予|保留)")
_INSIDE = re.compile(r"(?:在|通过|经|按|对)[^,]{1,24}(?:中|后|时|前|上|内|下|方式|规定|要求|形式)")
_JOINT = re.compile(r"^(?:并且|并|且|而且|也|亦|同时)")
_LOOSE = re.compile(r"^(?:大量|刷屏|重复.|反复.|连续(?:发送|发布|.))$")
_PURPOSE = re.compile(
    r"(?:为|本|该|我们|通过|以|随着|帮助|促进|规范|加强|提高|保障|明确|目的|this|the)"
)
_AIMS = ("确保", "保证", "要", "需", "ensure")
_COUNTED = re.compile(
    r"(?:超过|多于|超出|高于|大于)[0-9一二两三四五六七八九十百]+"
    r"(?:次|条|个(?!工作日|小时|月|星期)|人|元|张|篇|遍|字|分钟|小时)(?![^,;。]{0,2}(?:未|没|不))"
    r"|[0-9一二两三四五六七八九十百]+(?:次|条|张|遍|篇|元|字)以上"
)
_OVERDUE = re.compile(
    r"(?:超过|逾)[0-9一二两三四五六七八九十半]+个?(?:工作日|小时|分钟|天|日)[^,;。]{0,2}(?:未|没|不)"
)
_STEPS_TO_TAKE = re.compile(
    r"^(?:冻结|关闭|注销|停用|暂停|停止|收回|取消|限制|[踢移清请][出除]|报警|报案|报公安|送交|移[送交])"
)
_BREACH = re.compile(
    r"未[^,;。]{1,12}[的者]|违|罚|警告|处分|情节|责任|屡|不当|不听|造成|行为|拒不|否则|经查|查实|严重|累计|首次|初次|再犯|第.次|过错|后果|追究|扣|处理|可以?|有权"
)
_CASE = re.compile(r"[的者](?:,|$)")
_CHANGE = re.compile(
    r"离职|离岗|调岗|调离|调动|转岗|退休|辞职|毕业|结束|到期|丢|遗失|被盗|异常|闲置|休假|完成|变更|变动|leav"
)
_ONLY_THEN = re.compile(r"(?:方可|才可|仅可|只可)")


@attrs.frozen
class Sort:
    """What a statement is taken for, the words that say so, and how sure that is."""

    kind: Kind
    words: str
    confidence: Confidence
    is_soft: bool = False


@attrs.frozen
class Context:
    """What stands above a statement: the headings, and the statement that opens its list."""

    headings: tuple[str, ...] = ()
    lead: Sort | None = None
    lead_text: str = ""
    is_preamble: bool = False
    """Whether it stands before all that is numbered."""


def sort(plain: str, context: Context, opens_list: bool = False, before: str = "") -> Sort:
    """What a statement in its plain form is, under what stands above it and `before` it."""
    told = _sort(plain, context, opens_list, before)
    if told.kind == "forbid" and (count := _COUNTED.search(plain)):
        return Sort("limit", count[0], "medium", told.is_soft)
    if told.kind == "forbid" and (late := _OVERDUE.search(plain)):
        return Sort("require", late[0], "medium", told.is_soft)
    return told


def _sort(plain: str, context: Context, opens_list: bool, before: str) -> Sort:
    if plain.rstrip().endswith("?"):
        return Sort("note", "?", "medium")
    if (lead := _led(plain, opens_list)) is not None:
        return lead
    label = _LABEL.match(plain)
    if label and (_first(label[0]) or pattern("order").search(label[0])):
        label = None
    body = plain[label.end() :] if label else plain
    first = _first(body)
    note = pattern("note").search(plain)
    if note and (not {"forbid", "limit"} & first.keys() or _is_closing(note[0])):
        return Sort("note", note[0], "high")
    penalty = pattern("penalty").search(body)
    if (
        penalty
        and not pattern("not_penalty").search(body)
        and _imposes(body, penalty, first)
        and not _is_step(body, before, context)
    ):
        return Sort("penalty", penalty[0], "high")
    if context.is_preamble and not first.keys() & {"forbid", "limit"}:
        demand = first.get("require")
        if demand is None or demand[0] in _AIMS:
            return Sort("note", demand[0] if demand else "", "medium")
    if _is_about(context, plain) and not first.keys() & {"forbid", "limit"}:
        demand = first.get("require")
        if demand is not None and demand[0] in _AIMS and _PURPOSE.match(body):
            return Sort("note", context.headings[-1] if context.headings else body[:4], "medium")
    is_soft = pattern("soft").search(body) is not None
    ban = first.get("forbid") or (_weak_ban(body, first) and first.get("avoid")) or None
    demand = first.get("require")
    if (bound := first.get("limit")) and not _LOOSE.search(bound[0]):
        return Sort("limit", bound[0], "medium", is_soft)
    if ban:
        # 应…，不得…: of the two, the ban is what can be seen broken.
        return Sort("forbid", ban[0], "high", is_soft)
    may = pattern("may").search(body)
    if demand:
        if may and may.start() < demand.start() and not _ONLY_THEN.search(body):
            return Sort("note", may[0], "medium")
        return Sort("require", demand[0], "medium" if is_soft else "high", is_soft)
    if may and not is_soft:
        return Sort("note", may[0], "medium")
    if is_soft and (soft := pattern("soft").search(body)):
        return Sort("require", soft[0], "medium", True)
    return _inherited(body, label[0] if label else "", context)


def _is_about(context: Context, plain: str) -> bool:
    """Whether a statement stands under a heading such as 目的, or begins with one."""
    about = pattern("about")
    return bool(about.match(plain)) or bool(
        context.headings and len(context.headings[-1]) <= 12 and about.search(context.headings[-1])
    )


def _first(text: str) -> dict[str, re.Match[str]]:
    """Where the first word of each norm stands."""
    found = ((name, pattern(name).search(text)) for name in ("forbid", "avoid", "require", "limit"))
    return {name: match for name, match in found if match}


def _imposes(body: str, penalty: re.Match[str], first: dict[str, re.Match[str]]) -> bool:
    """Whether words of a measure impose it, and are not what a ban or a limit is about."""
    norms = [match.start() for name, match in first.items() if name in ("forbid", "limit")]
    return (
        not norms
        or min(norms) > penalty.start()
        or (bool(_MAY_PENALISE.search(body)) and min(norms) >= 12)
    )


def _is_step(body: str, before: str, context: Context) -> bool:
    """Whether words of a measure tell what to do when something happens, and punish nobody."""
    words = [found[0] for found in pattern("penalty").finditer(body)]
    if not all(_STEPS_TO_TAKE.match(one) for one in words):
        return False
    above = " ".join((*context.headings, context.lead_text))
    return not (
        (context.lead is not None and context.lead.kind == "penalty")
        or _BREACH.search(f"{before} {body}")
        or (_CASE.search(f"{before}{body}") and not _CHANGE.search(f"{before}{body}"))
        or pattern("under_penalty").search(above)
    )


def _weak_ban(body: str, first: dict[str, re.Match[str]]) -> bool:
    """Whether a word such as 避免 bans by itself: nothing is demanded but just before it."""
    weak, demand = first.get("avoid"), first.get("require")
    if weak is None or re.search(r"(?:以|为了?|从而)$", body[: weak.start()]):
        return False
    return demand is None or demand.start() > weak.start() or weak.start() - demand.end() <= 2


def _is_closing(words: str) -> bool:
    return bool(re.search(r"(?:以上|上述|解释|生效|施行|制[定订]|适用|存在)", words))


def _led(plain: str, opens_list: bool) -> Sort | None:
    """What the sentence above a list is: its words tell of a list, and nothing to break."""
    if not opens_list or not pattern("lead").search(plain.rstrip()):
        return None
    penalty = pattern("penalty").search(plain)
    if penalty and not pattern("not_penalty").search(plain):
        return Sort("penalty", penalty[0], "high")
    return Sort("note", plain.rstrip()[-8:], "high")


def lead_sort(plain: str) -> Sort | None:
    """What the items below a sentence are meant to be, by its words."""
    if (found := pattern("penalty").search(plain)) and not pattern("not_penalty").search(plain):
        return Sort("penalty", found[0], "medium")
    for name, kind in (
        ("forbid", "forbid"),
        ("under_forbid", "forbid"),
        ("limit", "limit"),
        ("require", "require"),
        ("under_require", "require"),
    ):
        if found := pattern(name).search(plain):
            return Sort(
                "forbid" if kind == "forbid" else "limit" if kind == "limit" else "require",
                found[0],
                "medium",
            )
    if found := pattern("may").search(plain):
        return Sort("note", found[0], "low")
    return None


def _inherited(body: str, label: str, context: Context) -> Sort:
    """What words without a norm of their own are, by what stands above them."""
    if label and (told := _under(label)):
        return told
    if context.lead is not None:
        return attrs.evolve(context.lead, confidence="medium")
    inside = _INSIDE.match(body)
    bare = body[inside.end() :] if inside else re.sub(_JOINT, "", body)
    if found := pattern("verb").match(bare) or pattern("deed").match(bare):
        if told := _under(*context.headings[-1:], only=("under_forbid",)):
            return told
        return Sort("require", found[0], "medium")
    if found := pattern("order").search(body):
        return Sort("require", found[0], "medium")
    if told := _under(*reversed(context.headings)):
        return told
    if found := pattern("deed").search(body):
        return Sort("require", found[0], "low")
    return Sort("note", "", "low")


def _under(
    *headings: str,
    only: Sequence[str] = ("under_forbid", "under_penalty", "under_note", "under_require"),
) -> Sort | None:
    """What the headings, the nearest first, say of what stands below them."""
    for heading in headings:
        for name in only:
            if found := pattern(name).search(heading):
                kinds: dict[str, Kind] = {
                    "under_forbid": "forbid",
                    "under_penalty": "penalty",
                    "under_note": "note",
                    "under_require": "require",
                }
                return Sort(kinds[name], found[0], "low")
    return None

"""The statements of a written policy in order: each with its article, place and kind."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from wechat_policy.drafting.kinds import Context, Sort, lead_sort, sort
from wechat_policy.drafting.marks import Mark
from wechat_policy.drafting.paragraphs import Line
from wechat_policy.drafting.script import level
from wechat_policy.drafting.splitting import parts
from wechat_policy.drafting.statements import Place, Unit, cut

_LABEL = 6
_FAR = 200
_COLON = re.compile(r":(?!\d)")


@attrs.frozen
class Statement:
    """One statement: its words as they stand, where, and what they are taken for."""

    text: str
    place: Place
    article: str
    numbers: tuple[int, ...]
    sort: Sort
    context: Context
    unit: int = 0
    """Which unit it is a part of: an item of a list, a row of a table."""
    before: str = ""
    """The words of its sentence before it, which its pronouns lean on."""

    @property
    def plain(self) -> str:
        """The words in the form that the tables know."""
        return level(self.text)


@attrs.frozen
class Heading:
    """A heading between statements."""

    text: str
    place: Place


def read(lines: Sequence[Line]) -> tuple[str, list[Statement | Heading]]:
    """The title of a policy, and its statements and headings in the order of the text."""
    title, units = cut(lines)
    found: list[Statement | Heading] = []
    headings: dict[tuple[object, ...], str] = {}
    leads: dict[tuple[object, ...], tuple[Sort | None, str]] = {}
    numbered = [at for at, one in enumerate(units) if any(isinstance(m, Mark) for m in one.path)]
    begins = numbered[0] if numbered else 0
    for number, unit in enumerate(units):
        if unit.is_heading:
            headings[unit.path] = unit.text.strip(" 　:：")
            told = lead_sort(level(unit.text)) if unit.text.rstrip().endswith(("：", ":")) else None
            if told:
                leads[unit.path] = (told, unit.text)
            found.append(Heading(f"{_label(unit)}{unit.text.strip()}", unit.place(0)))
            continue
        above = [unit.path[:depth] for depth in range(len(unit.path) + 1)]
        names = tuple(level(headings[path]) for path in above if path in headings)
        lead = next((leads[path] for path in reversed(above[:-1]) if path in leads), (None, ""))
        context = Context(names, *lead, is_preamble=number < begins)
        found.extend(_statements(unit, number, context, leads))
    return title, found


def _statements(
    unit: Unit,
    number: int,
    context: Context,
    leads: dict[tuple[object, ...], tuple[Sort | None, str]],
) -> list[Statement]:
    found: list[Statement] = []
    ends = list(parts(unit.text))
    within = context
    for order, (start, end) in enumerate(ends):
        text = unit.text[start:end]
        if not re.search(r"\w", text):
            continue
        plain = level(text)
        is_last = order == len(ends) - 1
        opens_list = is_last and unit.has_children
        before = re.split(r"[。！？!?]", unit.text[max(0, start - _FAR) : start])[-1]
        told = sort(plain, within, opens_list, level(before))
        if told.kind != "forbid" and found and _is_another_deed(unit.text, start, found[-1]):
            told = attrs.evolve(found[-1].sort, confidence="medium")
        if (
            told.kind in ("require", "note")
            and found
            and _goes_on_with_measures(plain, before, found)
        ):
            told = attrs.evolve(found[-1].sort, confidence="medium")
        if opens_list and (below := lead_sort(plain)) and _COLON.search(plain[-2:]):
            leads[unit.path] = (below, text)
        elif opens_list and told.kind != "note" and _COLON.search(plain[-2:]):
            leads[unit.path] = (told, text)
        elif (
            (colon := _COLON.search(plain))
            and colon.start() > _LABEL
            and not is_last
            and (below := lead_sort(plain[: colon.start()]))
        ):
            # 不得：甲；乙。 — what stands before the colon leads the rest of the sentence.
            within = attrs.evolve(context, lead=below, lead_text=text[: colon.start()])
        if re.search(r"[。！!？?]$", text):
            within = context
        found.append(
            Statement(
                text,
                unit.place(start),
                article(unit),
                numbers(unit),
                told,
                within,
                number,
                before,
            )
        )
    return found


def _is_another_deed(text: str, start: int, last: Statement) -> bool:
    """Whether a statement is a further deed of the ban before it: 、诽谤他人, 或侵犯隐私."""
    begins = text[start - 1] == "、" or text[start] == "或" or text.startswith("以及", start)
    return last.sort.kind == "forbid" and begins


def _goes_on_with_measures(plain: str, before: str, found: Sequence[Statement]) -> bool:
    """Whether a statement adds to the measure before it: 罚款，并按规定处理."""
    return bool(
        re.match(r"并|且", plain)
        and before
        and found[-1].sort.kind == "penalty"
        and not re.search(r"应|须|必须|不得", plain)
    )


def article(unit: Unit) -> str:
    """How the text itself numbers the unit: 第三章 第八条（二）."""
    told = ""
    for one in unit.path:
        if isinstance(one, str):
            continue
        label = one.label.strip(" .、:：．")
        if one.style == "decimal":
            told = told if told.endswith(("章", "条", "节")) else ""
        elif one.style == "bullet":
            label = f"（{one.value[0]}）"
        elif (
            one.style in ("numeral", "number", "letter")
            and told
            and not told.endswith(("章", "条", "节"))
        ):
            told += "、"
        if told.endswith(("章", "节", "部分")):
            told += " "
        told += label
    return told or next((one for one in reversed(unit.path) if isinstance(one, str)), "")


def numbers(unit: Unit) -> tuple[int, ...]:
    """The numbers by which others refer to the unit: 8, 2 of 第八条（二）, and 3, 1 of 3.1."""
    marks = [one for one in unit.path if isinstance(one, Mark)]
    articles = [at for at, one in enumerate(marks) if one.style == "article"]
    told: tuple[int, ...] = ()
    for one in marks[articles[0] if articles else 0 :]:
        if one.style in ("chapter", "section", "bullet"):
            continue
        told = one.value if one.style == "decimal" else (*told, *one.value)
    return told


def _label(unit: Unit) -> str:
    last = unit.path[-1] if unit.path else None
    return f"{last.label} " if isinstance(last, Mark) else ""

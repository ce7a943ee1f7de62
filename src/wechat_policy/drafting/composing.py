"""Writes a draft as text: each statement in several forms, the best first, the safest last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from wechat_policy.drafting import quantities
from wechat_policy.drafting.desk import Guess, Section, quoted
from wechat_policy.drafting.drafted import Drafted, Written
from wechat_policy.drafting.measures import GRAVE, LIGHT, MIDDLE, Measure, row
from wechat_policy.drafting.references import meant
from wechat_policy.drafting.sorting import Heading
from wechat_policy.drafting.tables import table
from wechat_policy.lexical import Skin

_TITLE = 200


@attrs.define
class Block:
    """A piece of the draft in the forms that it may take; the last of them is never at fault."""

    forms: tuple[str, ...]
    part: str
    form: int = 0

    @property
    def text(self) -> str:
        """The form in use."""
        return self.forms[self.form]

    def step_back(self) -> bool:
        """Takes the next safer form; false if there is none."""
        if self.form + 1 >= len(self.forms):
            return False
        self.form += 1
        return True


def compose(written: Written, name: str, skin: Skin) -> list[Block]:
    """The blocks of a draft in the order of the text."""
    head = quoted(written.title or name) if quoted(written.title or name) != '""' else '"draft"'
    begin = f"{_remark('head', skin, name=quoted(name)[1:-1])}\n制度 {head} {head}\n"
    begin += '  版本 "1"\n  时区 "Asia/Shanghai"\n'
    blocks = [
        Block(
            (
                *(f"{begin}{line}" for line in _effective(written, skin)),
                begin,
                '制度 "draft" "draft"\n  版本 "1"\n  时区 "Asia/Shanghai"\n',
            ),
            "head",
        )
    ]
    if any(one.clause for one in written.statements):
        blocks.append(
            Block(
                (f"{_remark('severities', skin)}\n等级 {LIGHT} < {MIDDLE} < {GRAVE}\n",), "shared"
            )
        )
    for shared in (written.desk.hours, written.desk.parameters, written.desk.lexicons):
        blocks += [Block((_section(one, skin),), "shared") for one in shared.values()]
    above = ""
    for part in written.parts:
        if isinstance(part, Heading):
            above += f"# ---------------- {quoted(part.text)[1:-1]}\n"
            continue
        blocks.append(_block(part, above, skin))
        above = ""
    rows = list(_rows(written, skin))
    if rows:
        blocks.append(Block((f"{_remark('penalties', skin)}\n处理\n", ""), "penalties"))
        blocks += rows
    return blocks


def text_of(blocks: list[Block]) -> str:
    """The text of the blocks as they stand; penalties without a row are left out."""
    has_rows = any(one.part == "row" and one.text for one in blocks)
    return "\n".join(
        one.text for one in blocks if one.text and (one.part != "penalties" or has_rows)
    )


def _effective(written: Written, skin: Skin) -> Iterator[str]:
    """The day of entry into force, if a statement names it."""
    for one in written.statements:
        if one.kind == "note" and (day := quantities.in_force(one.statement.plain)):
            said = f"“{quoted(day.words)[1:-1]}”"
            remark = _remark(
                "guess", skin, what=_word("what", "effective", skin), value=day.value, words=said,
                confidence=_word("confidence", "high", skin),
            )  # fmt: skip
            yield f"  {remark}\n  生效 {day.value} 起\n"
            return


def _block(one: Drafted, above: str, skin: Skin) -> Block:
    """A statement as a clause or a note."""
    statement = one.statement
    cited = quoted(statement.article)
    cites = "" if cited == '""' else f" 依据 {cited}"
    said = quoted(statement.text)
    place = _remark("place", skin, line=statement.place.line)
    remarks = "\n".join(_all_guessed(one, skin))
    note = f"{above}{place}\n{remarks}\n说明{cites} {said}\n"
    bare = f"{above}说明 {said}\n"
    if one.clause is None or one.norms is None:
        return Block((note, bare, ""), "note")
    left = one.norms.open
    opened = "" if not left else "  " + _remark("open", skin, words=_listed(left)) + "\n"
    inner = "\n".join(f"  {remark}" for remark in _all_guessed(one, skin))
    lines = "\n".join(f"  {line}" for line in one.norms.lines)
    begin = f"{above}{place}\n条款 {one.clause}\n{inner}\n{opened}"
    if cites:
        begin += f" {cites}\n"
    begin += f"  名称 {said}\n"
    graded = f"  分级 {LIGHT}..{GRAVE}\n"
    report = "不宜" if statement.sort.is_soft else "不得"
    unread = f"{above}{place}\n{_remark('unread', skin)}\n说明{cites} {said}\n"
    return Block(
        (
            f"{begin}{lines}\n{graded}",
            f"{begin}  {report} 报告 关于 违反规章\n{graded}",
            unread,
            bare,
            "",
        ),
        "clause",
    )


def _rows(written: Written, skin: Skin) -> Iterator[Block]:
    """The rows of penalties: those of single clauses, then the grades, then all the rest."""
    clauses: dict[tuple[int, ...], list[str]] = {}
    beside: dict[int, list[str]] = {}
    heads: dict[str, list[Measure]] = {}
    for one in written.statements:
        statement = one.statement
        if one.clause is not None:
            clauses.setdefault(statement.numbers, []).append(one.clause)
            beside.setdefault(statement.unit, []).append(one.clause)
        told = one.measure
        if told is None or not (told.sanctions or told.steps):
            continue
        named = [
            name for one in told.named for at in meant(one.numbers, clauses) for name in clauses[at]
        ]
        near = _near(told, clauses, beside) if told.is_here and not told.named else []
        # A measure for grave cases alone is no measure for every breach of a clause.
        for head in list(told.levels) or list(dict.fromkeys([*named, *near])) or ["凡违规"]:
            heads.setdefault(head, []).append(told)
    order = [LIGHT, MIDDLE, GRAVE, "凡违规"]
    for head in sorted(heads, key=lambda one: order.index(one) if one in order else -1):
        measures = heads[head]
        said = "".join(f"  # {_short(one)}\n" for one in measures)
        yield Block((f"{said}  {head}：{row(measures)}", f"{said}  {head}：可 其他规定", ""), "row")


def _near(
    told: Measure, clauses: Mapping[tuple[int, ...], list[str]], beside: Mapping[int, list[str]]
) -> list[str]:
    """The clauses that 违者 or 前款 means: those of the same item, else of the same article."""
    statement = told.statement
    if (near := beside.get(statement.unit)) or not statement.numbers:
        return near or []
    article = statement.numbers[:1]
    return [name for at, names in clauses.items() if at[:1] == article for name in names]


def _short(one: Measure) -> str:
    cited = quoted(f"{one.statement.article} {one.statement.text}")[1:-1]
    return cited if len(cited) <= _TITLE else cited[:_TITLE] + "…"


def _section(one: Section, skin: Skin) -> str:
    if not one.is_open:
        return f"{_guessed_section(one, skin)}\n{one.text}\n"
    words = quoted(one.words)[1:-1]
    said = f"“{words[:60]}”" if words else ("未写明" if skin == "zh" else "nothing")
    return f"{_remark('section', skin, words=said)}\n{one.text}\n"


def _guessed_section(one: Section, skin: Skin) -> str:
    return _remark(
        "guess", skin, what=_word("what", "hours", skin), value="",
        words=f"“{quoted(one.words)[1:-1]}”", confidence=_word("confidence", "high", skin),
    )  # fmt: skip


def _all_guessed(one: Drafted, skin: Skin) -> list[str]:
    """The guesses of a statement as comments; several norms from the same words in one."""
    return list(dict.fromkeys(_guessed(guess, one, skin) for guess in one.guesses))


def _guessed(guess: Guess, one: Drafted, skin: Skin) -> str:
    """A guess as a comment."""
    # The norm itself stands right below.
    value = "" if guess.what == "norm" else guess.value
    if guess.what == "hours" and skin == "en":
        value = value.replace("不处于", "outside").replace("处于", "during")
    if guess.what == "kind":
        value = _word("kind", guess.value, skin)
        if one.statement.sort.is_soft:
            value += (
                f"（{_word('kind', 'soft', skin)}）"
                if skin == "zh"
                else f" ({_word('kind', 'soft', skin)})"
            )
    facts = {
        "what": _word("what", guess.what, skin),
        "value": quoted(value)[1:-1].replace('\\"', '"'),
        "confidence": _word("confidence", guess.confidence, skin),
    }
    if not guess.words.strip():
        return _remark("bare", skin, **facts)
    return _remark("guess", skin, words=f"“{quoted(guess.words)[1:-1]}”", **facts)


def _word(part: str, key: str, skin: Skin) -> str:
    words: Mapping[str, Mapping[str, str]] = table("phrases")[part]
    return words[key][skin]


def _remark(key: str, skin: Skin, **facts: object) -> str:
    """A comment; what the document says cannot end it."""
    said: str = table("phrases")[key][skin].format(**facts)
    return "# " + " ".join(said.split()).replace(" ,", ",").replace(" ，", "，").replace(
        " （", "（"
    )


def _listed(words: tuple[str, ...]) -> str:
    return "、".join(f"“{quoted(one)[1:-1]}”" for one in words)

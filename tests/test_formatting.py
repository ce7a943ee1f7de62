"""The formatter: layout, comments and blank lines, both skins, and that the meaning stays."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import strategies as made
from conftest import GOLDEN
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shipped import PACKS

from wechat_policy import formatting, nodes
from wechat_policy.errors import InvalidPolicy
from wechat_policy.formatting import format_text
from wechat_policy.lexical import Skin, blanked, comments, fold
from wechat_policy.loading import loads
from wechat_policy.parser import parse
from wechat_policy.printer import print_policy
from wechat_policy.source import Source, cells

SKINS: tuple[Skin, ...] = ("en", "zh")
EXAMPLES = Path(__file__).parents[1] / "examples"
SHIPPED = sorted([*PACKS.glob("*.policy"), *EXAMPLES.rglob("*.policy")])
BEFORE = sorted(GOLDEN.glob("fmt/*.policy"))


def formatted(text: str, skin: Skin | None = None) -> str:
    return format_text(Source("sample.policy", text), skin)


def read(text: str) -> nodes.Document:
    """The tree of a text that has no fault."""
    tree, faults = parse(Source("sample.policy", text))
    assert [fault.render() for fault in faults] == []
    return tree


def comments_of(text: str) -> list[str]:
    return [text[one.start + 1 : one.end].rstrip() for one in comments(fold(text))]


# --------------------------------------------------------------------------- before, after


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("path", BEFORE, ids=lambda path: path.stem)
def test_before_and_after(path: Path, skin: Skin, golden: Callable[[str, str], None]) -> None:
    """Each text becomes what stands beside it, in either skin."""
    after = formatted(path.read_text(encoding="utf-8"), skin)

    golden(f"fmt/{path.stem}.{skin}.txt", after.removesuffix("\n"))


UGLY = (GOLDEN / "fmt" / "ugly.policy").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        UGLY.replace("\n", "\r\n"),
        UGLY.replace("\n", "\r"),
        "\ufeff" + UGLY,
        UGLY.rstrip("\n"),
        UGLY + "\n\n\n",
        re.sub("(?m)^ +", "\t", UGLY),
        re.sub("(?m)^ +", "\u3000", UGLY),
        UGLY.replace("\n\n", "\n \u3000\n\t\n\n"),
    ],
    ids=["crlf", "cr", "bom", "no end", "many ends", "tabs", "wide blanks", "blank lines"],
)
def test_how_lines_begin_and_end_makes_no_difference(text: str) -> None:
    """Line ends, a byte order mark, tabs and wide blanks leave nothing behind."""
    assert formatted(text) == formatted(UGLY)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("", ""),
        ("\n\n", ""),
        ("# only this", "# only this\n"),
        ("\n# 甲\n\n\n# 乙\n", "# 甲\n\n# 乙\n"),
        ("use “a”", 'use "a"\n'),
        ("引用 “a”\n引用 “b”\nuse “c”", "引用 “a”\n引用 “b”\n引用 “c”\n"),
        ("引用 “a”\n\n\n\n引用 “b”", "引用 “a”\n\n引用 “b”\n"),
        ("条款 a\n条款 b", "条款 a\n\n条款 b\n"),
        ("引用 “a”\n条款 b", "引用 “a”\n\n条款 b\n"),
        ("条款 a\n\n  情节 b\n\n\n  标签 c\n", "条款 a\n  情节 b\n\n  标签 c\n"),
        ("条款 a 情节 b 标签 c # d", "条款 a\n  情节 b\n  标签 c  # d\n"),
        ("条款 a＃b", "条款 a  #b\n"),
        ('参数 a = "x\\n\\ty"', "参数 a = “x\\n\\ty”\n"),
        ("参数 a = “他说\"好\"”", "参数 a = “他说\"好\"”\n"),
        ("参数 a = ０．５０", "参数 a = 0.50\n"),
        ("参数 a = 30  分钟", "参数 a = 30分钟\n"),
    ],
)  # fmt: skip
def test_small_texts(text: str, printed: str) -> None:
    """Sections are one blank line apart, or none where both are one statement and the author
    has none; blank lines between statements stay, one of each run."""
    assert formatted(text) == printed


def test_the_skin_is_that_of_most_sections() -> None:
    """One English section among Chinese ones becomes Chinese; the other way needs to be asked."""
    text = "引用 “a”\n引用 “b”\nuse “c”"

    assert formatted(text) == "引用 “a”\n引用 “b”\n引用 “c”\n"
    assert formatted(text, "en") == 'use "a"\nuse "b"\nuse "c"\n'


def test_names_are_the_authors_own() -> None:
    """A skin changes the words of the language and no name."""
    text = "lexicon 侮辱 = {“x”}\ncondition 骂人 = text contains 侮辱\n"

    assert formatted(text, "zh") == "词库 侮辱 = {“x”}\n条件 骂人 = 正文 出现 侮辱\n"


def test_a_word_that_is_a_keyword_never_begins_a_line() -> None:
    """A category of announcements is called `policy`, which would open a section there."""
    wide = ", ".join(f'"{"广" * 46}{at}"' for at in range(2))
    text = (
        f"clause a\n  forbid announcement.publish when category in {{{wide}, policy}}\n"
        f"parameter b = {{{wide}, policy}}\nparameter c = {{{wide}, note, calendar}}\n"
    )

    after = formatted(text)
    assert read(after) == read(text)
    assert re.search(r"^\s+policy", after, re.MULTILINE) is None
    assert formatted(after) == after


def test_a_text_with_a_fault_is_refused() -> None:
    """The faults of its syntax are told; others are none of the formatter's business."""
    with pytest.raises(InvalidPolicy) as refused:
        formatted("条款 a\n  不得\n")
    assert [fault.code for fault in refused.value.diagnostics] == ["E006"]
    assert formatted("条款 a\n  情节 无此等级") == "条款 a\n  情节 无此等级\n"


@pytest.mark.parametrize("lost", ["标签 b", "  # 甲", "甲", "条款"])
def test_what_does_not_say_the_same_is_never_given_out(
    lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The result is read again: a printer that loses a word or a comment makes an error."""
    source = Source("a", "条款 a  # 甲\n  标签 b\n  标签 c\n")
    assert format_text(source)
    losing = lambda tree, skin: print_policy(tree, skin).replace(lost, "")  # noqa: E731
    monkeypatch.setattr(formatting, "print_policy", losing)
    with pytest.raises(RuntimeError, match="does not say the same"):
        format_text(source)


def test_cases_are_formatted_too() -> None:
    """A file of cases is a text of the language; the reader tells which kind it is."""
    before = '用例集 "a"\n# 甲\n用例 "一" # 乙\n 事件 2026-03-02 09:00 "好" (发送人="甲")'
    after = "用例集 “a”\n\n# 甲\n用例 “一”  # 乙\n  事件 2026-03-02 09:00 “好”（发送人 = “甲”）\n"
    assert after == formatted(before)
    assert 'cases for "a"' in formatted(before, "en")


INSIDE = [
    ("制度 “a”  # 甲\n  “b”  # 乙", "# 甲\n制度 “a” “b”  # 乙"),
    ("条款 a\n  不得 # 甲\n  消息", "条款 a\n  # 甲\n  不得 消息"),
    (
        "条款 a\n  不得 消息 当 正文\n# 甲\n  出现 b 且 紧急",
        "条款 a\n  不得 消息\n    # 甲\n    当 正文 出现 b 且 紧急",
    ),
    (
        "条款 a\n  不得 消息 当 类型 属于 {文本、文件\n  # 甲\n  } 且 紧急",
        "条款 a\n  不得 消息\n    当 类型 属于 {文本、\n      # 甲\n      文件}\n    且 紧急",
    ),
    (
        "条款 a\n  不得 消息 当 紧急  # 甲\n    且 # 乙\n    非 已加密 # 丙",
        "条款 a\n  不得 消息\n    # 甲\n    当 紧急  # 乙\n    且 非 已加密  # 丙",
    ),
    (
        "词库 a = {# 甲\n\n # 乙\n “b”，\n\n\n “c”\n\n # 丙\n\n }",
        "词库 a = {  # 甲\n  # 乙\n  “b”、\n\n  “c”\n\n  # 丙\n}",
    ),
    ("参数 a = {“b”, # 甲\n “c”}", "参数 a = {\n  “b”、  # 甲\n  “c”\n}"),
    ("处理\n  a：警告 # 甲\n  并 罚款 未定", "处理\n  a：警告  # 甲\n    并 罚款 未定"),
]


@pytest.mark.parametrize(("text", "printed"), INSIDE)
def test_comments_inside_a_statement_stay_with_their_words(text: str, printed: str) -> None:
    """Behind words they stay behind them, with a line to themselves above what follows."""
    assert formatted(text) == f"{printed}\n"


NORMS = [
    "forbid message where (kind = file), login when urgent and not encrypted unless kind = text",
    "require title given and kind = file on message, broadcast when urgent or kind in {text, file}",
    "should title given on message unless urgent blame sender",
    "limit sum amount of payment.make to 5 CNY per month by actor, group when urgent",
    "permit message lifts a1, b1 when urgent",
    "after login for each p in people (urgent and external) within 2h of w1 require message by a1",
    "before 10:00 since 08:00 on workdays for each p in people require message by actor = p",
    "every 90d require login where (urgent and encrypted)",
    "forbid message when count (message) by a1 within 1d > count (login when urgent) and urgent",
    "forbid message when had (login then message) by a1 within 1d or last (login) by b1 (urgent)",
    'violates 2 times message "x" (kind = file, file = (size = 3), to = ["a", 2]) then advance 1h',
    'cites "x" ref P01-001, "y"',
]  # fmt: skip
ROWS = [
    "minor when loss > 0 and urgent: fine 5 CNY for first 3 per day, then (mute or warning)",
    "repeat 3 minor within 90d: as serious",
]  # fmt: skip
SECTIONS = [
    'lexicon a1 = b1 + {"x" 2 (note = "y"), "z"} - file "f.txt" except {"q"} readings split, own',
    'parameter a1 = {1, "b", c1} remark "d"',
    "days a1 = {2026-01-01, 2026-02-01..2026-02-03}",
    'hours a1 = monday-friday 08:00-12:00, 13:00-17:00 and sunday 09:00-10:00 in "Asia/Tokyo"',
    "condition a1 = urgent and (encrypted or not external)",
    'policy "a" "b" version "1" effective from 2026-01-01',
]  # fmt: skip
STATEMENTS = [
    *(f"clause sample\n  {norm}" for norm in NORMS), *(f"penalties\n  {row}" for row in ROWS),
    *SECTIONS,
]  # fmt: skip


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_comment_at_every_place_of_a_statement(statement: str, skin: Skin) -> None:
    """Whatever the place, a comment is kept, and stays where it is put, there and back."""
    text = print_policy(read(statement), skin)
    other: Skin = "en" if skin == "zh" else "zh"
    stand = 0
    for at, sign in enumerate(blanked(fold(text))):
        for gap in (" # 甲\n", "\n  # 甲\n") if sign in " \n,{}():" else ():
            changed = text[: at + 1] + gap + text[at + 1 :]
            tree, faults = parse(Source("changed", changed))
            if faults:
                continue
            once = print_policy(tree, skin)
            assert print_policy(read(once), skin) == once
            assert print_policy(read(print_policy(read(once), other)), skin) == once
            assert comments_of(once) == [" 甲"]
            stand += 1
    assert stand > 5


# ------------------------------------------------------------------------------ any text

GAPS = ("  {}\n", "\n{}\n", "\n    {}\n", "\n\n  {}\n", "\n{}\n\n", "\n\n\n{}\n\n\n")
WORDS = ("", " x", "条款 旧的", ' "', " {“（", "#", " 备注 “a", "---- 一", "\u3000全角\u3000")


@st.composite
def commented(draw: st.DrawFn) -> str:
    """A text with comments at places where the language allows them, each with its number."""
    tree = draw(made.documents)
    text = print_policy(tree, draw(st.sampled_from(SKINS)))
    blank = blanked(fold(text))
    places = [at for at, sign in enumerate(blank) if sign in " \n,{}()、:"]
    chosen = draw(st.lists(st.sampled_from(places), max_size=6, unique=True)) if places else []
    for number, at in enumerate(sorted(chosen, reverse=True)):
        words = f"#批注{number}.{draw(st.sampled_from(WORDS))}"
        gap = draw(st.sampled_from(GAPS)).format(words)
        changed = text[: at + 1] + gap + text[at + 1 :]
        again, faults = parse(Source("changed", changed))
        # Within a keyword of two words, or before a word that would open a section, none may stand.
        if not faults and again == tree:
            text = changed
    return text


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(commented(), st.sampled_from(SKINS))
def test_formatting_changes_nothing_but_the_layout(text: str, skin: Skin) -> None:
    """The tree is the same, every comment is there once, and formatting again changes nothing."""
    after = print_policy(read(text), skin)

    assert read(after) == read(text)
    assert sorted(comments_of(after)) == sorted(comments_of(text))
    assert print_policy(read(after), skin) == after
    assert not re.search(r"[ \t\u3000]$|\n\n\n|\A\n|\t|\r", after, re.MULTILINE)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(commented(), st.sampled_from(SKINS))
def test_there_and_back_gives_the_same_text(text: str, skin: Skin) -> None:
    """To the other skin and back gives the formatted text, comments in their places."""
    other: Skin = "en" if skin == "zh" else "zh"
    once = formatted(text, skin)

    assert formatted(formatted(once, other), skin) == once


# --------------------------------------------------------------------------------- packs


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_policies(path: Path) -> None:
    """What ships is formatted, goes to the other skin and back, and its lines are not too wide."""
    text = path.read_text(encoding="utf-8")
    tree = read(text)
    skin = tree.skin
    other: Skin = "en" if skin == "zh" else "zh"
    translated = print_policy(tree, other)
    again = read(translated)

    assert print_policy(tree, skin) == text
    assert again == tree
    assert sorted(comments_of(translated)) == sorted(comments_of(text))
    assert print_policy(again, skin) == text
    wide = [line for line in text.split("\n") if cells(line) > 100]
    assert [line for line in wide if not re.search(r"[“\"/#]", line)] == []


def test_fingerprints_stay() -> None:
    """The other skin is the same policy: what is remembered under its clauses goes on."""
    text = (GOLDEN / "gallery" / "office.policy").read_text(encoding="utf-8")
    chinese, english = loads(formatted(text, "zh")), loads(formatted(text, "en"))

    assert [one.fingerprint for one in chinese.clauses] == [
        one.fingerprint for one in english.clauses
    ]
    assert chinese.rows_fingerprint == english.rows_fingerprint

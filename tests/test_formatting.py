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

from wechat_policy import nodes
from wechat_policy.errors import InvalidPolicy
from wechat_policy.formatting import Kind, format_text
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
    wide = ", ".join(f'"{"广" * 30}{at}"' for at in range(4))
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


def test_what_does_not_say_the_same_is_never_given_out() -> None:
    """The result is read again: a printer that loses a word or a comment makes an error."""

    def write(lost: str) -> Kind[nodes.Document]:
        return Kind(parse, lambda tree, skin: print_policy(tree, "zh").replace(lost, ""))

    source = Source("a", "条款 a  # 甲\n  标签 b\n  标签 c\n")
    assert format_text(source, kind=write("丙"))
    for lost in ("标签 b", "  # 甲", "甲", "条款"):
        with pytest.raises(RuntimeError, match="does not say the same"):
            format_text(source, kind=write(lost))


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


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(commented(), st.sampled_from(SKINS))
def test_formatting_changes_nothing_but_the_layout(text: str, skin: Skin) -> None:
    """The tree is the same, every comment is there once, and formatting again changes nothing."""
    after = print_policy(read(text), skin)

    assert read(after) == read(text)
    assert sorted(comments_of(after)) == sorted(comments_of(text))
    assert print_policy(read(after), skin) == after
    assert not re.search(r"[ \t\u3000]$|\n\n\n|\A\n|\t|\r", after, re.MULTILINE)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
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
    source = Source(str(path), text)
    skin = parse(source)[0].skin
    other: Skin = "en" if skin == "zh" else "zh"

    assert format_text(source) == text
    assert format_text(Source(str(path), format_text(source, other)), skin) == text
    wide = [line for line in text.split("\n") if cells(line) > 100]
    assert [line for line in wide if not re.search(r"[“\"/#]", line)] == []


def test_fingerprints_stay() -> None:
    """The other skin is the same policy: what is remembered under its clauses goes on."""
    text = (PACKS / "P06-wecom-use-and-management.policy").read_text(encoding="utf-8")
    chinese, english = loads(text), loads(formatted(text, "en"))

    assert [one.fingerprint for one in chinese.clauses] == [
        one.fingerprint for one in english.clauses
    ]
    assert chinese.rows_fingerprint == english.rows_fingerprint

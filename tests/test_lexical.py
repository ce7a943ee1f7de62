"""What happens to a policy text before the grammar: folding, cutting, quoting, keywords."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy.lexical import (
    Skin,
    blanked,
    comments,
    cut,
    fold,
    keywords,
    quote,
    skin_of,
    statements,
    unquote,
)

TEXTS = st.one_of(
    st.text(),
    st.text(st.sampled_from('"“”「」＂/\\#＃\n\r\u3000（，：＝Ａ９。条款 clause x'), max_size=40),
)


@given(TEXTS)
def test_folding_keeps_the_length(text: str) -> None:
    """Every position in the folded text is one of the original."""
    assert len(fold(text)) == len(text)
    assert len(blanked(fold(text))) == len(text)


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is in its plainest form."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("（，：、）", "(,:,)"),
        ("＝＜＞＋－！", "=<>+-!"),
        ("｛［］｝", "{[]}"),
        ("２０％．５", "20%.5"),
        ("ＣＮＹ＿ａ", "CNY_a"),
        ("甲\u3000乙\u00a0丙\ufeff\u200b", "甲 乙 丙  "),
        ("＃ 注，", "# 注，"),
        ("a\rb\r\nc", "a\nb\r\nc"),
    ],
)
def test_full_width_signs_fold_to_plain_ones(written: str, folded: str) -> None:
    """Punctuation, digits, letters and blanks lose their width."""
    assert folded == fold(written)


@pytest.mark.parametrize(
    "text",
    [
        '"，（"',
        "“，（”",
        "”，（“",
        "＂，（＂",
        "「，（」",
        "# ，（",
        "/，（/i",
        '"a\\"，"',
        "“a\\”，”",
    ],
)
def test_what_is_quoted_stays_as_it_is(text: str) -> None:
    """Strings of every kind of mark, comments and regular expressions are not folded."""
    assert text == fold(text)


def test_a_quote_does_not_reach_into_the_next_line() -> None:
    """An unclosed quotation mark protects nothing."""
    assert fold("“，\n，") == "“,\n,"


@given(st.text(), st.sampled_from(("en", "zh")))
def test_a_quoted_text_comes_back(text: str, skin: Skin) -> None:
    """Whatever stands in quotes is read as it was."""
    token = quote(text, skin)

    assert text == unquote(token)
    assert fold(token) == token
    assert not re.search(r"[\r\n]", token)


# ------------------------------------------------------------------------------ cutting

POLICY = """# clause 无
policy "a"
  title "clause b"
\tclause c1   # clause d
  severity clause
lexicon e = {"x",
"lexicon f"} hours
hours = 3
条款 甲
条款乙
"""


def test_sections_are_cut_where_a_section_keyword_opens_a_line() -> None:
    """Not inside strings and comments, not in the middle of a line, not before a sign."""
    blank = blanked(fold(POLICY))

    heads = [POLICY[piece.start : piece.end].split()[:2] for piece in cut(blank)]
    assert heads == [["policy", '"a"'], ["clause", "c1"], ["lexicon", "e"], ["条款", "甲"]]


def test_sections_cover_the_text_from_the_first_on() -> None:
    """Nothing between two sections is lost."""
    pieces = cut(blanked(fold(POLICY)))

    assert [piece.end for piece in pieces[:-1]] == [piece.start for piece in pieces[1:]]
    assert pieces[-1].end == len(POLICY)


@pytest.mark.parametrize("text", ["", "\n", "  \u3000\n", "# only a comment\n", "\ufeff"])
def test_a_text_of_nothing_has_no_section(text: str) -> None:
    """Blanks, comments and byte order marks are nothing."""
    assert cut(blanked(fold(text))) == ()


@pytest.mark.parametrize("text", ['"x"\nclause a', "foo\nclause a", "“x”"])
def test_what_stands_before_the_first_section_is_a_piece(text: str) -> None:
    """It is shown to the grammar, which refuses it."""
    assert cut(blanked(fold(text)))[0].start == 0


def test_statements_are_cut_where_their_keywords_open_a_line() -> None:
    """The first piece holds the head; a keyword inside a line cuts nothing."""
    text = 'clause a title "t"\n  forbid message\n    when limit = 1\n  不得 消息\n'
    blank = blanked(fold(text))

    pieces = statements(blank, cut(blank)[0])
    assert [text[piece.start : piece.end].split()[0] for piece in pieces] == [
        "clause", "forbid", "不得",
    ]  # fmt: skip


def test_comments_are_found_with_their_marks() -> None:
    """A mark inside a string or a regular expression opens no comment."""
    text = 'a "#1" # b\n/#/ ＃ c'

    assert [text[piece.start : piece.end] for piece in comments(fold(text))] == ["# b", "＃ c"]


@pytest.mark.parametrize(
    ("text", "skin"),
    [("clause a\n条款 b\n条款 c", "zh"), ("clause a\n条款 b", "en"), ("", "en"), ("# 条款", "en")],
)
def test_the_skin_is_that_of_most_sections(text: str, skin: Skin) -> None:
    """Comments and strings have no say, and a tie is English."""
    assert skin == skin_of(blanked(fold(text)))


# ------------------------------------------------------------------------ keyword table


@pytest.mark.parametrize("keyword", [*keywords().values()], ids=lambda keyword: keyword.key)
def test_keywords_have_both_spellings(keyword: object) -> None:
    """Each has a spelling in either script, but for the closers, which English lacks."""
    entry = keywords()[keyword.key]  # type: ignore[attr-defined]

    assert entry.zh
    assert bool(entry.en) == (entry.role != "closer")
    assert all(word.isascii() for word in entry.en)
    assert not any(word.isascii() for word in entry.zh)


def test_folding_leaves_keywords_as_they_are() -> None:
    """No spelling holds a character that the lexer never sees."""
    for keyword in keywords().values():
        for word in (*keyword.en, *keyword.zh):
            assert fold(word) == word

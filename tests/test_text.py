"""`fold` and `needs_fold`: what folds, what stays, and that positions survive."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy.text import fold, folding, needs_fold

ANY = st.text(st.characters(exclude_categories=()))  # lone surrogates and unassigned characters too
ODD = st.text(st.sampled_from("aA1，Ａ。傳传發ﬁßİſ①ｶﾞ㎡\u3000\x00\ud800\udc00😀𝐀🈚\U0002f800豈乾"))


@pytest.mark.parametrize(
    ("text", "folded", "reason"),
    [
        ("WeChat", "wechat", "ASCII letters become small"),
        ("ＷｅＣｈａｔ", "wechat", "full-width letters become narrow and small"),
        ("１３８", "138", "full-width digits become narrow"),
        ("你好，！（）", "你好,!()", "full-width punctuation becomes ASCII"),
        ("。、“”《》", "。、“”《》", "Chinese punctuation without an ASCII twin stays"),
        ("你\u3000好", "你 好", "the ideographic space becomes a space"),
        ("傳銷賭博", "传销赌博", "traditional script becomes simplified"),
        ("發財 理髮", "发财 理发", "two traditional characters may share one simplified"),
        ("乾", "干", "a character alone takes OpenCC's first answer"),
        ("传销赌博", "传销赌博", "simplified script stays"),
        ("ｶﾅ", "カナ", "half-width kana become full"),
        ("①②㊀", "12一", "encircled digits and characters become plain"),
        ("𝐀𝓑", "ab", "mathematical letters become plain"),
        ("🈚", "无", "a compatibility form of a traditional character goes all the way"),
        ("豈", "岂", "a compatibility ideograph goes all the way"),
        ("⼈", "人", "a radical becomes its character"),
        ("ДЯ", "дя", "letters of other alphabets become small"),
        ("ß", "ß", "what would become two characters stays"),
        ("㎡℃", "㎡℃", "what would become several characters stays"),
        ("İ", "İ", "what has no one small letter stays"),
        ("a\x00B", "a\x00b", "NUL stays"),
        ("\ud83dＡ\ude00", "\ud83da\ude00", "lone surrogates stay"),
        ("😀👍", "😀👍", "emoji stay"),
        ("", "", "nothing stays nothing"),
    ],
)
def test_fold(text: str, folded: str, reason: str) -> None:
    """A text becomes its plainest form."""
    assert fold(text) == folded, reason


@given(ANY | ODD)
def test_fold_keeps_the_length(text: str) -> None:
    """A position in the folded text is one in the text."""
    assert len(fold(text)) == len(text)


@given(ANY | ODD)
def test_fold_twice_is_fold_once(text: str) -> None:
    """Folding a folded text changes nothing."""
    assert fold(fold(text)) == fold(text)


@given(ANY | ODD, ANY | ODD)
def test_fold_looks_at_single_characters(left: str, right: str) -> None:
    """What a character becomes does not depend on its neighbours."""
    assert fold(left + right) == fold(left) + fold(right)


@given(ANY | ODD)
def test_needs_fold_is_whether_fold_changes(text: str) -> None:
    """`needs_fold` says whether folding would change the text."""
    assert needs_fold(text) == (fold(text) != text)


@given(st.text(st.characters(max_codepoint=127)))
def test_fold_lowers_ascii(text: str) -> None:
    """An ASCII text is lower-cased, nothing else."""
    assert fold(text) == text.lower()


def test_every_character_with_a_plain_form_folds() -> None:
    """No block of Unicode with compatibility forms or cases is left out."""
    missed = []
    for character in map(chr, range(0x110000)):
        plain = unicodedata.normalize("NFKC", character)
        if len(plain) == 1 and len(plain.casefold()) == 1 and plain.casefold() != character:
            missed += [hex(ord(character))] if character not in folding() else []

    assert missed == []


def test_no_answer_of_the_table_folds_again() -> None:
    """What a character becomes is no character that folds."""
    assert not set(folding().values()) & folding().keys()

"""`Matcher`: finds what a naive search of the folded text finds, in any text."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy.matcher import Hit, Matcher
from wechat_policy.text import fold

# Few characters, so that words meet their texts; of each kind a binding or a fold might trip over.
LETTERS = "aAＡ传傳，,1①\x00\x01\n\ud800\udc00😀𝐀𠮷"
ANY = st.text(st.characters(exclude_categories=()))
TEXTS = st.text(st.sampled_from(LETTERS), max_size=12) | ANY
WORDS = st.lists(st.text(st.sampled_from(LETTERS), min_size=1, max_size=3).map(fold), max_size=8)


def naive(words: Sequence[str], text: str) -> list[Hit]:
    """Every place of every word in the folded text, by trying them all."""
    folded = fold(text)
    return sorted(
        (
            (start, start + len(word), index)
            for index, word in enumerate(words)
            for start in range(len(folded))
            if folded.startswith(word, start)
        ),
        key=lambda hit: (hit[1], hit[0], hit[2]),
    )


@pytest.mark.parametrize(
    ("words", "text", "hits", "reason"),
    [
        (["饭桶"], "你这个饭桶", [(3, 5, 0)], "a word is found where it stands"),
        (["饭桶"], "😀你这个饭桶", [(4, 6, 0)], "a 4-byte character counts one"),
        (["传销"], "不要傳銷", [(2, 4, 0)], "a traditional text meets the simplified word"),
        (["vx号"], "加ＶＸ號", [(1, 4, 0)], "a full-width text meets the narrow word"),
        (["bc", "ab", "c"], "abc", [(0, 2, 1), (1, 3, 0), (2, 3, 2)], "words may overlap"),
        (["赌", "赌"], "赌", [(0, 1, 0), (0, 1, 1)], "a word given twice has both indices"),
        (["aa"], "aaa", [(0, 2, 0), (1, 3, 0)], "a word may overlap itself"),
        (["a"], "\ud800A\udc00a", [(1, 2, 0), (3, 4, 0)], "lone surrogates do not hide a word"),
        (["\ud800b", "b"], "a\ud800B", [(1, 3, 0), (2, 3, 1)], "a word may hold a lone surrogate"),
        (["\ud800"], "\ud800a\ud800", [(0, 1, 0), (2, 3, 0)], "or be one, found everywhere"),
        (["a\x00b"], "A\x00B", [(0, 3, 0)], "a word may hold NUL"),
        ([], "赌", [], "no words find nothing"),
        (["赌"], "", [], "an empty text holds nothing"),
        (["a,b"], "a，b", [(0, 3, 0)], "punctuation inside a word folds too"),
    ],
)
def test_find(words: list[str], text: str, hits: list[Hit], reason: str) -> None:
    """A hit is start, end and index of a word."""
    assert Matcher(words).find(text) == hits, reason


@given(WORDS, TEXTS)
def test_find_is_the_naive_search(words: list[str], text: str) -> None:
    """The automaton finds what trying every word at every place finds, in the promised order."""
    assert Matcher(words).find(text) == naive(words, text)


@given(WORDS, TEXTS)
def test_hits_is_whether_find_finds(words: list[str], text: str) -> None:
    """`hits` says whether `find` would answer anything."""
    matcher = Matcher(words)

    assert matcher.hits(text) is bool(matcher.find(text))


@given(WORDS, st.lists(TEXTS, max_size=6))
def test_find_block_is_find_on_each(words: list[str], texts: list[str]) -> None:
    """Texts scanned together have the hits they have alone."""
    matcher = Matcher(words)

    assert matcher.find_block(texts) == [matcher.find(text) for text in texts]


def test_find_block_goes_beyond_one_join() -> None:
    """More texts than are joined at once keep their places."""
    texts = ["干净的一句话"] * 5000 + ["這是賭博", "干净", "赌博"]

    found = Matcher(["赌博"]).find_block(texts)

    hit = [number for number, hits in enumerate(found) if hits]
    assert hit == [5000, 5002]


def test_find_block_crosses_no_border() -> None:
    """A word split over two texts is not found."""
    assert Matcher(["赌博"]).find_block(["赌", "博"]) == [[], []]


@given(WORDS, st.lists(TEXTS, max_size=6))
def test_only_candidates_have_hits(words: list[str], texts: list[str]) -> None:
    """A text that is no candidate holds no word."""
    matcher = Matcher(words)

    chosen = matcher.candidates(texts)

    assert sorted(set(chosen)) == chosen
    assert {number for number, text in enumerate(texts) if matcher.hits(text)} <= set(chosen)


def test_a_clean_text_is_no_candidate() -> None:
    """Characters that fold to none of the words' characters cost nothing."""
    texts = ["您好，WeChat 見。", "免費賭搏", "赌博"]

    assert Matcher(["赌博"]).candidates(texts) == [1, 2]


@pytest.mark.parametrize("word", ["", "WeChat", "傳銷", "ＶＸ"])
def test_a_word_that_cannot_be_found_is_refused(word: str) -> None:
    """An empty word and one that is not folded are errors that name the place."""
    with pytest.raises(ValueError, match="word 1 is"):
        Matcher(["好", word])


@given(WORDS, TEXTS)
def test_a_pickled_matcher_finds_the_same(words: list[str], text: str) -> None:
    """A matcher that was pickled equals the one it was and finds the same."""
    matcher = Matcher(words)

    loaded = pickle.loads(pickle.dumps(matcher))

    assert matcher == loaded
    assert matcher.find(text) == loaded.find(text)


def test_a_pickle_holds_the_words_only() -> None:
    """The automaton is no part of the pickle."""
    words = [f"word {number}" for number in range(1000)]

    assert len(pickle.dumps(Matcher(words))) < 2 * len(pickle.dumps(words))


def test_a_long_text_is_searched_to_its_end() -> None:
    """A text of a million characters is read whole."""
    text = "好" * 1_000_000 + "賭博"

    assert Matcher(["赌博"]).find(text) == [(1_000_000, 1_000_002, 0)]

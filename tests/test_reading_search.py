"""Every reading finds what a slow search finds that tries each word at each place."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wechat_policy.readings import READINGS
from wechat_policy.readings.confusions import MOST_COST, confusions, one_apart
from wechat_policy.readings.guessed import Guess, Guessed
from wechat_policy.readings.likelihood import gain, most
from wechat_policy.readings.looks import FAINTLY, faintly_alike, looking_like
from wechat_policy.readings.order import shuffled
from wechat_policy.readings.speech import sounding
from wechat_policy.readings.viewed import Viewed
from wechat_policy.rules.lexicons import Entry, Lexicon, Scanner
from wechat_policy.text import fold

ALPHABET = "刷单加微信赌博客户名返利下注贝者唰丹嘉徽莉反往徃單*，. a🎲⬇️➕jiawexnshud𠮷\u200b1"
TEXTS = st.text(st.sampled_from(ALPHABET), max_size=24)
WORDS = st.lists(
    st.text(st.sampled_from("刷单加微信赌博客户名返利下注a"), min_size=2, max_size=4),
    min_size=1, max_size=5, unique=True,
)  # fmt: skip
VIEWED = sorted(name for name, one in READINGS.items() if isinstance(one, Viewed))
GUESSED = sorted(name for name, one in READINGS.items() if isinstance(one, Guessed))


def numbered(words: Iterable[str]) -> dict[int, str]:
    return dict(enumerate(words))


@pytest.mark.parametrize("name", VIEWED)
@given(text=TEXTS, words=WORDS)
def test_a_view_is_searched_for_every_form(name: str, text: str, words: list[str]) -> None:
    """The automaton finds each form of each word at each place of the view."""
    reading = READINGS[name]
    assert isinstance(reading, Viewed)
    found = []
    view = reading.look(words)(text)
    if view is not None:
        for number, word in enumerate(words):
            for form in reading.forms(word):
                for first in range(len(view.text)):
                    if view.text.startswith(form, first):
                        start, end = view.span(first, first + len(form))
                        meant = reading.accepts is None or reading.accepts(fold(text), start, end)
                        if meant and fold(text)[start:end] != word:
                            found.append((start, end, number))
    if reading.together is not None:
        found = reading.together(text, found)
    assert sorted(reading.reader(numbered(words)).find(text)) == sorted(found)


def guesses(found: Iterable[Guess]) -> Counter[tuple[int, int, int, float]]:
    """Guesses without what stands between, costs as far as they matter."""
    return Counter((start, end, number, round(cost, 3)) for start, end, number, cost, _ in found)


def changed(
    text: str, words: Sequence[str], costs: Mapping[tuple[str, str], float]
) -> Counter[tuple[int, int, int, float]]:
    """The words that stand somewhere with changes, each with what these cost, by brute force."""
    found: Counter[tuple[int, int, int, float]] = Counter()
    for number, word in enumerate(words):
        for start in range(len(text) - len(word) + 1):
            pairs = list(zip(text[start : start + len(word)], word, strict=True))
            if all(one == other or (one, other) in costs for one, other in pairs):
                told = [costs[pair] for pair in pairs if pair[0] != pair[1]]
                # The first character is free; the limit holds from the second on.
                sums = list(itertools.accumulate(costs.get(pair, 0.0) for pair in pairs))
                if told and min(sums[1:]) >= MOST_COST:
                    found[start, start + len(word), number, round(sum(told), 3)] += 1
    return found


@pytest.mark.parametrize("kind", [sounding, looking_like])
@given(text=TEXTS, words=WORDS)
@example(text="来唰丹吧", words=["刷单"])
@example(text="嘉徽信", words=["加微信", "微信"])
def test_confusions_are_those_of_brute_force(kind: object, text: str, words: list[str]) -> None:
    """The tree of words finds each word at each place where resembling characters stand."""
    assert callable(kind)
    resemblance = kind("".join(words))
    costs = {
        (character, other): cost
        for character in set(text)
        for other, cost in resemblance(character).items()
    }
    folded = fold(text)
    assert guesses(confusions(numbered(words), resemblance)(folded)) == changed(
        folded, words, costs
    )


def test_likeliest_first() -> None:
    """Of two words that a place may stand for the likelier comes first, and is the one told."""
    likely = {"返": {"退": -2.0, "反": -1.0}, "现": {"见": -0.5}}
    search = confusions(
        {0: "退见", 1: "反见", 2: "反现"}, lambda character: likely.get(character, {})
    )
    assert [2, 1, 0] == [number for _, _, number, _, _ in search("返现")]


@given(text=TEXTS, words=WORDS)
@example(text="今晚下炷", words=["下注"])
def test_one_faint_likeness_is_allowed(text: str, words: list[str]) -> None:
    """Beside resembling characters one may merely share a part with that of the word."""
    likeness = looking_like("".join(words))
    found = one_apart(numbered(words), likeness, faintly_alike, FAINTLY)(fold(text))
    for start, end, number, cost, _ in found:
        pairs = list(zip(fold(text)[start:end], words[number], strict=True))
        assert any(faintly_alike(one, other) for one, other in pairs)
        assert all(
            one == other or other in likeness(one) or faintly_alike(one, other)
            for one, other in pairs
        )
        assert cost <= FAINTLY


@given(text=TEXTS, words=WORDS)
@example(text="客的户名单", words=["客户名单"])
def test_shuffled_words_are_those_of_brute_force(text: str, words: list[str]) -> None:
    """Each narrowest place that holds all characters of a word, two others at most, is found."""
    folded = fold(text)
    wanted = set()
    for number, word in enumerate(words):
        if any(map(str.isascii, word)):
            continue
        windows = [
            (start, end)
            for start in range(len(folded))
            for end in range(start + len(word), min(len(folded), start + len(word) + 2) + 1)
            if not Counter(word) - Counter(folded[start:end])
        ]
        wanted |= {
            (start, end, number)
            for start, end in windows
            if not any(
                (low, high) != (start, end) and start <= low and high <= end
                for low, high in windows
            )
            and folded[start:end] != word
        }
    found = {guess[:3] for guess in shuffled(numbered(words))(folded)}
    assert wanted <= found
    assert all(
        not Counter(words[number]) - Counter(folded[start:end]) for start, end, number in found
    )


@pytest.mark.parametrize("name", GUESSED)
@given(text=TEXTS, words=WORDS)
@example(text="姐妹们来唰丹吧", words=["刷单"])
@example(text="来涮単吧姐妹", words=["刷单"])
@example(text="快来🪥单，日结", words=["刷单"])
@example(text="来单刷吧", words=["刷单"])
def test_a_guess_counts_by_what_is_gained(name: str, text: str, words: list[str]) -> None:
    """All guesses are weighed, and the cheap bound loses none."""
    reading = READINGS[name]
    assert isinstance(reading, Guessed)
    folded = fold(text)
    gains: dict[tuple[int, int, int], float] = {}
    for start, end, number, cost, around in reading.search(numbered(words))(folded):
        gained = gain(folded, start, end, words[number], around)
        assert gained <= most(folded, start, end, words[number]) + 1e-6
        place = (start, end, number)
        gains[place] = max(gains.get(place, gained + cost), gained + cost)
    sure = {one for one, gained in gains.items() if gained >= reading.least}
    apart = {
        (start, end, number)
        for (start, end, number), gained in gains.items()
        if gained >= reading.least - 8
        and not any(start < last and first < end for first, last, _ in sure)
    }

    found = reading.reader(numbered(words)).find(text)
    assert set(found) == (sure | apart if sure else set())


@given(text=TEXTS, words=WORDS)
def test_hits_lie_in_the_original(text: str, words: list[str]) -> None:
    """Every hit of every reading is a stretch of the original that begins and ends with it."""
    lexicon = Lexicon("all", tuple(map(Entry, words)), readings=tuple(READINGS))
    for hit in Scanner([lexicon]).scan(text).hits(lexicon):
        assert 0 <= hit.span.start < hit.span.end <= len(text)
        if hit.reading == "literal":
            assert fold(text[hit.span.start : hit.span.end]) == fold(hit.word)
        else:
            assert hit.reading in READINGS

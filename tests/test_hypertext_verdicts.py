"""Verdicts as HTML: the golden pages, what is marked, what is escaped, and the colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import Page
from verdict_samples import (
    HOSTILE,
    INSULT,
    LONG,
    SAMPLES,
    VERDICTS,
    names,
    verdict,
    violation,
    words,
)

from wechat_policy.errors import Language
from wechat_policy.hypertext import STYLE, html, to_html
from wechat_policy.source import cells, visible
from wechat_policy.verdict import Evidence, Trace, Verdict

LANGUAGES: tuple[Language, ...] = get_args(Language)
TAGS = {
    "article", "bdi", "blockquote", "dd", "details", "dl", "dt", "li", "mark", "p", "section",
    "span", "strong", "style", "summary", "ul",
}  # fmt: skip
ATTRIBUTES = {"class", "dir", "lang", "title"}
PIECES = st.lists(
    st.sampled_from(["不得", "飯桶", "\t", "😀", "𠮷", "\u202e", "\x00", "\ud83d", "<b>", "&amp;"]),
    max_size=12,
).map("".join)


class TestPages:
    @pytest.mark.parametrize("name", SAMPLES)
    def test_page(self, name: str, golden: Callable[[str, str], None]) -> None:
        """Each verdict gives the piece of HTML that its golden file shows."""
        one, texts = SAMPLES[name]

        golden(f"verdict/{name}.zh.html", to_html(one, texts, names, style=False))

    def test_english_page_with_style(self, golden: Callable[[str, str], None]) -> None:
        """By itself a piece brings the style that it needs."""
        one, texts = SAMPLES["insult"]

        golden("verdict/insult.en.html", to_html(one, texts, names, "en"))

    def test_a_notebook_shows_the_same(self) -> None:
        """Notebooks, template engines and str() all get what `to_html` gives."""
        one, texts = SAMPLES["insult"]
        expected = to_html(one, texts, names, "en")

        fragment = html(one, texts, names, "en")

        assert expected == fragment._repr_html_() == fragment.__html__() == str(fragment)

    @pytest.mark.parametrize(
        ("language", "code", "closing"),
        [
            ("en", "en", "This verdict is a recommendation: a person reviews it before anything"),
            ("zh", "zh-CN", "本判定仅为建议，须经人工复核后方可处理。"),
        ],
    )
    def test_the_language_is_told(self, language: Language, code: str, closing: str) -> None:
        """A piece names its language to browsers and ends by asking for a person."""
        page = to_html(verdict(), language=language)

        assert f'lang="{code}"' in page
        assert Page(page).inside("p")[-1].startswith(closing)


class TestMarks:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("insult", ["饭桶", "去死"]),
            ("mixed", ["飯‹U+200B›桶", "    ", "去死", "赌", "博", "加我"]),
            ("long", ["饭桶", "饭桶", "饭桶"]),
            ("hostile", ["&‹U+202E›"]),
            ("without-text", []),
        ],
    )
    def test_found_words_are_marked(self, name: str, expected: list[str]) -> None:
        """What is marked is what was found."""
        one, texts = SAMPLES[name]

        assert expected == Page(to_html(one, texts)).inside("mark")

    @given(PIECES, PIECES, PIECES)
    def test_marks_are_exact(self, before: str, found: str, after: str) -> None:
        """Whatever a message is made of, the marked text is the found one."""
        head, word = f"甲{before}", f"乙{found}丙"
        evidence = (Evidence("text", word, len(head), len(head) + len(word)),)
        one = verdict(violations=(violation(evidence=evidence),))

        page = Page(to_html(one, {"text": head + word + after}))

        spelt = visible(word.replace("\t", "    "))
        (marked,) = page.inside("mark")
        if cells(spelt) <= 50:
            assert spelt == marked
        else:
            assert spelt.startswith(marked)

    @given(
        st.text(st.sampled_from("不a😀"), min_size=1, max_size=400),
        st.lists(st.tuples(st.integers(0, 399), st.integers(1, 60)), min_size=1, max_size=8),
    )
    def test_passages_are_short_and_true(self, text: str, places: list[tuple[int, int]]) -> None:
        """Passages are parts of the text, about a hundred cells long, in the text's order."""
        spans = [
            (start, min(start + size, len(text))) for start, size in places if start < len(text)
        ]
        evidence = tuple(Evidence("text", text[start:end], start, end) for start, end in spans)
        one = verdict(violations=(violation(evidence=evidence),))

        page = to_html(one, {"text": text}, style=False)

        passages = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page)
        assert len(passages) <= len(spans)
        for passage in passages:
            bare = re.sub(r"</?mark>|…", "", passage)
            assert bare in text
            assert cells(bare) <= 100
            assert "<mark></mark>" not in passage

    def test_a_short_line_is_shown_whole(self) -> None:
        """A line that fits is not cut, and the other lines are not shown."""
        one = verdict(violations=(violation(evidence=words(INSULT, "饭桶")),))

        page = to_html(one, {"text": INSULT}, style=False)

        assert '<blockquote dir="auto">你这个<mark>饭桶</mark>，还不去死！</blockquote>' in page
        assert "早上好" not in page

    def test_a_long_line_is_cut(self) -> None:
        """Of a long line what stands around the evidence is shown, with dots where it is cut."""
        one, texts = SAMPLES["long"]

        page = to_html(one, texts, style=False)

        first, second = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page)
        assert first.startswith("…") and first.endswith("…")
        assert second.startswith("…") and second.endswith("…")
        assert page.count("谢谢") < LONG.count("谢谢") / 4

    def test_a_word_over_the_cut_is_marked_once(self) -> None:
        """A word that begins where a passage was cut has a passage of its own."""
        text = "甲" * 10 + "乙" * 200
        evidence = (Evidence("text", text[:2], 0, 2), Evidence("text", text[30:90], 30, 90))
        one = verdict(violations=(violation(evidence=evidence),))

        page = to_html(one, {"text": text}, style=False)

        first, second = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page)
        assert first == f"<mark>甲甲</mark>{'甲' * 8}{'乙' * 20}…"
        assert second.startswith("…<mark>乙")

    def test_a_long_word_is_cut_too(self) -> None:
        """Of a word that is longer than a passage the beginning is marked."""
        text = "甲" * 300
        one = verdict(violations=(violation(evidence=(Evidence("text", text, 0, 300),)),))

        page = to_html(one, {"text": text}, style=False)

        assert f'<blockquote dir="auto"><mark>{"甲" * 50}</mark>…</blockquote>' in page

    def test_a_megabyte_is_no_trouble(self) -> None:
        """A text of a megabyte gives as small a piece as any other."""
        text = "好" * 500_000 + "饭桶" + "\u0301" * 500_000
        one = verdict(violations=(violation(evidence=words(text, "饭桶")),))

        page = to_html(one, {"text": text}, style=False)

        assert ["饭桶"] == Page(page).inside("mark")
        assert len(page) < 10_000


class TestHarmless:
    @given(VERDICTS, st.text(st.characters()))
    @settings(max_examples=50)
    def test_nothing_breaks_a_page(self, one: Verdict, text: str) -> None:
        """Whatever stands in a verdict, the piece is well formed, harmless and can be encoded."""
        for language in LANGUAGES:
            told = to_html(one, {"text": text}, names, language)

            told.encode()
            page = Page(told)
            assert ([], []) == (page.open, page.broken)
            assert page.tags <= TAGS
            assert page.attributes <= ATTRIBUTES
            assert all(line == visible(line) for line in told.split("\n"))

    def test_hostile_texts_are_only_texts(self) -> None:
        """Tags in an event are read as text, wherever they stand."""
        one, texts = SAMPLES["hostile"]

        page = Page(to_html(one, texts, lambda _: HOSTILE))

        assert "b" not in page.tags
        assert "onclick" not in page.attributes
        assert visible(HOSTILE) in page.text

    def test_nothing_is_fetched(self) -> None:
        """A piece needs nothing from elsewhere."""
        one, texts = SAMPLES["insult"]

        assert not re.search(r"https?:|url\(|@import|<script|<link", to_html(one, texts))

    def test_a_deep_condition_is_shown(self) -> None:
        """No depth of nesting ends the page."""
        trace = Trace("a = 1", True)
        for _ in range(5000):
            trace = Trace("", True, parts=(trace,), joined="not")

        page = Page(to_html(verdict(violations=(violation(trace=trace),))))

        assert ([], []) == (page.open, page.broken)
        assert 5000 == page.text.count("并非")

    def test_many_parts_are_counted(self) -> None:
        """Of a test on many elements a score are shown, and the number of the others."""
        trace = Trace("any", False, parts=tuple(Trace(f"a{n}", False) for n in range(30)))

        told = to_html(verdict(violations=(violation(trace=trace),)), language="en")

        assert 22 == told.count("<li>")
        assert "<li>and 10 more</li>" in told


class TestStyle:
    def test_one_style_for_many(self) -> None:
        """A page of many verdicts can leave the style out of each."""
        assert STYLE in to_html(verdict())
        assert "<style>" not in to_html(verdict(), style=False)

    def test_every_rule_is_the_pieces_own(self) -> None:
        """No rule of the style reaches what stands around the piece."""
        selectors = [part for head in re.findall(r"([^{}]+)\{", STYLE) for part in head.split(",")]

        assert len(selectors) > 10
        assert all(re.match(r"\s*(\[data-jp-theme-light=\S+ |\.vscode-\w+ )?\.wp\b", one)
                   for one in selectors)  # fmt: skip

    def test_colours_can_be_read_in_light_and_dark(self) -> None:
        """Every colour of words has a contrast of 4.5 to white, or in the dark to near black."""
        named = re.findall(r"(--wp-\w+):light-dark\((#\w{6}),(#\w{6})\)", STYLE)

        assert len(named) == 7 == len({name for name, _, _ in named})
        assert len(re.findall(r"#\w{3,8}\b", STYLE)) == 2 * len(named)
        for name, light, dark in named:
            least = 1.3 if name == "--wp-line" else 4.5
            assert contrast(light, "#ffffff") >= least
            assert contrast(dark, "#1e1e1e") >= least
            assert contrast(dark, "#121212") >= least


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG defines it, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

"""Where found words stand in their texts: overlaps, lines, other texts, and too many of them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from verdict_samples import words

from wechat_policy.evidence import Passage, located, passages
from wechat_policy.source import Span
from wechat_policy.verdict import Evidence
from wechat_policy.wording import MOST

TEXT = "你这个饭桶，去死"
SPANNED = st.text(st.sampled_from("不得😀𠮷\u202e\r\na "), max_size=30).flatmap(
    lambda text: st.tuples(
        st.just(text),
        st.lists(
            st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted), max_size=6
        ),
    )
)


class TestLocated:
    @pytest.mark.parametrize(
        ("evidence", "spans"),
        [
            (words(TEXT, "饭桶", "去死"), [(3, 5), (6, 8)]),
            (words(TEXT, "去死", "饭桶"), [(3, 5), (6, 8)]),
            (words(TEXT, "饭桶", "饭桶"), [(3, 5)]),
            (words(TEXT, "饭桶", "桶，"), [(3, 6)]),
            (words(TEXT, "饭桶", "桶"), [(3, 5)]),
            (words(TEXT, "饭", "桶"), [(3, 4), (4, 5)]),
            ((Evidence("text", "饭…", 3, 5),), [(3, 5)]),
            ((Evidence("text", "", 3, 3),), [(3, 3)]),
        ],
    )
    def test_words_are_found_in_their_text(
        self, evidence: tuple[Evidence, ...], spans: list[tuple[int, int]]
    ) -> None:
        """Spans come in the order of the text, and what overlaps is one."""
        (found,) = located(evidence, {"text": TEXT})

        assert spans == [(span.start, span.end) for span in found.spans]
        assert ((), 0) == (found.quoted, found.more)

    @pytest.mark.parametrize(
        ("one", "texts"),
        [
            (Evidence("text", "饭桶", 3, 5), None),
            (Evidence("text", "饭桶", 3, 5), {"title": TEXT}),
            (Evidence("text", "饭桶", 3, 5), {"text": "别的内容，别的"}),
            (Evidence("text", "饭桶", 3, 5), {"text": "你这个饭"}),
            (Evidence("text", "饭桶", 5, 3), {"text": TEXT}),
            (Evidence("text", "饭桶", -1, 1), {"text": TEXT}),
        ],
    )
    def test_words_that_do_not_stand_there_are_quoted(
        self, one: Evidence, texts: Mapping[str, str] | None
    ) -> None:
        """A text that is missing, too short or another one is not pointed at."""
        (found,) = located((one,), texts)

        assert () == found.spans
        assert (one,) == found.quoted

    def test_facts_are_no_words(self) -> None:
        """Evidence without places is told as a fact, not searched for."""
        assert () == located((Evidence("text", TEXT),), {"text": TEXT})

    @pytest.mark.parametrize(("said", "given_as"), [("text", "正文"), ("正文", "text")])
    def test_a_field_is_known_in_both_languages(self, said: str, given_as: str) -> None:
        """A text given under the field's other name is found."""
        (found,) = located((Evidence(said, "饭桶", 3, 5),), {given_as: TEXT})

        assert (Span(3, 5),) == found.spans

    @pytest.mark.parametrize(
        ("text", "start", "end", "spans"),
        [
            ("甲\n乙", 0, 3, [(0, 1), (2, 3)]),
            ("甲\r\n\r\n乙", 0, 6, [(0, 1), (5, 6)]),
            ("甲\n", 1, 2, [(1, 2)]),
        ],
    )
    def test_words_over_lines_are_told_line_by_line(
        self, text: str, start: int, end: int, spans: list[tuple[int, int]]
    ) -> None:
        """A span over a line end becomes one for each line with something in it."""
        (found,) = located((Evidence("text", text[start:end], start, end),), {"text": text})

        assert spans == [(span.start, span.end) for span in found.spans]

    def test_many_words_are_counted(self) -> None:
        """Beyond a score of places the rest are a number, whether shown or quoted."""
        places = [Evidence("text", "a", 2 * number, 2 * number + 1) for number in range(50)]

        (shown,) = located(places, {"text": "ab" * 50})
        (quoted,) = located(places, None)
        (mixed,) = located(places, {"text": "ab" * 5})

        assert (MOST, 0, 50 - MOST) == (len(shown.spans), len(shown.quoted), shown.more)
        assert (0, MOST, 50 - MOST) == (len(quoted.spans), len(quoted.quoted), quoted.more)
        assert (5, MOST - 5, 50 - MOST) == (len(mixed.spans), len(mixed.quoted), mixed.more)

    @given(SPANNED)
    def test_what_is_marked_is_what_was_found(self, case: tuple[str, list[list[int]]]) -> None:
        """Of every text the marked characters are those of the evidence but for line ends."""
        text, spans = case
        spans = [span for span in spans if span[0] < span[1]]
        evidence = [Evidence("text", text[start:end], start, end) for start, end in spans]
        expected = {
            index
            for start, end in spans
            for index in range(start, end)
            if text[index] not in "\r\n"
        }

        marked = [
            index
            for found in located(evidence, {"text": text})
            for span in found.spans
            for index in range(span.start, span.end)
            if text[index] not in "\r\n"
        ]

        assert sorted(expected) == marked


class TestPassages:
    @pytest.mark.parametrize(
        ("text", "spans", "expected"),
        [
            ("甲乙丙", [(1, 2)], [(0, 3, "", 1)]),
            ("甲\n乙丙\n丁", [(2, 3)], [(2, 4, "", 1)]),
            ("甲乙\r\n丙", [(0, 1), (4, 5)], [(0, 2, "", 1), (4, 5, "", 1)]),
            ("a" * 200, [(0, 1)], [(0, 100, "right", 1)]),
            ("a" * 200, [(199, 200)], [(100, 200, "left", 1)]),
            ("a" * 200, [(100, 101)], [(51, 151, "left right", 1)]),
            ("a" * 200, [(100, 101), (110, 111)], [(51, 151, "left right", 2)]),
            ("a" * 300, [(9, 10), (200, 201)], [(0, 100, "right", 1), (151, 251, "left right", 1)]),
            ("a" * 200, [(9, 10), (90, 110)], [(0, 90, "right", 1), (90, 150, "left right", 1)]),
        ],
    )
    def test_about_a_hundred_cells_are_shown(
        self,
        text: str,
        spans: list[tuple[int, int]],
        expected: list[tuple[int, int, str, int]],
    ) -> None:
        """A passage is a line, or as much of it around its first word as fits."""
        (found,) = located([Evidence("text", text[a:b], a, b) for a, b in spans], {"text": text})

        assert expected == [
            (one.start, one.end, cuts(one), len(one.spans)) for one in passages(found)
        ]


def cuts(passage: Passage) -> str:
    sides = {"left": passage.cut_left, "right": passage.cut_right}
    return " ".join(side for side, cut in sides.items() if cut)

"""Places in texts, the width of characters, and the drawings with carets."""

from __future__ import annotations

import pickle
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy.source import WIDEST, Mark, Source, Span, cells, excerpt, gutter, visible

ANY_TEXT = st.text(st.characters(), max_size=300)  # lone surrogates too
LINES = st.lists(
    st.sampled_from(["", "不得", "a\tb", "😀", "e\u0301", "\r", "\n", "\r\n", "𠮷", "\u202e"])
).map("".join)


def at(text: str, word: str, label: str = "", primary: bool = True, nth: int = 0) -> Mark:
    """A mark on the nth occurrence of a word."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(word, start + 1)
    return Mark(Span(start, start + len(word)), label, primary)


def caret_cells(drawing: str) -> list[tuple[int, int]]:
    """The cell ranges of the caret rows, counted from the start of the text."""
    rows = [line.split("| ", 1)[1] for line in drawing.split("\n")[2:] if "| " in line]
    return [(row.index("^"), row.rindex("^") + 1) for row in rows if row.strip(" ^") == ""]


class TestSpan:
    @pytest.mark.parametrize(("start", "end"), [(3, 2), (-1, 0)])
    def test_refuses_what_is_no_range(self, start: int, end: int) -> None:
        """A span cannot end before it starts, nor start before the text."""
        with pytest.raises(ValueError, match=r"0 <= start <= end"):
            Span(start, end)


class TestPosition:
    @pytest.mark.parametrize(
        ("text", "offset", "expected"),
        [
            ("", 0, (1, 1)),
            ("ab", 2, (1, 3)),
            ("ab\n", 3, (2, 1)),
            ("甲\n乙丙", 3, (2, 2)),
            ("a\r\nb", 3, (2, 1)),
            ("a\r\nb", 2, (1, 3)),
            ("a\rb", 2, (2, 1)),
            ("a\r\rb", 3, (3, 1)),
            ("a\n\rb", 3, (3, 1)),
            ("😀𠮷x", 2, (1, 3)),
            ("a\u2028b\x0cc", 4, (1, 5)),
            ("ab", 99, (1, 3)),
            ("ab", -5, (1, 1)),
        ],
    )
    def test_line_and_column_count_from_one_in_code_points(
        self, text: str, offset: int, expected: tuple[int, int]
    ) -> None:
        """LF, CR and CRLF end a line, nothing else does, and columns are code points."""
        assert expected == Source("t", text).position(offset)

    @given(LINES)
    def test_position_leads_back_to_the_character(self, text: str) -> None:
        """A character that ends no line stands in its line at its column."""
        source = Source("t", text)
        for offset, character in enumerate(text):
            line, column = source.position(offset)
            if character not in "\r\n":
                assert character == source.line(line)[column - 1]

    @given(LINES)
    def test_lines_are_the_text_without_line_ends(self, text: str) -> None:
        """Joined by LF, the lines are the text with its line ends made LF."""
        source = Source("t", text)
        lines = [source.line(number + 1) for number in range(source.line_count)]

        assert text.replace("\r\n", "\n").replace("\r", "\n") == "\n".join(lines)

    @pytest.mark.parametrize("number", [0, 3])
    def test_a_missing_line_is_named(self, number: int) -> None:
        """Asking for a line that is not there names the text and the line."""
        with pytest.raises(IndexError, match=f"`ads` has no line {number}, its last is 2"):
            Source("ads", "a\nb").line(number)

    def test_survives_pickling_after_use(self) -> None:
        """A source that has counted its lines can be pickled."""
        source = Source("t", "a\nb")
        source.position(2)

        again = pickle.loads(pickle.dumps(source))

        assert source == again
        assert again.position(2) == (2, 1)


class TestCells:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", 0),
            ("abc", 3),
            ("不得", 4),
            ("（）", 4),
            ("ｱ", 1),
            ("😀", 2),
            ("𠮷", 2),
            ("\u3000", 2),
            ("“…·", 3),
            ("e\u0301", 1),
            ("加\u200b微", 4),
            ("\ufeffa\u2060", 1),
            ("한", 2),
            ("\u1112\u1161\u11ab", 2),
            ("\x00\x1b", 0),
        ],
    )
    def test_counts_terminal_cells(self, text: str, expected: int) -> None:
        """Wide characters take two cells, combining and zero-width ones none."""
        assert expected == cells(text)

    @given(ANY_TEXT, ANY_TEXT)
    def test_cells_add_up(self, one: str, other: str) -> None:
        """Two texts side by side take the cells of both."""
        assert cells(one) + cells(other) == cells(one + other)


class TestVisible:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("加微信", "加微信"),
            ("a\u202eb", "a‹U+202E›b"),
            ("\x1b[31m", "‹U+001B›[31m"),
            ("\ud83d", "‹U+D83D›"),
            ("a\nb\tc", "a‹U+000A›b‹U+0009›c"),
            ("加\u200b微", "加‹U+200B›微"),
            ("\U000e0041", "‹U+E0041›"),
            ("👨\u200d👩", "👨\u200d👩"),
            ("加\u200d微", "加‹U+200D›微"),
            ("\u200d", "‹U+200D›"),
        ],
    )
    def test_spells_out_what_cannot_be_seen(self, text: str, expected: str) -> None:
        """Control, bidi, zero-width and surrogate characters are spelt, joined emoji are not."""
        assert expected == visible(text)

    @given(ANY_TEXT)
    def test_is_harmless(self, text: str) -> None:
        """The result encodes as UTF-8 and holds no control, line or surrogate character."""
        shown = visible(text)

        shown.encode()
        assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(c) for c in shown}

    @given(ANY_TEXT)
    def test_is_idempotent(self, text: str) -> None:
        """What is visible stays as it is."""
        assert visible(text) == visible(visible(text))


TWO_LINES = "clause 群内广告\n  forbid\nclause 群内广告\n"
LONG = "开" + "头" * 80 + "ERROR" + "尾" * 80 + "完"
TABS = "\tforbid\tcontent\twhen"
FLOOD = "a" + "\u0301" * 5000 + " here " + "b" * 500

DRAWINGS: dict[str, tuple[str, list[Mark]]] = {
    "plain": ("forbid content", [at("forbid content", "content", "not an event")]),
    "no-label": ("forbid content", [at("forbid content", "content")]),
    "wide": ("不得（内容）当 x", [at("不得（内容）当 x", "（内容）", "括号多余")]),
    "emoji": ("a 😀 b 😀", [at("a 😀 b 😀", "😀", "here", nth=1)]),
    "ext-b": ("𠮷野家 bad", [at("𠮷野家 bad", "bad", "here")]),
    "combining": ("cafe\u0301 bad", [at("cafe\u0301 bad", "bad", "here")]),
    "combining-alone": ("国\u0301x", [Mark(Span(1, 2), "the accent")]),
    "tabs": (TABS, [at(TABS, "content", "here")]),
    "tab-marked": ("a\tb", [at("a\tb", "\t", "a tab")]),
    "end-of-text": ("forbid", [Mark(Span(6, 6), "something is missing")]),
    "end-after-newline": ("forbid\n", [Mark(Span(7, 7), "something is missing")]),
    "empty-text": ("", [Mark(Span(0, 0), "nothing here")]),
    "empty-span": ("forbid content", [Mark(Span(7, 7), "here")]),
    "line-end": ("加微\n信", [Mark(Span(2, 3), "the line end")]),
    "many-lines": ("a 不得\nb\nc", [Mark(Span(2, 6), "from here on")]),
    "crlf": ("a\r\n不得 b\r\n", [Mark(Span(6, 7), "here")]),
    "crlf-marked": ("a\r\nb", [Mark(Span(2, 3), "the second half of a line end")]),
    "lone-cr": ("a\r不得 b\rc", [Mark(Span(5, 6), "here")]),
    "bidi": ("加\u202e微信 bad", [at("加\u202e微信 bad", "bad", "here")]),
    "bidi-marked": ("加\u202e微信", [Mark(Span(1, 2), "turns the text around")]),
    "control": ("\x1b[31m red \x00", [at("\x1b[31m red \x00", "red", "here")]),
    "surrogate": ("\ud83d 不得 \ude00", [at("\ud83d 不得 \ude00", "不得", "\udc00")]),
    "beside": (
        "aaa bbb ccc",
        [at("aaa bbb ccc", "ccc"), at("aaa bbb ccc", "aaa"), at("aaa bbb ccc", "bbb", "last")],
    ),
    "same-line": (
        "x = 1, x = 2",
        [at("x = 1, x = 2", "x", "again", nth=1), at("x = 1, x = 2", "x", "first", False)],
    ),
    "overlap": (
        "abcdef",
        [at("abcdef", "bcd"), at("abcdef", "cdef", primary=False)],
    ),
    "other-line": (
        TWO_LINES,
        [
            at(TWO_LINES, "群内广告", "stated again here", nth=1),
            at(TWO_LINES, "群内广告", "first stated here", False),
        ],
    ),
    "gutter": (
        "a\n" * 9 + "bad\n",
        [at("a\n" * 9 + "bad", "bad", "x"), Mark(Span(2, 3), "y", False)],
    ),
    "long": (LONG, [at(LONG, "ERROR", "here")]),
    "long-at-start": (LONG, [at(LONG, "开", "here")]),
    "long-at-end": (LONG, [at(LONG, "完", "here")]),
    "long-past-end": (LONG, [Mark(Span(len(LONG), len(LONG)), "here")]),
    "long-span": (LONG, [Mark(Span(1, len(LONG)), "all of it")]),
    "long-two-places": (LONG, [at(LONG, "开"), at(LONG, "完")]),
    "flood": (FLOOD, [at(FLOOD, "here", "found")]),
    "outside": ("ab", [Mark(Span(40, 50), "past everything")]),
}


class TestExcerpt:
    @pytest.mark.parametrize("name", DRAWINGS)
    def test_drawing(self, name: str, golden: Callable[[str, str], None]) -> None:
        """Each drawing is the one that its golden file shows."""
        text, marks = DRAWINGS[name]

        golden(f"source/{name}.txt", excerpt(Source("demo", text), marks))

    def test_a_policy_line(self) -> None:
        """A Chinese character moves the caret by two cells."""
        text = 'clause 群内广告 { when say_any("加微信") }'
        drawing = excerpt(Source("ads", text), [at(text, "say_any", "no condition has this name")])

        assert drawing == (
            "  |\n"
            '1 | clause 群内广告 { when say_any("加微信") }\n'
            "  |                        ^^^^^^^ no condition has this name"
        )

    def test_another_text(self) -> None:
        """A mark in another text is drawn under a head with that text's name."""
        base = Source("base.policy", "clause 甲")
        marks = [Mark(Span(7, 8)), Mark(Span(7, 8), "first", primary=False, source=base)]

        assert excerpt(Source("own.policy", "clause 甲"), marks) == (
            "  |\n1 | clause 甲\n  |        ^^\n"
            " ::: base.policy:1:8\n  |\n1 | clause 甲\n  |        -- first"
        )

    def test_no_marks(self) -> None:
        """Without marks there is nothing to draw."""
        assert excerpt(Source("t", "abc"), []) == ""

    def test_gutter_is_as_wide_as_the_largest_line_number(self) -> None:
        """The gutter fits every line that is drawn."""
        source = Source("t", "a\n" * 200)

        assert [1, 3] == [
            gutter(source, [Mark(Span(0, 0))]),
            gutter(source, [Mark(Span(250, 250))]),
        ]

    @given(st.text(st.sampled_from("a不😀𠮷（ｱ\t\u0301\u202e\ud800"), max_size=300), st.data())
    def test_carets_stand_under_the_span(self, line: str, data: st.DataObject) -> None:
        """The cells before the carets are those of the drawn text before the span."""
        start = data.draw(st.integers(0, len(line)))
        end = data.draw(st.integers(start, len(line)))
        drawing = excerpt(Source("t", line), [Mark(Span(start, end))])
        ((left, right),) = caret_cells(drawing)
        drawn = drawing.split("\n")[1].removeprefix("1 | ").removeprefix("1 |")

        def look(text: str) -> str:
            return "".join("    " if c == "\t" else visible(c) for c in text)

        assert cells(drawn) <= WIDEST + 2
        assert right - left >= 1
        if drawn == look(line).rstrip():
            width = cells(look(line[start:end]))
            before = cells(look(line[:start]))
            assert (left, right) == (before, before + width) if width else left <= before

    @given(ANY_TEXT, st.lists(st.tuples(st.integers(0, 310), st.integers(0, 20))))
    def test_any_text_can_be_drawn(self, text: str, places: list[tuple[int, int]]) -> None:
        """No text and no marks break a drawing, and it can be printed."""
        marks = [Mark(Span(start, start + size), text[:5]) for start, size in places]

        drawing = excerpt(Source(text, text), marks)

        drawing.encode()
        assert "\r" not in drawing
        assert all(cells(line) <= 2 * WIDEST + 100 for line in drawing.split("\n"))

    def test_a_huge_line_is_cut_before_it_is_looked_at(self) -> None:
        """A line of a million characters draws as shortly as any other."""
        text = "甲" * 1_000_000
        drawing = excerpt(Source("t", text), [Mark(Span(500_000, 900_000))])

        assert len(drawing) < 3 * WIDEST

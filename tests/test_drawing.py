"""Verdicts as text: the drawings, their carets, their colours, and that nothing breaks them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import UTC
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from verdict_samples import (
    INSULT,
    LONG,
    SAMPLES,
    TRACES,
    VERDICTS,
    WHOLE_TREE,
    names,
    penalty,
    undetermined,
    verdict,
    violation,
    words,
)

from wechat_policy.drawing import draw, explain_tree
from wechat_policy.errors import Language
from wechat_policy.source import WIDEST, cells, visible
from wechat_policy.verdict import Evidence, Status, Trace

LANGUAGES: tuple[Language, ...] = get_args(Language)
CLOSING = {
    "en": "This verdict is a recommendation: a person reviews it before anything is done.",
    "zh": "本判定仅为建议，须经人工复核后方可处理。",
}
COLOUR = re.compile(r"\x1b\[[0-9;]+m")
PIECES = st.lists(
    st.sampled_from(
        [
            "不得",
            "飯桶",
            "a",
            "\t",
            "😀",
            "𠮷",
            "e\u0301",
            "\u202e",
            "\x00",
            "\ud83d",
            "ｱ",
            " ",
            "^",
        ]
    ),
    min_size=1,
    max_size=12,
)


def underlined(drawing: str) -> list[str]:
    """What stands above the carets of a drawing, one text for each run of them."""
    lines = drawing.split("\n")
    found = []
    for above, below in itertools.pairwise(lines):
        if not re.fullmatch(r" *\| [ ^]*\^", below) or not re.match(r" *\d+ \| ", above):
            continue
        for run in re.finditer(r"\^+", below):
            at, text = 0, ""
            for character in above:
                if run.start() <= at < run.end():
                    text += character
                at += cells(character)
            found.append(text)
    return found


class TestDrawings:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("name", SAMPLES)
    def test_drawing(
        self, name: str, language: Language, golden: Callable[[str, str], None]
    ) -> None:
        """Each verdict reads as its golden file shows."""
        one, texts = SAMPLES[name]

        golden(f"verdict/{name}.{language}.txt", draw(one, texts, names, language, detail=True))

    def test_colours(self, golden: Callable[[str, str], None]) -> None:
        """Status, carets and ticks are coloured, the found text itself is not."""
        one, texts = SAMPLES["insult"]

        drawing = draw(one, texts, names, colour=True, detail=True)

        golden("verdict/insult.colour.txt", drawing.replace("\x1b", "ESC"))

    @given(VERDICTS, st.dictionaries(st.text(max_size=4), st.text(st.characters()), max_size=2))
    @settings(max_examples=50)
    def test_colours_change_no_letter(self, one: verdict, texts: dict[str, str]) -> None:
        """Without its colours a coloured drawing is the plain one."""
        coloured = draw(one, texts, colour=True, detail=True)

        assert draw(one, texts, detail=True) == COLOUR.sub("", coloured)
        assert COLOUR.search(coloured)


class TestParts:
    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            ("violation", "违规："),
            ("suspected", "疑似，待复核："),
            ("advisory", "提示："),
            ("dismissed", "不成立："),
            ("overturned", "已撤销："),
        ],
    )
    def test_the_status_is_said_in_words(self, status: Status, expected: str) -> None:
        """Every status has its own words before the clause."""
        drawing = draw(verdict(violations=(violation(status=status),)))

        assert f"\n\n{expected}侮辱、攻击性语言（insulting_language）\n" in drawing

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("name", SAMPLES)
    def test_the_last_line_asks_for_a_person(self, name: str, language: Language) -> None:
        """Every drawing ends by saying that a person reviews the verdict, and says it once."""
        one, texts = SAMPLES[name]

        drawing = draw(one, texts, names, language)

        assert CLOSING[language] == drawing.split("\n")[-1]
        assert 1 == drawing.count(CLOSING[language])

    def test_a_clean_event_is_said_to_be_clean(self) -> None:
        """A verdict without anything in it says so; no other does."""
        assert "未发现违规。" in draw(verdict())
        for one in (
            verdict(violations=(violation(),)),
            verdict(undetermined=(undetermined(),)),
            verdict(penalties=(penalty(),)),
        ):
            assert "未发现违规。" not in draw(one)

    def test_the_tree_is_shown_for_the_asking(self) -> None:
        """Without detail no condition is drawn, with it one for each entry."""
        one = verdict(violations=(violation(),), undetermined=(undetermined(),))

        assert 0 == draw(one).count("条件：")
        assert 2 == draw(one, detail=True).count("条件：")

    def test_names_come_from_the_directory(self) -> None:
        """A subject is shown by name and id, by id alone where nobody knows a name."""
        one = verdict(violations=(violation(), violation(subject="nobody")))

        drawing = draw(one, None, names, "en")

        assert "  subject: 张伟 (zhangwei)\n" in drawing
        assert "  subject: nobody\n" in drawing

    def test_times_are_told_in_the_zone(self) -> None:
        """All times of a drawing are in the zone asked for."""
        assert "2026-03-04 01:18:10+00:00" in draw(verdict(), zone=UTC)


class TestCarets:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("insult", ["饭桶", "去死"]),
            ("mixed", ["飯‹U+200B›桶", "    ", "去死", "赌", "博", "加我"]),
            ("long", ["饭桶", "饭桶", "饭桶"]),
            ("without-text", []),
        ],
    )
    def test_carets_stand_below_the_words(self, name: str, expected: list[str]) -> None:
        """What is underlined is what was found, whatever its width."""
        one, texts = SAMPLES[name]

        assert expected == underlined(draw(one, texts))

    @given(PIECES, PIECES, PIECES)
    def test_carets_are_exact(self, before: list[str], found: list[str], after: list[str]) -> None:
        """Whatever a message is made of, the carets have the width of the words above them."""
        head, word, tail = "不" + "".join(before), "得" + "".join(found), "".join(after) + "。"
        evidence = (Evidence("text", word, len(head), len(head) + len(word)),)
        one = verdict(violations=(violation(evidence=evidence),))

        drawing = draw(one, {"text": head + word + tail})

        spelt = "".join("    " if character == "\t" else visible(character) for character in word)
        bare = "".join(character for character in spelt if cells(character))
        (told,) = underlined(drawing)
        if cells(spelt) <= WIDEST // 2:
            assert bare == "".join(character for character in told if cells(character))

    def test_only_the_lines_with_evidence_are_shown(self) -> None:
        """The rest of a message is nobody's business."""
        one = verdict(violations=(violation(evidence=words(INSULT, "饭桶")),))

        drawing = draw(one, {"text": INSULT}, detail=True)

        assert "你这个饭桶" in drawing
        assert "早上好" not in drawing
        assert "收到请回复" not in drawing

    def test_a_long_line_is_cut_around_the_evidence(self) -> None:
        """Of a long line about a hundred cells are shown for each place."""
        one, texts = SAMPLES["long"]

        drawing = draw(one, texts)

        assert max(map(cells, drawing.split("\n"))) <= WIDEST + 10
        assert drawing.count("谢谢") < LONG.count("谢谢") / 4

    def test_many_places_are_counted(self) -> None:
        """Beyond a score of places the drawing gives their number."""
        text = "饭桶\n" * 50
        evidence = tuple(Evidence("text", "饭桶", 3 * row, 3 * row + 2) for row in range(50))

        drawing = draw(verdict(violations=(violation(evidence=evidence),)), {"text": text})

        assert ["饭桶"] * 20 == underlined(drawing)
        assert "    另有 30 项\n" in drawing

    def test_a_megabyte_is_no_trouble(self) -> None:
        """A text of a megabyte is drawn as small as any other."""
        text = "好" * 500_000 + "饭桶" + "\u0301" * 500_000
        one = verdict(violations=(violation(evidence=words(text, "饭桶")),))

        drawing = draw(one, {"text": text}, detail=True)

        assert ["饭桶"] == underlined(drawing)
        assert len(drawing) < 10_000


class TestHarmless:
    @given(VERDICTS, st.text(st.characters()))
    @settings(max_examples=50)
    def test_nothing_breaks_a_drawing(self, one: verdict, text: str) -> None:
        """Whatever stands in a verdict, it is drawn on lines that can be printed."""
        for language in LANGUAGES:
            drawing = draw(one, {"text": text}, names, language, detail=True)

            drawing.encode()
            assert all(line == visible(line) for line in drawing.split("\n"))

    def test_hostile_texts_are_spelt_out(self) -> None:
        """Escape sequences and bidi characters of an event never reach the screen."""
        one, texts = SAMPLES["hostile"]

        drawing = draw(one, texts, names, detail=True)

        assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u200f\ud800-\udfff]", drawing)
        assert "‹U+202E›" in drawing

    def test_names_are_texts_of_somebody_too(self) -> None:
        """A name in the directory is as harmless as a message."""
        one = verdict(violations=(violation(),))

        drawing = draw(one, None, lambda _: "a\u202e\nb")

        assert "责任人：a‹U+202E› b（zhangwei）" in drawing


class TestTree:
    def test_a_tree_in_chinese(self) -> None:
        """Each part has a tick, a cross or a question mark, its words and its values."""
        assert explain_tree(WHOLE_TREE.parts[3]) == (
            "? 任一成立\n"
            "  ? 密级 = 机密（密级 = 未知）\n"
            "  ✗ 类型 = 文件（类型 = 文本；已加密 = 否；文档 = 无）"
        )

    def test_a_tree_in_english(self) -> None:
        """What the vocabulary knows is translated, the author's own words stay."""
        assert explain_tree(WHOLE_TREE.parts[2], "en") == (
            "✓ not\n  ✗ 发送人 为 {管理员} (sender.roles = none)"
        )

    @given(TRACES)
    @settings(max_examples=50)
    def test_every_part_has_a_line(self, trace: Trace) -> None:
        """A tree has as many lines as the condition has parts, and itself."""

        def size(part: Trace) -> int:
            return 1 + sum(map(size, part.parts))

        lines = explain_tree(trace).split("\n")

        assert size(trace) == len(lines)
        assert all(line.lstrip(" ")[0] in "✓✗?" for line in lines)

    def test_a_deep_tree_is_drawn(self) -> None:
        """No depth of nesting ends the drawing or makes it wide."""
        trace = Trace("a = 1", True)
        for _ in range(5000):
            trace = Trace("", True, parts=(trace,), joined="not")

        lines = explain_tree(trace).split("\n")

        assert 5001 == len(lines)
        assert max(map(len, lines)) < 100

    def test_many_parts_are_counted(self) -> None:
        """Of a test on many elements a score are shown, and the number of the others."""
        parts = tuple(Trace(f"a{number}", False) for number in range(30))

        lines = explain_tree(Trace("any", False, parts=parts), "en").split("\n")

        assert 22 == len(lines)
        assert "  and 10 more" == lines[-1]

"""Diagnostics: their words in both languages, their drawing, their data, and the exceptions."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Mapping
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat_policy.errors import (
    Diagnostic,
    InvalidPolicy,
    InvalidRecord,
    Language,
    PolicyError,
    Related,
    UnknownPack,
    catalogue,
    labels,
    placeholders,
    tally,
)
from wechat_policy.source import Source, Span
from wechat_policy.suggestion import nearest

LANGUAGES: tuple[Language, ...] = get_args(Language)
TEXT = "条款 群内广告\n  不得 内容 当 含有（正文）\n条款 群内广告\n"
SOURCE = Source("ads.policy", TEXT)
HOSTILE = st.text(st.characters(), max_size=120)


def unknown(suggestion: str | None = None) -> Diagnostic:
    """An unknown condition on the second line."""
    start = TEXT.index("含有")
    return Diagnostic("E101", SOURCE, Span(start, start + 2), {"name": "含有"}, (), suggestion)


def duplicate() -> Diagnostic:
    """A clause that stands on the first and the third line."""
    again = TEXT.rindex("群内广告")
    first = Related(Span(3, 7), "first_stated")
    return Diagnostic("E103", SOURCE, Span(again, again + 4), {"name": "群内广告"}, (first,))


class TestRender:
    def test_english(self) -> None:
        """Message, place, excerpt, label and suggestion stand in the known frame."""
        assert unknown("contains").render() == (
            "error[E101]: unknown condition `含有`\n"
            " --> ads.policy:2:11\n"
            "  |\n"
            "2 |   不得 内容 当 含有（正文）\n"
            "  |                ^^^^ no condition has this name\n"
            "  = help: did you mean `contains`?"
        )

    def test_chinese(self) -> None:
        """The same frame in Chinese has full-width punctuation."""
        assert unknown("出现").render("zh") == (
            "错误[E101]：未知条件 `含有`\n"
            " --> ads.policy:2:11\n"
            "  |\n"
            "2 |   不得 内容 当 含有（正文）\n"
            "  |                ^^^^ 没有这个名称的条件\n"
            "  = 建议：是否想写 `出现`？"
        )

    def test_related_place(self) -> None:
        """A related place on another line is drawn under its own head."""
        assert duplicate().render() == (
            "error[E103]: duplicate clause `群内广告`\n"
            " --> ads.policy:3:4\n"
            "  |\n"
            "3 | 条款 群内广告\n"
            "  |      ^^^^^^^^ stated again here\n"
            " ::: ads.policy:1:4\n"
            "  |\n"
            "1 | 条款 群内广告\n"
            "  |      -------- first stated here\n"
            "  = help: give one of the two another name"
        )

    def test_place_in_another_text(self) -> None:
        """A related place may lie in another file."""
        base = Source("base.policy", "clause ads")
        related = Related(Span(7, 10), "first_stated", base)
        drawing = Diagnostic("E103", SOURCE, Span(3, 7), {"name": "x"}, (related,)).render()

        assert " ::: base.policy:1:8\n  |\n1 | clause ads\n  |        --- first stated" in drawing

    def test_wide_gutter_moves_the_frame(self) -> None:
        """With two-digit line numbers, arrow and help line move to the right."""
        source = Source("t", "\n" * 9 + "含有")
        lines = (
            Diagnostic("E101", source, Span(9, 11), {"name": "含有"}, (), "x").render().split("\n")
        )

        assert ["  --> t:10:1", "   |", "10 | 含有"] == lines[1:4]
        assert lines[-1] == "   = help: did you mean `x`?"

    def test_no_help_line_without_help(self) -> None:
        """A fault without suggestion and without help in the catalogue ends with its carets."""
        assert unknown().render().endswith("no condition has this name")

    @given(HOSTILE, HOSTILE, HOSTILE, st.integers(0, 130), st.integers(0, 9))
    def test_hostile_text_is_harmless(
        self, text: str, name: str, meant: str, start: int, size: int
    ) -> None:
        """Whatever text, names and suggestion hold, each line is printable and has a known head."""
        related = Related(Span(start, start + size), name)
        source, span = Source(name, text), Span(start, start + size)
        drawing = Diagnostic("E103", source, span, {"name": name}, (related,), meant).render()

        drawing.encode()
        assert all(
            re.match(r"error\[E103\]: | +(--> |::: |\||= help: )|\d+ \|", line)
            for line in drawing.split("\n")
        )

    def test_a_long_fact_is_cut(self) -> None:
        """A name without end does not make a message without end."""
        message = Diagnostic("E101", SOURCE, Span(0, 1), {"name": "甲" * 10_000}).message()

        assert message.endswith("甲…`")
        assert len(message) < 120


class TestWords:
    def test_level_comes_from_the_catalogue(self) -> None:
        """The level is the one its code has."""
        assert unknown().level == catalogue()["E101"].level == "error"

    def test_unknown_code_is_named(self) -> None:
        """A code that the catalogue lacks is named by the error."""
        with pytest.raises(KeyError, match="'E000'"):
            Diagnostic("E000", SOURCE, Span(0, 1)).message()

    def test_missing_fact_is_named(self) -> None:
        """A fact that the words need and the diagnostic lacks is named by the error."""
        with pytest.raises(KeyError, match=r"E101 needs the facts \['name'\]"):
            Diagnostic("E101", SOURCE, Span(0, 1), {"nam": "x"}).message()

    def test_a_fact_is_not_a_template(self) -> None:
        """Braces in a fact stay as they are."""
        assert (
            "`{name} {x}`"
            in Diagnostic("E101", SOURCE, Span(0, 1), {"name": "{name} {x}"}).message()
        )

    def test_suggestion_stands_in_place_of_help(self) -> None:
        """With a suggestion the help asks for it; without, it is the catalogue's."""
        source, facts = Source("t", "x"), {"name": "x"}
        without = Diagnostic("E103", source, Span(0, 1), facts)
        with_one = Diagnostic("E103", source, Span(0, 1), facts, suggestion="y")

        assert without.help() == "give one of the two another name"
        assert with_one.help() == "did you mean `y`?"
        assert with_one.help("zh") == "是否想写 `y`？"

    @pytest.mark.parametrize(
        ("template", "expected"),
        [
            ("unknown `{name}` in {place}", {"name", "place"}),
            ("write `{加微信}` or {} or {a b} or {1}", set()),
            ("{name} {name}", {"name"}),
        ],
    )
    def test_placeholders(self, template: str, expected: set[str]) -> None:
        """Only a lower-case identifier in braces is a placeholder."""
        assert expected == placeholders(template)


class TestToDict:
    def test_all_fields(self) -> None:
        """The data holds words, place and suggestion."""
        assert unknown("出现").to_dict("zh") == {
            "code": "E101",
            "level": "error",
            "message": "未知条件 `含有`",
            "label": "没有这个名称的条件",
            "help": "是否想写 `出现`？",
            "file": "ads.policy",
            "line": 2,
            "column": 11,
            "end_line": 2,
            "end_column": 13,
            "start": 18,
            "end": 20,
            "suggestion": "出现",
            "related": [],
            "edits": [],
        }

    def test_related_places(self) -> None:
        """A related place has label, file and place too."""
        assert duplicate().to_dict()["related"] == [
            {
                "label": "first stated here",
                "file": "ads.policy",
                "line": 1,
                "column": 4,
                "end_line": 1,
                "end_column": 8,
                "start": 3,
                "end": 7,
            }
        ]

    def test_plain_words_as_label(self) -> None:
        """A related label that is no key of the catalogue is shown as it is."""
        related = (Related(Span(0, 1), "the other one"),)

        assert (
            Diagnostic("E103", SOURCE, Span(0, 1), {"name": "x"}, related).to_dict("zh")["related"][
                0
            ]["label"]
            == "the other one"
        )

    @given(HOSTILE, HOSTILE, st.sampled_from(LANGUAGES))
    def test_any_text_makes_utf8_json(self, text: str, name: str, language: Language) -> None:
        """The data can be written as JSON in UTF-8, whatever the policy and its name hold."""
        related = (Related(Span(0, 0), name),)
        data = Diagnostic("E103", Source(name, text), Span(0, 0), {"name": text}, related, name)
        written = json.dumps(data.to_dict(language), ensure_ascii=False).encode()

        assert json.loads(written) == data.to_dict(language)


class TestCatalogue:
    @pytest.mark.parametrize("code", catalogue())
    def test_code_and_level_agree(self, code: str) -> None:
        """E codes are errors, W codes warnings, L codes warnings or hints, with three digits."""
        assert re.fullmatch(r"[EWL]\d{3}", code)
        levels = {"E": ("error",), "W": ("warning",), "L": ("warning", "hint")}
        assert catalogue()[code].level in levels[code[0]]

    @pytest.mark.parametrize("code", catalogue())
    def test_words_are_complete_in_both_languages(self, code: str) -> None:
        """Every text stands in both languages, and what must be there is."""
        fault = catalogue()[code]
        for texts in (fault.title, fault.message, fault.why):
            assert set(LANGUAGES) == texts.keys()
        for texts in (fault.label, fault.help):
            assert not texts or set(LANGUAGES) == texts.keys()

    @pytest.mark.parametrize("code", catalogue())
    def test_both_languages_need_the_same_facts(self, code: str) -> None:
        """A text names the same facts in Chinese as in English."""
        fault = catalogue()[code]
        for texts in (fault.message, fault.label, fault.help):
            assert placeholders(texts.get("en", "")) == placeholders(texts.get("zh", ""))

    @pytest.mark.parametrize("code", catalogue())
    def test_messages_keep_the_wording_rules(self, code: str) -> None:
        """Messages and labels are one line, begin in lower case and end without a period."""
        fault = catalogue()[code]
        for texts in (fault.message, fault.label):
            for words in texts.values():
                assert "\n" not in words
                assert words == words.strip()
                assert not words.endswith((".", "。"))
        assert not fault.message["en"][0].isupper()

    def test_labels_stand_in_both_languages(self) -> None:
        """Every label for related places has an English and a Chinese text."""
        assert labels()
        assert all(set(LANGUAGES) == texts.keys() for texts in labels().values())

    def test_is_read_once_and_read_only(self) -> None:
        """The catalogue is one mapping that nobody can change."""
        texts: Mapping[str, object] = catalogue()

        assert texts is catalogue()
        assert not hasattr(texts, "__setitem__")


class TestExceptions:
    def test_invalid_policy_counts_what_it_lists(self) -> None:
        """Each drawing is followed by a blank line, and the last line counts."""
        error = InvalidPolicy([unknown(), duplicate()])

        assert str(error) == f"{unknown().render()}\n\n{duplicate().render()}\n\n2 errors"
        assert error.render("zh").endswith("另取名称\n\n2 个错误")

    @pytest.mark.parametrize(
        ("levels", "english", "chinese"),
        [
            ("EEEW", "3 errors, 1 warning", "3 个错误，1 个警告"),
            ("E", "1 error", "1 个错误"),
            ("WW", "2 warnings", "2 个警告"),
            ("WH", "1 warning, 1 hint", "1 个警告，1 个提示"),
            ("", "", ""),
        ],
    )
    def test_tally(
        self, levels: str, english: str, chinese: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Errors come before warnings, and a count of none is left out."""
        by_code = {"E": "error", "W": "warning", "H": "hint"}
        monkeypatch.setattr(Diagnostic, "level", property(lambda self: by_code[self.code]))
        found = [Diagnostic(code, SOURCE, Span(0, 0)) for code in levels]

        assert english == tally(found)
        assert chinese == tally(found, "zh")

    @pytest.mark.parametrize(
        ("error", "bases"),
        [
            (InvalidPolicy([unknown("x"), duplicate()]), (PolicyError, ValueError)),
            (InvalidRecord("at", "a time with an offset", "'昨天'"), (PolicyError, ValueError)),
            (UnknownPack("comon", ["common"]), (PolicyError, LookupError)),
        ],
        ids=["policy", "record", "pack"],
    )
    def test_pickles_whole(self, error: PolicyError, bases: tuple[type, ...]) -> None:
        """An exception comes out of a pickle with its type, its facts and its words."""
        again = pickle.loads(pickle.dumps(error))

        assert type(error) is type(again)
        assert vars(error) == vars(again)
        assert str(error) == str(again)
        assert all(isinstance(again, base) for base in bases)

    def test_invalid_record_names_the_field(self) -> None:
        """The words hold the field, what it should be and what it was."""
        error = InvalidRecord("at", "a time with an offset", "'昨天\n'")

        assert str(error) == "`at` must be a time with an offset (got '昨天‹U+000A›')"
        assert error.render("zh") == "`at` 应为 a time with an offset（实为 '昨天‹U+000A›'）"

    @pytest.mark.parametrize(
        ("choices", "english", "chinese"),
        [
            (
                ["common"],
                "no pack is called `comon`, did you mean `common`?",
                "，是否想写 `common`？",
            ),
            (["hotel"], "no pack is called `comon`", "没有名为 `comon` 的规则包"),
        ],
    )
    def test_unknown_pack_suggests(self, choices: list[str], english: str, chinese: str) -> None:
        """The words name the pack, and the nearest one there is."""
        error = UnknownPack("comon", choices)

        assert english == str(error)
        assert error.render("zh").endswith(chinese)

    def test_diagnostics_are_values(self) -> None:
        """Equal diagnostics hash alike, so that a set holds one of them."""
        assert len({unknown(), unknown(), duplicate()}) == 2


class TestNearest:
    @pytest.mark.parametrize(
        ("word", "choices", "expected"),
        [
            ("say_any", ["says_any", "longer_than"], "says_any"),
            ("Longer_Than", ["says_any", "longer_than"], "longer_than"),
            ("ｍｅｓｓａｇｅ", ["message"], "message"),
            ("zebra", ["says_any", "longer_than"], None),
            ("", ["a"], None),
            ("a" * 100, ["a" * 99], None),
            ("x", [], None),
            ("包涵", ["包含", "出现"], "包含"),
            ("词裤", ["裤子", "词库"], "词库"),
            ("库词", ["词库"], "词库"),
            ("手机号码", ["手机号", "身份证号"], "手机号"),
            ("不的", ["应当", "不得"], "不得"),
            ("甲乙", ["丙丁", "abc"], None),
            ("群发消息", ["群发"], "群发"),
            ("一个很长的名称", ["一条"], None),
            ("message", ["message", "massage"], "massage"),
        ],
    )
    def test_nearest(self, word: str, choices: list[str], expected: str | None) -> None:
        """The nearest choice is found for letters and for Chinese words, or none."""
        assert expected == nearest(word, choices)

    @given(HOSTILE, st.lists(HOSTILE))
    def test_is_another_one_of_the_choices(self, word: str, choices: list[str]) -> None:
        """What is suggested is a choice and not the word itself."""
        meant = nearest(word, choices)

        assert meant is None or (meant in choices and meant != word)

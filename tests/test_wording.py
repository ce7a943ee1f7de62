"""The words of verdicts: phrases in both languages, times, lengths, names and values."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from verdict_samples import AT, SHANGHAI, TEXT, VALUES, names

from wechat_policy.errors import Language
from wechat_policy.rules.truth import UNKNOWN
from wechat_policy.source import cells, visible
from wechat_policy.verdict import Kind, Status
from wechat_policy.wording import PHRASES, Wording, shown

LANGUAGES: tuple[Language, ...] = get_args(Language)
FRAMES = {"sanction.own", "sanction.lasting", "say.quote"}  # hold nothing but signs and places
PLACE = re.compile(r"\{(\w+)\}")


class TestPhrases:
    # A Chinese reader needs no translation of the policy's own word for a sanction.
    @pytest.mark.parametrize("key", sorted(PHRASES.keys() - {"sanction.own"}))
    def test_both_languages_have_the_same_places(self, key: str) -> None:
        """What a phrase is filled with does not hang on the language."""
        english, chinese = (sorted(set(PLACE.findall(text))) for text in PHRASES[key])

        assert english == chinese

    @pytest.mark.parametrize("key", sorted(PHRASES.keys() - FRAMES))
    def test_a_phrase_is_in_its_language(self, key: str) -> None:
        """English is written in Latin letters or signs, Chinese has a Chinese character or mark."""
        english, chinese = (PLACE.sub("", text) for text in PHRASES[key])

        assert all(ord(character) < 0x2E80 for character in english)
        assert any(ord(character) >= 0x2E80 for character in chinese)

    @pytest.mark.parametrize(("group", "words"), [("kind", Kind), ("status", Status)])
    def test_no_kind_or_status_is_without_words(self, group: str, words: Any) -> None:
        """Every kind of verdict and every status of a violation has its words."""
        expected = {f"{group}.{word}" for word in get_args(words)}

        assert expected <= PHRASES.keys()

    def test_statuses_can_be_told_apart(self) -> None:
        """No two statuses read alike."""
        for number in range(2):
            told = [PHRASES[f"status.{status}"][number] for status in get_args(Status)]

            assert len(set(told)) == len(told)

    def test_another_language_is_refused(self) -> None:
        """A language that there is not is named at once."""
        with pytest.raises(ValueError, match="language"):
            Wording("fr")  # type: ignore[arg-type]


class TestTime:
    @pytest.mark.parametrize(
        ("at", "zone", "expected"),
        [
            (AT, None, "2026-03-04 09:18:10+08:00"),
            (AT, UTC, "2026-03-04 01:18:10+00:00"),
            (AT.astimezone(UTC), SHANGHAI, "2026-03-04 09:18:10+08:00"),
            (datetime.max.replace(tzinfo=UTC), SHANGHAI, "9999-12-31 23:59:59+00:00"),
        ],
    )
    def test_times_are_told_in_the_zone(
        self, at: datetime, zone: timezone | None, expected: str
    ) -> None:
        """A moment is told to the second in the zone asked for, else in its own."""
        assert expected == Wording(zone=zone).time(at)

    @pytest.mark.parametrize(
        ("length", "english", "chinese"),
        [
            (timedelta(), "0 seconds", "0 秒"),
            (timedelta(seconds=-5), "0 seconds", "0 秒"),
            (timedelta(seconds=1), "1 second", "1 秒"),
            (timedelta(minutes=2, seconds=3), "2 minutes 3 seconds", "2 分钟 3 秒"),
            (timedelta(days=1, hours=2, minutes=5), "1 day 2 hours", "1 天 2 小时"),
            (timedelta(days=40, seconds=9), "40 days 9 seconds", "40 天 9 秒"),
        ],
    )
    def test_a_length_has_two_units(self, length: timedelta, english: str, chinese: str) -> None:
        """A delay is told in its two largest units."""
        assert english == Wording("en").length(length)
        assert chinese == Wording("zh").length(length)

    @pytest.mark.parametrize(
        ("lasting", "english", "chinese"),
        [
            ("P7D", "7 days", "7 天"),
            ("PT2H30M", "2 hours 30 minutes", "2 小时 30 分钟"),
            ("5workdays", "5 workdays", "5 个工作日"),
            ("1.5h", "1.5 hours", "1.5 小时"),
            ("20 min", "20 minutes", "20 分钟"),
            ("3 个月", "3 个月", "3 个月"),
            ("P", "P", "P"),
            ("20", "20", "20"),
        ],
    )
    def test_a_written_length_is_read(self, lasting: str, english: str, chinese: str) -> None:
        """Lengths as policies and the engine write them are told in words, others as they are."""
        assert english == Wording("en").lasting(lasting)
        assert chinese == Wording("zh").lasting(lasting)


class TestWho:
    @pytest.mark.parametrize(
        ("subject", "expected"),
        [
            ("zhangwei", "张伟（zhangwei）"),
            ("nobody", "nobody"),
            ("organization", "本公司"),
            (None, "未知"),
        ],
    )
    def test_a_subject_has_its_name_and_its_id(self, subject: str | None, expected: str) -> None:
        """A name stands before the id; without one the id stands alone."""
        assert expected == Wording(names=names).who(subject)

    def test_a_subject_without_names_is_its_id(self) -> None:
        """Nothing is looked up where no names are given."""
        assert "zhangwei" == Wording().who("zhangwei")


class TestValue:
    @pytest.mark.parametrize(
        ("value", "path", "english", "chinese"),
        [
            (None, "", "none", "无"),
            (True, "encrypted", "yes", "是"),
            (False, "encrypted", "no", "否"),
            (UNKNOWN, "kind", "unknown", "未知"),
            ("unknown", "kind", "unknown", "未知"),
            ("file", "kind", "file", "文件"),
            ("文件", "类型", "file", "文件"),
            ("file", "title", "file", "file"),
            ("zhangwei", "sender", "张伟 (zhangwei)", "张伟（zhangwei）"),
            (["zhangwei", "x"], "recipients", "张伟 (zhangwei), x", "张伟（zhangwei）、x"),
            ([], "recipients", "none", "无"),
            (frozenset("hgfedcba"), "", "a, b, c, d, e, f, g, h", "a、b、c、d、e、f、g、h"),
            ({"kind": "file"}, "file", "kind=file", "kind=文件"),
            (Decimal("2.50"), "amount", "2.50", "2.50"),
            (3.0, "score", "3", "3"),
            (1e300, "score", "1e+300", "1e+300"),
            (7, "amount", "7", "7"),
            (AT, "at", "2026-03-04 09:18:10+08:00", "2026-03-04 09:18:10+08:00"),
            (date(2026, 3, 4), "day", "2026-03-04", "2026-03-04"),
            (timedelta(minutes=95), "measured", "1 hour 35 minutes", "1 小时 35 分钟"),
            ("a\r\n\tb", "title", "a b", "a b"),
        ],
    )
    def test_a_value_in_words(self, value: Any, path: str, english: str, chinese: str) -> None:
        """Values are translated as far as the vocabulary knows them."""
        assert english == Wording("en", names).value(value, path)
        assert chinese == Wording("zh", names).value(value, path)

    @pytest.mark.parametrize(
        ("path", "english", "chinese"),
        [
            ("text", "text", "正文"),
            ("正文", "text", "正文"),
            ("account.holder", "account.holder", "账号.持有人"),
            ("measured", "measured", "实际值"),
            ("我的事实", "我的事实", "我的事实"),
        ],
    )
    def test_a_fact_by_its_name(self, path: str, english: str, chinese: str) -> None:
        """A fact is named in the language of the reader, whichever the policy is written in."""
        assert english == Wording("en").path(path)
        assert chinese == Wording("zh").path(path)

    @given(VALUES, TEXT)
    def test_no_value_breaks_the_line(self, value: Any, path: str) -> None:
        """Whatever a fact holds, it becomes a short line that can be printed."""
        for language in LANGUAGES:
            told = Wording(language).value(value, path)

            told.encode()
            assert told == visible(told)
            assert cells(told) <= 40


class TestShown:
    @pytest.mark.parametrize(
        ("text", "room", "expected"),
        [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("不得不", 6, "不得不"),
            ("不得不说", 6, "不得…"),
            ("a\u202eb", 20, "a‹U+202E›b"),
            ("\ud83d", 20, "‹U+D83D›"),
            ("e" + "\u0301" * 9, 4, "e" + "\u0301" * 4 + "…"),
            ("a\n\nb", 9, "a b"),
        ],
    )
    def test_a_text_is_cut_to_its_cells(self, text: str, room: int, expected: str) -> None:
        """A text takes no more cells than it is given, and nothing invisible is left in it."""
        assert expected == shown(text, room)

    def test_a_flood_is_not_read_to_its_end(self) -> None:
        """Of a text of a megabyte only the beginning is looked at."""
        assert "不" * 19 + "…" == shown("不" * 1_000_000, 40)


def test_facts_with_braces_are_left_alone() -> None:
    """What fills a phrase is not read as a phrase itself."""
    assert "{value} ({0})" == Wording("en").bracketed("{value}", "{0}")


def test_the_words_of_a_condition_are_no_path() -> None:
    """A lexicon keeps its name though its last part is a word of the language."""
    assert "正文 得分 通用.违法" == Wording("en").path("正文 得分 通用.违法")
    assert "sender.department" == Wording("en").path("发送人.部门")

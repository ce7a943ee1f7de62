"""What is told of a verdict: sanctions in words, labelled lines, conditions and their parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from verdict_samples import (
    AT,
    money,
    names,
    penalty,
    undetermined,
    verdict,
    violation,
    words,
)

from wechat_policy.evidence import located
from wechat_policy.penalties import Sanction
from wechat_policy.summary import (
    chosen_parts,
    clause_name,
    condition_words,
    heading,
    penalty_lines,
    sanction_words,
    undetermined_lines,
    verdict_lines,
    violation_lines,
)
from wechat_policy.verdict import Evidence, Trace
from wechat_policy.wording import MOST, Wording

ENGLISH, CHINESE = Wording("en", names), Wording("zh", names)
TEXT = "你这个饭桶，去死"


class TestParts:
    def test_of_many_parts_those_that_decided_are_chosen(self) -> None:
        """Parts that came out as the whole did are shown before others, in the text's order."""
        parts = tuple(Trace(str(number), number % 10 == 9) for number in range(100))

        chosen, more = chosen_parts(Trace("", True, parts=parts))

        assert 100 - MOST == more
        assert [str(number) for number in range(9, 100, 10)] == [
            part.text for part in chosen if part.truth
        ]
        assert [part.text for part in chosen] == sorted((p.text for p in chosen), key=int)

    def test_few_parts_are_all_shown(self) -> None:
        """Nothing is left out of what can be read."""
        parts = (Trace("a", True), Trace("b", False))

        assert (parts, 0) == chosen_parts(Trace("", True, parts=parts))


class TestSanctions:
    @pytest.mark.parametrize(
        ("sanctions", "open_list", "english", "chinese"),
        [
            ((Sanction("oral_warning"),), False, "oral warning", "口头警告"),
            ((Sanction("nonsuch"),), False, "nonsuch", "nonsuch"),
            (
                (Sanction("warning", display="口头提醒"),),
                False,
                "口头提醒 (warning)",
                "口头提醒",
            ),
            ((Sanction("warning", display="警告"),), False, "警告 (warning)", "警告"),
            ((money("500", "1000"),), False, "fine 500–1000 CNY", "罚款 500–1000 元"),
            ((money("50.00"),), False, "fine 50 CNY", "罚款 50 元"),
            ((money("1E+3"),), False, "fine 1000 CNY", "罚款 1000 元"),
            ((attrs.evolve(money("5"), high=None),), False, "fine 5 CNY", "罚款 5 元"),
            (
                (money("2.5", "10", "%", name="bonus_deduction"),),
                False,
                "bonus deduction 2.5–10%",
                "扣减奖金 2.5–10%",
            ),
            (
                (Sanction("fine", unstated=True),),
                False,
                "fine (amount unstated)",
                "罚款（金额未定）",
            ),
            (
                (Sanction("mute", lasting="P7D"),),
                False,
                "mute for 7 days",
                "禁言 7 天",
            ),
            (
                (Sanction("mute", lasting="unstated"),),
                False,
                "mute (for an unstated time)",
                "禁言（期限未定）",
            ),
            (
                (
                    Sanction(
                        "serious_warning", or_above=("serious_warning", "demerit", "dismissal")
                    ),
                ),
                False,
                "serious warning or above (demerit, dismissal)",
                "严重警告以上（记过、辞退）",
            ),
            (
                (Sanction("warning", sources=("甲", "乙")),),
                False,
                "warning (under 甲, 乙)",
                "警告（依据：甲、乙）",
            ),
            (
                (Sanction("warning"), money("50")),
                False,
                "warning and fine 50 CNY",
                "警告并罚款 50 元",
            ),
            (
                (Sanction("warning"), Sanction("dismissal", option=1)),
                False,
                "warning or dismissal",
                "警告或辞退",
            ),
            (
                (Sanction("warning"), money("50"), Sanction("dismissal", option=1)),
                True,
                "warning and fine 50 CNY, or dismissal, or other measures",
                "警告并罚款 50 元，或辞退，或其他",
            ),
            (
                (Sanction("warning"), money("50", may=True)),
                False,
                "warning and may impose fine 50 CNY",
                "警告并可罚款 50 元",
            ),
            (
                (Sanction("warning", may=True),),
                True,
                "may impose warning or other measures",
                "可警告或其他",
            ),
            (
                (Sanction("warning", may=True), Sanction("ban", option=1, may=True)),
                False,
                "may impose warning or ban",
                "可警告或封禁",
            ),
            ((), True, "other measures", "其他"),
            ((), False, "none stated", "未规定"),
        ],
    )
    def test_sanctions_in_words(
        self, sanctions: tuple[Sanction, ...], open_list: bool, english: str, chinese: str
    ) -> None:
        """Options are joined by or, what is imposed together by and; may is said once."""
        assert english == sanction_words(ENGLISH, sanctions, open_list)
        assert chinese == sanction_words(CHINESE, sanctions, open_list)


class TestLines:
    @pytest.mark.parametrize(
        ("differs", "expected"),
        [
            ({"severity": None, "grades": ("轻微", "严重")}, ("情节", "待人工评定（轻微、严重）")),
            ({"severity": "严重"}, ("情节", "严重")),
            ({"tags": ("泄密", "客户")}, ("标签", "泄密、客户")),
            ({"distance": "21 of 20"}, ("实际值", "21（界限 20）")),
            ({"distance": "95 min of 60 min"}, ("实际值", "95 分钟（界限 60 分钟）")),
            ({"distance": "过多"}, ("实际值", "过多")),
            ({"review": "迟到的记录"}, ("请复核", "迟到的记录")),
            ({"remark": "此处取 20 条"}, ("备注", "此处取 20 条")),
            ({"settled_at": AT}, ("补办", "2026-03-04 09:18:10+08:00，迟 0 秒")),
            ({"event": "m-3"}, ("事件", "m-3")),
            ({"subject": None}, ("责任人", "未知")),
            ({"article": "", "refs": ()}, ("依据", "hotel-wecom 2026.1")),
            ({"refs": ("a", "b")}, ("依据", "hotel-wecom 2026.1 · 第十条(一) · 条目 a、b")),
            ({"evidence": (Evidence("kind", "file"),)}, ("事实", "类型 = 文件")),
            (
                {"evidence": (Evidence("text", "饭桶", 3, 5), Evidence("text", "死", 7, 8))},
                ("证据（正文）", "“饭桶”（第 4–5 字）、“死”（第 8 字）"),
            ),
            (
                {"evidence": tuple(Evidence("event", name) for name in ("m-1", "m-2", "m-17"))},
                ("事实", "事件 = m-1、m-2"),
            ),
        ],
    )
    def test_of_a_violation(self, differs: Mapping[str, Any], expected: tuple[str, str]) -> None:
        """Each field that holds something has its line."""
        one = violation(**differs)

        assert expected in violation_lines(CHINESE, one, verdict(), located(one.evidence, None))

    def test_what_is_missing_has_no_line(self) -> None:
        """A plain violation has subject, place and severity and nothing else."""
        lines = violation_lines(ENGLISH, violation(), verdict(), ())

        assert ["subject", "under", "severity"] == [label for label, _ in lines]

    @pytest.mark.parametrize(
        ("differs", "expected"),
        [
            ({"tier": "late #2", "count": 4}, ("tier", "late, step 2, number 4")),
            ({"tier": "otherwise"}, ("tier", "otherwise")),
            ({"tier": "otherwise", "count": 4}, ("tier", "otherwise, number 4")),
            ({"tier": "repeat 3 late", "count": 3}, ("tier", "repeat 3 late, number 3")),
            ({"tier": "any + leak"}, ("tier", "any breach + leak")),
            ({"tier": "repeat 3 #2"}, ("tier", "repeat 3, step 2")),
            ({"then": "fine 100 CNY"}, ("next time", "fine 100 CNY")),
            ({"lapses_at": AT}, ("stops counting", "2026-03-04 09:18:10+08:00")),
            ({"revises": "p0"}, ("revises", "p0")),
            ({"clauses": ("a", "b")}, ("clauses", "a, b")),
            ({"open": True}, ("sanctions", "oral warning or other measures")),
        ],
    )
    def test_of_a_penalty(self, differs: Mapping[str, Any], expected: tuple[str, str]) -> None:
        """Tier, count, sanctions, what the next would cost and when it lapses are told."""
        assert expected in penalty_lines(ENGLISH, penalty(**differs), verdict())

    def test_of_an_undecided_clause(self) -> None:
        """Whom it would be about, where it stands and what is missing are told."""
        assert [
            ("责任人", "刘洋（liuyang）"),
            ("依据", "hotel-wecom · 条目 P01-031、P01-032"),
            ("缺少", "密级、账号.持有人"),
        ] == undetermined_lines(CHINESE, undetermined())

    def test_of_a_verdict(self) -> None:
        """A verdict is known by its id, and says which one it replaces."""
        assert [("verdict", "5f3a9c")] == verdict_lines(ENGLISH, verdict())
        assert ("取代", "v0") in verdict_lines(CHINESE, verdict(revises="v0"))

    @pytest.mark.parametrize(
        ("differs", "expected"),
        [
            ({}, "事件：m-17（消息），2026-03-04 09:18:10+08:00"),
            ({"event_type": "own.type"}, "事件：m-17（own.type），2026-03-04 09:18:10+08:00"),
            (
                {"kind": "due", "event": None, "event_type": None},
                "到期，2026-03-04 09:18:10+08:00",
            ),
        ],
    )
    def test_heading(self, differs: Mapping[str, Any], expected: str) -> None:
        """The heading says what led to the verdict, and when that was."""
        assert expected == heading(CHINESE, verdict(**differs))

    @pytest.mark.parametrize(
        ("title", "expected"),
        [("Insult", "Insult (c)"), ("", "c"), ("c", "c")],
    )
    def test_a_clause_is_named_once(self, title: str, expected: str) -> None:
        """A title stands before the id; an id alone is not repeated."""
        assert expected == clause_name(ENGLISH, violation(clause="c", title=title))

    @pytest.mark.parametrize(
        ("trace", "expected"),
        [
            (Trace("a = 1", True), "a = 1"),
            (Trace("a and b", True, joined="and"), "all of"),
            (Trace("limit", True, {"measured": 21}, joined="and"), "limit (measured = 21)"),
            (
                Trace("t", True, {"text": TEXT, "kind": "file"}, words(TEXT, "饭桶")),
                "t (text = “饭桶”; kind = file)",
            ),
            (
                Trace('kind = "file"', True, {"kind": "file", '"file"': "file"}),
                'kind = "file" (kind = file)',
            ),
            (Trace("t", True, {"text": "长" * 90}), f"t (text = {'长' * 19}…)"),
        ],
    )
    def test_of_a_condition(self, trace: Trace, expected: str) -> None:
        """A condition shows what it saw, but neither the whole text nor the policy's own values."""
        assert expected == condition_words(ENGLISH, trace)

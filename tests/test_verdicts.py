"""Verdicts explain themselves: evidence in the original text, conditions with values, data."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from playing import SKINS, message, messages, played, policy, violations

from wechat_policy import Engine, Policy
from wechat_policy.lexical import Skin
from wechat_policy.verdict import Evidence, Trace, Verdict

PENALTIES = "  severity minor\npenalties\n  minor: warning\n"


def clause(norms: str, more: str = "", skin: Skin = "en") -> Policy:
    """A policy of one clause `c`."""
    return policy(f"{more}clause c\n  {norms}\n{PENALTIES}", skin=skin)


def found(text: str, norms: str, more: str = "", skin: Skin = "en") -> list[tuple[str, int, int]]:
    """The places that a message of a text gives as evidence."""
    verdict = played(clause(norms, more, skin), [message("03-02 09:00", "m", text)])[0]
    return [
        (one.text, one.start, one.end)
        for violation in verdict.violations
        for one in violation.evidence
        if one.start is not None and one.end is not None
    ]


TEXTS = {
    "plain": ("你这个饭桶", [("饭桶", 3, 5)]),
    "traditional": ("你這個飯桶！", [("飯桶", 3, 5)]),
    "full width": ("ＳＰＡＭ饭桶", [("ＳＰＡＭ", 0, 4), ("饭桶", 4, 6)]),
    "behind emoji": ("😀👨‍👩‍👧饭桶", [("饭桶", 6, 8)]),
    "behind 4-byte characters": ("𠮷𠮷饭桶𠮷", [("饭桶", 2, 4)]),
    "a 4-byte word": ("吃𩸽吧", [("𩸽", 1, 2)]),
    "behind a lone surrogate": ("\ud800饭桶", [("饭桶", 1, 3)]),
    "behind NUL": ("\x00\x00饭桶", [("饭桶", 2, 4)]),
    "twice": ("饭桶饭桶", [("饭桶", 0, 2), ("饭桶", 2, 4)]),
    "ideographic space": ("　饭桶", [("饭桶", 1, 3)]),
    "case": ("sPaM", [("sPaM", 0, 4)]),
    "the protected phrase": ("饭桶洗干净", []),
    "protected beside unprotected": ("饭桶洗，饭桶", [("饭桶", 4, 6)]),
    "at the end of 1 MB": ("好" * 1_000_000 + "饭桶", [("饭桶", 1_000_000, 1_000_002)]),
}


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("name", TEXTS)
def test_spans_are_those_of_the_original(name: str, skin: Skin) -> None:
    """Places are code points of the text as it was sent, and hold its own characters."""
    text, expected = TEXTS[name]
    words = 'lexicon bad = {"饭桶", "spam", "𩸽"} except {"饭桶洗"}\n'

    assert expected == found(text, "forbid message when text contains bad", words, skin)
    assert all(text[start:end] == told for told, start, end in expected)


class TestEvidence:
    """What is shown of what decided."""

    WORDS = 'lexicon bad = {"饭桶" 2, "笨蛋"}\n'

    def test_recognizer(self) -> None:
        """The number itself, full width included."""
        assert [("13812345678", 2, 13)] == found(
            "电话13812345678。", "forbid message when text has mobile"
        )

    def test_regex(self) -> None:
        """What the expression matched."""
        assert [("暗号7", 1, 4)] == found("问暗号7", "forbid message when text matches /暗号\\d/")

    def test_a_score_shows_its_words(self) -> None:
        """The words whose weights were added."""
        assert [("饭桶", 1, 3), ("笨蛋", 3, 5)] == found(
            "大饭桶笨蛋", "forbid message when text score bad >= 3", self.WORDS
        )

    def test_both_sides_of_an_and(self) -> None:
        """In the order of the text."""
        assert [("暗号7", 0, 3), ("饭桶", 3, 5)] == found(
            "暗号7饭桶",
            "forbid message when text contains bad and text matches /暗号\\d/",
            self.WORDS,
        )

    def test_the_side_of_an_or_that_held(self) -> None:
        """The other is not shown."""
        assert [("饭桶", 0, 2)] == found(
            "饭桶", "forbid message when text contains bad or text matches /暗号\\d/", self.WORDS
        )

    def test_an_exception_that_did_not_hold_shows_nothing(self) -> None:
        """Only what made the clause true is evidence."""
        assert [("饭桶", 0, 2)] == found(
            "饭桶", "forbid message when text contains bad unless text contains joke",
            self.WORDS + 'lexicon joke = {"开玩笑"}\n',
        )  # fmt: skip

    def test_facts_where_no_words_decide(self) -> None:
        """The facts of the tests that held, and of those only."""
        verdict = played(
            clause('forbid message when kind = text and (sender = "a" or group = "g")'),
            [message("03-02 09:00", "m", group="h")],
        )[0]

        assert (Evidence("kind", "text"), Evidence("sender", "a")) == verdict.violations[0].evidence

    def test_near(self) -> None:
        """Both words are shown, as far apart as said."""
        norms = "forbid message when text contains bad near money 3 chars"
        words = self.WORDS + 'lexicon money = {"钱"}\n'

        assert [("饭桶", 0, 2), ("钱", 5, 6)] == found("饭桶一二三钱", norms, words)
        assert [] == found("饭桶一二三四钱", norms, words)


class TestConditionTree:
    """Each leaf with its truth and values."""

    def trace(self, norms: str, directory: Any = None, **facts: Any) -> Trace:
        """The condition of the entry, violated or undetermined."""
        verdict = played(
            clause(f"{norms}\n  if unknown review"),
            [message("03-02 09:00", "m", **facts)],
            directory,
        )[0]
        return (verdict.violations or verdict.undetermined)[0].trace

    def test_leaves(self) -> None:
        """True, false and unknown side by side."""
        trace = self.trace(
            "forbid message when kind = text and (group.external or kind = image)", group="g"
        )

        assert [("kind = text", True), ("group.external", None), ("kind = image", False)] == [
            (leaf.text, leaf.truth) for leaf in trace.leaves()
        ]
        assert (None, "and") == (trace.truth, trace.joined)

    def test_values(self) -> None:
        """What each test saw, `unknown` for what nobody told."""
        told = self.trace("forbid message when kind = text and group.external", group="g").to_dict()

        assert {"kind": "text"} == told["parts"][0]["values"]
        assert {"group.external": "unknown"} == told["parts"][1]["values"]

    def test_an_element_that_decided(self) -> None:
        """Of a list the elements that made it true."""
        directory = {"people": [{"id": "x", "external": True}, {"id": "y", "external": False}]}
        trace = self.trace(
            "forbid message when any recipients (external)", directory, recipients=["y", "x"]
        )

        assert {"recipients": ["x"]} == dict(trace.values)

    def test_distance_of_a_limit(self) -> None:
        """21 of 20, and the numbers in the tree."""
        made = clause("limit message to 20 per 30m by sender")
        one = violations(played(made, messages("03-02 09:00", 21, timedelta(minutes=1))))[0]

        assert "21 of 20" == one.distance
        assert {"measured": 21, "bound": 20, "events": 21} == dict(one.trace.values)


class TestData:
    """Verdicts as JSON."""

    def verdict(self, text: str = "饭桶", **facts: Any) -> Verdict:
        """The verdict on a message."""
        made = clause("forbid message when text contains bad", 'lexicon bad = {"饭桶"}\n')
        return played(made, [message("03-02 09:00", "m", text, **facts)])[0]

    def test_it_names_clause_cite_and_title(self) -> None:
        """All that a reader needs to find the sentence of the policy."""
        made = policy(
            'clause c\n  cites "第十条(一)" ref P01-024\n  title "侮辱"\n  tag rude\n'
            f"  forbid message when kind = text\n{PENALTIES}"
        )
        told = played(made, [message("03-02 09:00", "m")])[0].to_dict()["violations"][0]

        assert ("p", "1", "c", "侮辱", "第十条(一)", ["P01-024"], "minor", ["rude"]) == tuple(
            told[name]
            for name in (
                "policy",
                "version",
                "clause",
                "title",
                "article",
                "refs",
                "severity",
                "tags",
            )
        )

    @pytest.mark.parametrize("text", ["饭桶\ud800", "饭桶\x00", "饭桶😀", "饭桶" * 1000])
    def test_json_of_odd_texts(self, text: str) -> None:
        """It is JSON in UTF-8, whatever the text was."""
        told = json.dumps(self.verdict(text).to_dict(), ensure_ascii=False)

        assert "饭桶" in told.encode().decode()

    def test_an_empty_verdict_is_false(self) -> None:
        """There is nothing to look at."""
        assert not self.verdict("早")
        assert self.verdict()

    def test_a_verdict_is_a_value(self) -> None:
        """Nothing in it can be set."""
        with pytest.raises(AttributeError):
            self.verdict().violations = ()  # type: ignore[misc]

    def test_judge_imposes_nothing(self) -> None:
        """The verdict of `judge` has no penalties."""
        engine = Engine(clause("forbid message when kind = text"))

        assert () == engine.judge(message("03-02 09:00", "m")).penalties
        assert () == engine.penalties("a")

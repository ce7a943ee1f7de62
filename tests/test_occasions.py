"""What an event has to tell before a clause is asked: fewer questions, the same answers."""

from __future__ import annotations

from typing import Any

import pytest

from wechat_policy import Engine, loads

HEAD = """\
policy "p" "P"
  timezone "Asia/Shanghai"
parameter idle = {"chat", "fun"}
lexicon bad = {"笨蛋"}
lexicon dear = {"便宜"}
"""
FACTS: dict[str, Any] = {"sender": "a", "kind": "text", "text": "好的", "recipients": ["b"]}

CASES: dict[str, tuple[str, dict[str, Any], int]] = {
    "a fact that nobody told": ("topic = 'chat'", {}, 0),
    "a fact that is told": ("topic = 'chat'", {"topic": "chat"}, 1),
    "a fact that is told as something else": ("topic = 'chat'", {"topic": "work"}, 0),
    "a fact told as none": ("topic = 'chat'", {"topic": None}, 0),
    "one of several values": ("topic in {'chat', 'fun'}", {"topic": "fun"}, 1),
    "none of several values": ("topic not in {'chat'}", {"topic": "fun"}, 1),
    "a set that includes": ("idle includes topic", {"topic": "fun"}, 1),
    "a kind that is another": ("kind = file", {}, 0),
    "a flag that nobody told": ("urgent", {}, 0),
    "the opposite of a flag": ("not urgent", {"urgent": False}, 1),
    "a fact of a file without one": ("file.name matches /x/", {}, 0),
    "a fact of a file": ("file.name matches /x/", {"file": {"name": "x"}}, 1),
    "words or a fact: neither": ("text contains bad or topic = 'chat'", {}, 0),
    "words or a fact: the words": ("text contains bad or topic = 'chat'", {"text": "笨蛋"}, 1),
    "words or a fact: the fact": ("text contains bad or topic = 'chat'", {"topic": "chat"}, 1),
    "words and a fact nobody told": ("text contains bad and urgent", {"text": "笨蛋"}, 2),
    "words in a part that is false": (
        "urgent or (text contains bad and kind = file)", {"text": "笨蛋"}, 0,
    ),
    "words without the fact beside them": ("text contains bad and urgent", {}, 0),
    "not the words": ("urgent and not text contains bad", {"urgent": True}, 1),
    "two texts, one told": ("text contains bad or title contains bad", {"text": "笨蛋"}, 1),
    "two texts, neither": ("title contains bad and text contains dear", {"text": "便宜"}, 2),
    "a pattern without words": ("text matches /^.{2}$/", {}, 1),
    "a pattern that is not met": ("text matches /^.{9}$/", {}, 0),
    "a length": ("text longer_than 1 chars", {}, 1),
    "a list with such an element": ("any mentions (it = 'b')", {"mentions": ["b"]}, 1),
    "a list that nobody told": ("any mentions (it = 'b')", {}, 0),
    "every element of no list": ("all recipients (it = 'b') and urgent", {"urgent": True}, 1),
    "told": ("topic told", {"topic": "x"}, 1),
    "not told": ("not topic told", {}, 1),
    "forwarded": ("forwarded_from given", {"forwarded_from": "m0"}, 1),
    "not forwarded": ("forwarded_from given", {}, 0),
    "given by default": ("forwarded_from none", {}, 1),
}  # fmt: skip
"""The condition, the facts beside the plain ones, and what comes: 1 a violation, 2 undetermined."""


@pytest.mark.parametrize(("condition", "facts", "expected"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("many", [False, True], ids=["judge", "judge_many"])
def test_answers_are_those_of_the_condition(
    condition: str, facts: dict[str, Any], expected: int, many: bool
) -> None:
    """A clause is found whatever brings it into question."""
    condition = condition.replace("'", '"')
    engine = Engine(loads(f"{HEAD}clause c\n  forbid message when {condition}\n"))
    record = {"type": "message", "id": "m", "at": "2026-03-04T10:00:00+08:00", **FACTS, **facts}

    verdict = next(iter(engine.judge_many([record]))) if many else engine.judge(record)
    assert (len(verdict.violations), len(verdict.undetermined)) == (expected == 1, expected == 2)


class Foreign(str):
    """A text of another library."""


def test_texts_of_other_libraries_are_read_in_a_block() -> None:
    """A text that has a class of its own is no lesser text, however many come at once."""
    condition = "(text contains bad and title told) or (text contains bad and not urgent told)"
    engine = Engine(loads(f"{HEAD}clause c\n  forbid message when {condition}\n"))
    plain = {"type": "message", "at": "2026-03-04T10:00:00+08:00", **FACTS}
    records = [{**plain, "id": "m1"}, {**plain, "id": "m2", "text": Foreign("笨蛋")}]

    assert [0, 1] == [len(one.violations) for one in engine.judge_many(records)]


def test_limits_keep_only_what_may_fit() -> None:
    """Messages of which nobody told the topic do not fill a limit on chat."""
    text = (
        f"{HEAD}clause c\n  limit message to 2 per day by sender when text contains bad or urgent\n"
    )
    engine = Engine(loads(text))
    for number in range(5):
        record = {
            "type": "message", "id": f"m{number}", "at": "2026-03-04T10:00:00+08:00", **FACTS,
            "text": "笨蛋" if number == 4 else "好的",
        }  # fmt: skip
        verdict = engine.feed(record)[-1]

    assert not verdict.undetermined
    assert not verdict.violations

"""Where the keywords of a policy stand, as the parser itself reads it, for the tests of colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import attrs

from wechat_policy.lexical import Keyword, blanked, cut, fold, keywords, kind_of
from wechat_policy.parser.language import grammar

ROOT = Path(__file__).parents[1]

MORE = """\
policy "more" "What the reference page does not hold"
  version "1"

extends "base"

lexicon odd = {"x" 2} readings whole

condition loud = urgent and text matches /!/

clause seldom
  cites ref M-001
  formerly rarely
  if unknown review
  should limit message to 3 times per day by sender
  require (kind = text) on message where (urgent)
  forbid message when any recipients (external)
  should not message when all recipients (external) and not during work for sender
  limit share (urgent) of message to 20% per day by sender
  limit span gap 10m of message to 1h per day by sender
  limit distinct account of login to 3 per day by actor
  whenever login should device.trusted
  forbid message when text includes sender or recipients subset of group.members
  forbid message when approval told or approval given or group none or kind not in {text}
  forbid message when last (login) by actor (network = public)
  forbid message when count (login) by actor within 1d >= 3
  forbid message when sum amount of (payment.make) by actor within month > 5
  forbid message when distinct account of (login) by device within day > 2
  forbid message when share (first) of (login) by actor within 30d > 20%
  forbid message when had (approval.request then approval.decide) by request ago 7d
  forbid message when approvers in order {"a", "b"} and authorized = true and urgent = false
  before 10:00 since 08:00 on monday until friday for each m in people require journal.submit
  violates with person "a" (roles = ["hr"], group = none) then 3 times "x" apart 30s then advance 2d
  complies "x"

clause ignored
  if unknown ignore
  forbid login

clause assumed
  if unknown violate
  forbid login

penalties
  any: fine unstated
  repeat 5 any within year: dismissal
  cumulative
"""
"""Keywords that the policies of the reference page do not hold; it need not make sense."""

CASES = """\
cases for "more"
  with person "a" (roles = ["hr"])

case "one"
  parameter many = 5
  event 2026-03-04 22:10 "x" (sender = "a") then "y"
  advance until 2026-03-05 09:00
  expect certain violation seldom by "a"
  expect no other violation
  expect undetermined seldom
  event login (actor = "a")
  expect 2 times suspected violation of seldom
  expect advisory violation seldom
  expect penalty fine 50 CNY tier 2 for "a"
"""

MORE_ZH = """\
条款 某条
  自 审批.待办 起 限 4小时 内 须 审批.办结
  限制 消息 按 发送人 每30分钟 至多 3次 当 处于 工作 内
  于 工作日 10:00 前 每名 甲某 取自 人员 须 汇报.提交
"""


@attrs.frozen
class Place:
    """Where a word stands in a text: a keyword, or a name (None)."""

    text: str
    start: int
    end: int
    keyword: Keyword | None

    @property
    def word(self) -> str:
        return self.text[self.start : self.end]


def places(text: str) -> Iterator[Place]:
    """Every keyword and name of a text, as the grammar takes it. Raises for a faulty one."""
    by_terminal = {f"_{key.upper()}": one for key, one in keywords().items()}
    folded = fold(text)
    blank = blanked(folded)
    kind = kind_of(blank)
    for piece in cut(blank, kind):
        state = grammar(kind).parse_interactive(" " * piece.start + folded[piece.start : piece.end])
        for token in state.iter_parse():
            start, end = token.start_pos or 0, token.end_pos or 0
            if token.type in by_terminal or token.type == "NAME":
                yield Place(text, start, end, by_terminal.get(token.type))


def corpus() -> list[str]:
    """Texts that hold every keyword: the policies of the reference page, and what they lack."""
    page = (ROOT / "docs" / "reference" / "language.md").read_text(encoding="utf-8")
    return [
        *re.findall(r"^```policy\n(.*?)^```", page, re.MULTILINE | re.DOTALL),
        MORE,
        MORE_ZH,
        CASES,
    ]

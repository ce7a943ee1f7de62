"""The parser: both skins, words that look like keywords, every syntax fault, odd text, size."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import strategies as made
from growing import growth
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wechat_policy import nodes, words
from wechat_policy.lexical import DocumentKind, Skin, keywords
from wechat_policy.parser import parse
from wechat_policy.parser.language import START, definition, grammar
from wechat_policy.printer import print_policy
from wechat_policy.recognizers import RECOGNIZERS
from wechat_policy.rules.base import CONDITIONS
from wechat_policy.rules.words import BUILT_IN
from wechat_policy.source import Source
from wechat_policy.vocabulary import vocabulary

assert BUILT_IN  # importing them registers the condition words

ENGLISH = """\
# A hostel's rules for its chat groups.
policy "hostel-chat" "青旅工作群守则"
  version "3"
  timezone "Asia/Shanghai"
  effective from 2026-04-01

hours desk = workdays 09:00-12:30, 13:30-18:00 and saturday 10:00-16:00

days 旺季 = {2026-05-01..2026-05-05, 2026-10-01}

parameter chatter = 12 remark "how many messages are a flood"

lexicon rude = common.insult + {"蠢货", "滚蛋" 2} except {"滚蛋饺子"} readings pinyin

clause rudeness
  cites "第三条" ref H-003
  title "Rude words to guests or staff"
  forbid content when text contains rude unless text contains rude near praise 5 chars
  severity light
  violates "你这个蠢货"
  violates 2 times message "滚蛋" (kind = text) apart 1m
  complies "冬至吃滚蛋饺子"

clause floods
  limit message where (group given) to chatter per 10m by sender, group when during desk
  severity light

clause answer_guests
  after complaint.receive within 2h of desk require complaint.resolve by complaint = that.id
  blame "前台"
  severity late

clause keys
  every 30d for each a in accounts (status = active and not encrypted) require password.change
    by account = a
  before 10:00 on monday-friday for each p in people require attendance.checkin by actor = p
  require had (approval.request then approval.decide when decision = approve) by form within 7d
    on payment.make
  permit message lifts rudeness when sender is {"店长", owner}
  suspect login when count (login) by account within 1h > 5 or any recipients (kind = customer)
  if unknown review
  tag safety

penalties
  light: oral_warning
  late: fine 20 CNY for first 2 per month, then fine 50..100 CNY
  repeat 4 light within 60d: as late
  tag safety: suspend_use lasting 7d and (demerit or dismissal)
  any when loss > 1000: serious_warning or above or other
  lapse after 365d
  otherwise: may reminder
"""

CHINESE = """\
# 青旅工作群守则
制度 “hostel-chat” “青旅工作群守则”
  版本 “3”
  时区 “Asia/Shanghai”
  生效 2026-04-01 起

工时 desk = 工作日 09:00-12:30、13:30-18:00 并 周六 10:00-16:00

日期表 旺季 = {2026-05-01..2026-05-05、2026-10-01}

参数 chatter = 12 备注 “how many messages are a flood”

词库 rude = common.insult + {“蠢货”、“滚蛋” 2} 不含 {“滚蛋饺子”} 读法 pinyin

条款 rudeness
  依据 “第三条” 条目 H-003
  名称 “Rude words to guests or staff”
  禁止 内容 当 正文 出现 rude 时 除非 正文 出现 rude 近 praise 5字
  情节 light
  违规示例 “你这个蠢货”
  违规示例 2次 消息 “滚蛋”（类型 = 文本）间隔 1分钟
  合规示例 “冬至吃滚蛋饺子”

条款 floods
  限制 消息 其中（群 已知）按 发送人、群 每10分钟 至多 chatter 当 处于 desk 内
  情节 light

条款 answer_guests
  自 投诉.收到 起 限 2小时 计 desk 须 投诉.解决 对应 投诉单 = 前事.编号
  责任人 “前台”
  情节 late

条款 keys
  每隔 30天 每个 a 取自 账号（状态 = 启用 且 非 已加密）必须 密码.修改 对应 账号 = a
  于 周一至周五 10:00 前 每名 p 取自 人员 应当 考勤.打卡 对应 操作人 = p
  凡 款项.收付 须 曾有（审批.申请 此后 审批.办结 当 审批结论 = 同意）对应 表单 限 7天 内
  允许 消息 不适用 rudeness 当 发送人 为 {“店长”、owner}
  疑似 登录 当 次数（登录）按 账号 限 1小时 内 > 5 或 任一 接收人（类型 = customer）
  不明时 复核
  标签 safety

处理
  light：口头警告
  late：罚款 20元 每月 前 2次，此后 罚款 50..100元
  累计 4次 light 限 60天 内：按照 late
  标签 safety：暂停使用 为期 7天 并（记过 或 辞退）
  凡违规 当 损失 > 1000 时：严重警告 以上 或 其他
  记录消灭 365天
  其余：可以 提醒
"""

SKINS: tuple[Skin, ...] = ("en", "zh")
WIDE = str.maketrans({"(": "（", ")": "）", ",": "，", ":": "：", "=": "＝", " ": "\u3000"})


def codes(text: str) -> list[str]:
    return [fault.code for fault in parse(Source("sample.policy", text))[1]]


def read(text: str) -> nodes.Document:
    """The tree of a text that has no fault."""
    tree, faults = parse(Source("sample.policy", text))
    assert [fault.render() for fault in faults] == []
    return tree


def marked(text: str) -> list[tuple[str, str]]:
    """Each fault's code with the text that it points at."""
    faults = parse(Source("sample.policy", text))[1]
    return [(fault.code, text[fault.span.start : fault.span.end]) for fault in faults]


# --------------------------------------------------------------------------- both skins


def test_both_skins_of_a_policy_give_equal_trees() -> None:
    """The words, the order of a phrase and the punctuation of a skin leave no trace."""
    english, chinese = read(ENGLISH), read(CHINESE)

    for one, other in zip(english.sections, chinese.sections, strict=True):
        assert one == other
    assert (english.skin, chinese.skin) == ("en", "zh")


def test_skins_may_be_mixed() -> None:
    """A keyword may stand in either skin anywhere."""
    mixed = "clause a\n  不得 content when 正文 contains x\n  severity 轻\n"

    assert read(mixed).sections == read(mixed.replace("不得", "forbid")).sections


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_spans_hold_the_text_of_their_node(text: str) -> None:
    """A statement's span reaches from its keyword to its last word."""
    tree = read(text)
    clause = tree.all(nodes.Clause)[0]
    forbid = clause.norms[0]

    assert text[clause.span.start :].startswith(("clause rudeness", "条款 rudeness"))
    assert text[clause.name_span.start : clause.name_span.end] == "rudeness"
    assert text[forbid.span.start : forbid.span.end] in text.splitlines()[17].strip() + " "
    for node in nodes.walk(tree):
        assert 0 <= node.span.start <= node.span.end <= len(text)


def spellings() -> Iterator[Any]:
    for keyword in keywords().values():
        for word in (*keyword.en, *keyword.zh):
            yield pytest.param(keyword.key, word, id=f"{keyword.key}-{word}")


REACHING = {
    "policy": '{} "a"', "use": '{} "a"', "extends": '{} "a"', "calendar": '{} file "a"',
    "days": "{} a = {{2026-01-01}}", "hours": "{} a = monday 01:00-02:00",
    "parameter": "{} a = 1", "lexicon": "{} a = b", "severities": "{} a < b",
    "condition": "{} a = urgent", "ladder": "{} a < b",
    "clause": "{} a", "note": '{} "a"', "penalties": "{}",
    "version": 'policy "a" {} "1"', "timezone": 'policy "a" {} "z"',
    "effective": 'policy "a" {} 2026-01-01',
    "cites": 'clause a {} "b"', "title": 'clause a {} "b"', "formerly": "clause a {} b",
    "tag": "clause a {} b", "severity": "clause a {} b", "graded": "clause a {} b..c",
    "remark": 'clause a {} "b"', "if_unknown": "clause a {} ignore",
    "violates": 'clause a {} "b"', "complies": 'clause a {} "b"', "forbid": "clause a {} message",
    "should_not": "clause a {} message", "suspect": "clause a {} message",
    "whenever": "clause a {} message 须 urgent", "limit": "clause a {} message to 1 per day",
    "permit": "clause a {} message", "after": "clause a {} login within 1h require logout",
    "every": "clause a {} 1d require login", "otherwise": "penalties {}: warning",
    "repeat": "penalties {} 2 a within 1d: as b", "cumulative": "penalties {}",
    "lapse": "penalties {} 1d",
    "require": "clause a {} urgent on message", "should": "clause a {} urgent on message",
    "should_limit": "clause a {} message to 1 per day",
    "before": "clause a {} 10:00 on monday for each p in people require login",
    "since": "clause a before 10:00 {} 09:00 on monday for each p in people require login",
    "ref": "clause a cites {} A-1", "until": "clause a forbid login when on monday {} friday",
    "file": 'lexicon a = {} "b"', "except": 'lexicon a = b {} {{"c"}}',
    "readings": "lexicon a = b {} c", "when": "clause a forbid login {} urgent",
    "unless": "clause a forbid login {} urgent", "where": "clause a forbid login {} (urgent)",
    "blame": "clause a forbid login {} actor", "lifts": "clause a permit login {} b",
    "by": "clause a limit login to 1 per day {} actor",
    "matching": "clause a limit login to 1 per day {} actor",
    "to": "clause a limit login {} 1 per day", "per": "clause a limit login to 1 {} day",
    "within": "clause a after login {} 1h require logout",
    "ago": "clause a forbid login when had (logout) {} 1h",
    "covering": "clause a forbid login when had (logout) {} date",
    "for": "clause a forbid login when outside work {} actor",
    "of": "clause a after login within 1h {} work require logout",
    "for_each": "clause a every 1d {} p in people require login",
    "member_of": "clause a every 1d for each p {} people require login",
    "on": "clause a require urgent {} message",
    "violation": "clause a after {} b within 1h require login",
    "and": "clause a forbid login when urgent {} encrypted",
    "or": "clause a forbid login when urgent {} encrypted",
    "not": "clause a forbid login when {} urgent", "in": "clause a forbid login when kind {} {{a}}",
    "not_in": "clause a forbid login when kind {} {{a}}",
    "is": "clause a forbid login when actor {} {{a}}",
    "includes": "clause a forbid login when mentions {} actor",
    "subset": "clause a forbid login when mentions {} recipients",
    "given": "clause a forbid login when group {}", "none": "clause a forbid login when group {}",
    "told": "clause a forbid login when group {}",
    "null": "clause a violates login (group = {})",
    "true": "clause a forbid login when urgent = {}",
    "false": "clause a forbid login when urgent = {}",
    "any": "clause a forbid login when {} mentions (urgent)",
    "all": "clause a forbid login when {} mentions (urgent)",
    "during": "clause a forbid login when {} work", "outside": "clause a forbid login when {} work",
    "count": "clause a forbid login when {} (login) > 1",
    "sum": "clause a limit {} amount of payment.make to 1 per day",
    "distinct": "clause a limit {} amount of payment.make to 1 per day",
    "share": "clause a limit {} (urgent) of message to 1 per day",
    "span": "clause a limit {} gap 5m of message to 1h per day",
    "gap": "clause a limit span {} 5m of message to 1h per day",
    "had": "clause a forbid login when {} (logout)",
    "last": "clause a forbid login when {} (logout) (urgent)",
    "approvers": "clause a forbid login when {} {{b}}",
    "then": "clause a forbid login when had (login {} logout)",
    "ignore": "clause a if unknown {}", "review": "clause a if unknown {}",
    "violate": "clause a if unknown {}", "with": 'clause a violates {} person "b"',
    "advance": "clause a violates {} 1d", "apart": 'clause a violates 2 times "b" {} 1m',
    "any_breach": "penalties {}: warning", "as": "penalties repeat 2 a within 1d: {} b",
    "for_first": "penalties a: warning {} 3 per month", "may": "penalties a: {} warning",
    "or_other": "penalties a: warning {}", "or_above": "penalties a: warning {}",
    "lasting": "penalties a: mute {} 1d", "unstated": "penalties a: fine {}",
    "closer_start": "clause a after login {} within 1h require logout",
    "closer_time": "clause a forbid login when urgent {}",
    "closer_inside": "clause a after login within 1h {} require logout",
    "closer_before": "clause a on monday 10:00 {} for each p in people require login",
    "cases": '{} "a"', "case": '{} "a"', "event": 'case "a" {} 2026-03-04 10:00 "b"',
    "expect": 'case "a" {} no violation', "no": 'case "a" expect {} other penalty',
    "other": 'case "a" expect no {} violation', "certain": 'case "a" expect {} violation b',
    "suspected": 'case "a" expect {} violation of b by "c"',
    "advisory": 'case "a" expect 2 times {} violation b blame "c"',
    "undetermined": 'case "a" advance until 08:30 expect {} b',
    "penalty": 'case "a" expect {} fine 5..9 CNY and mute lasting 1d or warning tier 2 for "c"',
    "tier": 'case "a" expect penalty {} 2',
}  # fmt: skip


WITHOUT = {
    "closer_before": "clause a before 10:00 on monday for each p in people require login",
}
"""What says the same as a text with a closer, where it is not the text without it."""


@pytest.mark.parametrize(("key", "word"), [*spellings()])
def test_every_spelling_of_a_keyword_is_reached(key: str, word: str) -> None:
    """In its place each spelling is the keyword: the tree is that of the first spelling."""
    keyword = keywords()[key]
    tree = read(REACHING[key].format(word)).sections
    if keyword.role != "closer":
        assert tree == read(REACHING[key].format(keyword.zh[0])).sections
    else:
        without = WITHOUT.get(key, REACHING[key].format(""))
        assert tree == read(without).sections


@pytest.mark.parametrize("key", REACHING)
def test_what_a_keyword_says_can_be_said_in_both_skins(key: str) -> None:
    """Each sample is printed in both skins and read again."""
    tree = read(REACHING[key].format(keywords()[key].zh[0]))
    for skin in SKINS:
        assert read(print_policy(tree, skin)).sections == tree.sections


def test_every_class_of_node_is_built() -> None:
    """The samples leave out no construct of the language."""
    texts = [REACHING[key].format(keywords()[key].zh[0]) for key in REACHING]
    texts += [
        "parameter a = 4h of b",
        "clause a forbid message when text matches /b/ and date > 2026-01-01",
        "clause a violates login (b = [1], c = (d = 2))",
        ENGLISH,
    ]
    built = {type(node) for text in texts for node in nodes.walk(read(text))}
    classes = {
        one for one in vars(nodes).values() if isinstance(one, type) and issubclass(one, nodes.Node)
    }

    assert {one.__name__ for one in classes - built} == {"Node", "Norm"}


# ---------------------------------------------------------- keywords and the vocabulary


def conditions_of(text: str) -> Any:
    return read(f"clause a\n  forbid message when {text}\n").all(nodes.Clause)[0].norms[0].when


_WORDS = vocabulary().words
PATHS = sorted({*_WORDS, *_WORDS.values()})
EVENTS = [one for kind in (vocabulary().content, *vocabulary().events.values())
          for one in (kind.name, kind.zh)]  # fmt: skip
CATEGORIES = [one for kind in vocabulary().categories.values() for one in (kind.name, kind.zh)]
VALUES = sorted(
    {
        (attribute, word)
        for attribute, aliases in vocabulary().values.items()
        for pair in aliases.items()
        for word in pair
    }
)


@pytest.mark.parametrize("word", PATHS)
def test_every_attribute_can_be_tested(word: str) -> None:
    """No attribute is lost to a keyword: on either side, bare, in a set, as key, as list."""
    name = words.canonical_path(word)
    path = nodes.Name(name)

    assert conditions_of(f"{word} = 1").left == path
    assert conditions_of(f"x1 >= {word} and x2").operands[0].right == path
    assert conditions_of(f"{word} unless y").operand == path
    assert conditions_of(f"not {word} given").operand.operand == path
    assert conditions_of(f"x1 in {{{word}, 1}}").choices.items[0] == path
    assert conditions_of(f"{word} matches /a/").operand.path == path
    assert conditions_of(f"count (message) by {word}, {word} = that.{word} > 1").left.keys == (
        nodes.Key(name),
        nodes.Key(name, f"that.{name}"),
    )
    assert conditions_of(f"sum {word} of (message) > 1").left.measure == nodes.Summed(name)
    assert conditions_of(f"had (message) covering {word}").reach == nodes.Covering(name)
    assert conditions_of(f"any {word} ({word})").condition.operand == path
    assert conditions_of(f"all {word} ({word} = 1)").condition.left == path
    example = read(f'clause a\n  violates "b" ({word} = 1)').all(nodes.Clause)[0].examples[0]
    assert example.steps[0].facts[0].name == name  # type: ignore[union-attr]


@pytest.mark.parametrize("word", EVENTS)
def test_every_event_can_be_named(word: str) -> None:
    """An event stands in every place where one may stand."""
    name = words.canonical("event", word)
    text = f"clause a\n  forbid message, {word}\n  after {word} within 1d require {word} by id\n"
    forbid, deadline = read(text).all(nodes.Clause)[0].norms

    assert isinstance(forbid, nodes.Forbid)
    assert isinstance(deadline, nodes.Deadline)
    assert forbid.patterns[1] == nodes.Pattern(name)
    assert deadline.opening == deadline.patterns == (nodes.Pattern(name),)
    assert conditions_of(f"had ({word} then {word})").steps[1].patterns == (nodes.Pattern(name),)
    example = read(f"clause a\n  violates 2 times {word}").all(nodes.Clause)[0].examples[0]
    assert example.steps[0].event == name  # type: ignore[union-attr]


@pytest.mark.parametrize("word", CATEGORIES)
def test_every_category_can_be_named(word: str) -> None:
    """A report's category stands behind its event, and beside the attribute."""
    name = words.canonical("category", word)
    norm: Any = read(f"clause a\n  forbid report of {word}\n").all(nodes.Clause)[0].norms[0]

    assert norm.patterns[0].category == name
    assert conditions_of(f"category = {word}").right == nodes.Name(name)


@pytest.mark.parametrize(("attribute", "word"), VALUES)
def test_every_value_can_be_compared_with(attribute: str, word: str) -> None:
    """A value of an enumeration is one even where it is spelled like a keyword."""
    value = nodes.Name(words.canonical_value(attribute, word))

    assert conditions_of(f"{attribute} = {word}").right == value
    assert conditions_of(f"{attribute} != {word} and x").operands[0].right == value
    assert conditions_of(f"{attribute} in {{{word}, {word}}}").choices.items == (value, value)
    example: Any = read(f'clause a\n  violates "b" ({attribute} = {word}, c = [{word}])')
    facts = example.sections[0].examples[0].steps[0].facts
    assert facts[0].value == value


@pytest.mark.parametrize(
    "word",
    [*CONDITIONS, *(one.alias for one in CONDITIONS.values())],
)
def test_every_condition_word_can_be_used(word: str) -> None:
    """A condition word stands behind its fact, with and without a negation."""
    assert conditions_of(f"not text {word} x, y"[:-3]).operand.operand.word == CONDITIONS[word].name


@pytest.mark.parametrize("recognizer", [*RECOGNIZERS.values()], ids=lambda one: one.name)
def test_every_recognizer_can_be_named(recognizer: Any) -> None:
    """In both languages a recognizer is the same argument."""
    for word in (recognizer.name, recognizer.zh):
        assert conditions_of(f"text has {word}").operand.arguments == (nodes.Name(recognizer.name),)


@pytest.mark.parametrize(
    "word",
    [*words.SANCTIONS, *(alias for aliases in words.SANCTIONS.values() for alias in aliases)],
)
def test_every_sanction_can_be_imposed(word: str) -> None:
    """A sanction stands in a row and in the ladder."""
    tree = read(f"ladder {word} < x\npenalties\n  a: may {word} or {word} and x\n")

    assert tree.all(nodes.Ladder)[0].names[0] == words.canonical("sanction", word)


def test_a_fact_called_like_a_measure_is_a_fact() -> None:
    """`last` and `count` are keywords only before the bracket of what they measure."""
    assert conditions_of("last = true and count > 2").operands[0].left == nodes.Name("last")
    assert isinstance(conditions_of("last (login) (count > 2)"), nodes.Last)
    assert conditions_of("scope = all and (urgent)").operands[0].right == nodes.Name("all")


# --------------------------------------------------------------- the grammar as a whole


def _log(text: str) -> str:
    from lark import Lark, logger

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        Lark(text, parser="lalr", start=list(START.values()), debug=True)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    return stream.getvalue()


def test_the_grammar_has_no_conflict() -> None:
    """Lark resolves a conflict of shift and reduce silently but for its log."""
    assert "Shift/Reduce" not in _log(definition())


def test_a_conflict_would_be_seen() -> None:
    """The log tells of a conflict that is put in on purpose."""
    conflict = "\n%extend condition: condition _AND condition\n"

    assert "Shift/Reduce" in _log(definition() + conflict)


@pytest.mark.parametrize("kind", START)
def test_no_place_takes_two_keywords_of_one_spelling(kind: DocumentKind) -> None:
    """Where the grammar waits for both, the lexer could only guess."""
    spelled = {f"_{key.upper()}": {*one.en, *one.zh} for key, one in keywords().items()}
    table: Any = grammar(kind).parser.parser._parse_table  # type: ignore[attr-defined]
    clashes = set()
    for actions in table.states.values():
        waiting = sorted(terminal for terminal in actions if terminal in spelled)
        for at, one in enumerate(waiting):
            for other in waiting[at + 1 :]:
                if spelled[one] & spelled[other]:
                    clashes.add((one, other))

    assert clashes == set()


# ------------------------------------------------------------------------------- faults

FAULTS = [
    ("clause a\n  forbid message text contains x", [("E001", "text")]),
    ("clause a\n  forbid message when kind = }", [("E001", "}")]),
    ("foo\nclause a", [("E001", "foo")]),
    ("clause a\n  limit message to 20条 per day", [("E010", "条")]),
    ("clause a\n  forbid message；", [("E002", "；")]),
    ("clause a\n  forbid message\x00", [("E002", "\x00")]),
    ('clause a\n  title "b\n  severity c', [("E003", '"')]),
    ("clause a\n  title “b\n  severity c", [("E003", "“")]),
    ("clause a\n  title b”\n  severity c", [("E001", "b")]),
    ('policy "a"\n  effective from 2026-02-30', [("E004", "2026-02-30")]),
    ("hours a = monday 08:61-09:00", [("E005", "08:61")]),
    ("hours a = monday 08:00-24:01", [("E005", "24:01")]),
    ("clause a\n  severity", [("E006", "")]),
    ("clause", [("E006", "")]),
    ("clause a\n  forbid message when urgent and  # why\n", [("E006", "")]),
    ("条款 a\n  不得 消息 当正文 出现 b", [("E008", "当")]),
    ("条款 a\n  情节轻微", [("E008", "情节")]),
    ("条款闲聊\n  不得 消息", [("E008", "条款")]),
    ("条款 a\n  情节 b\n条款闲聊\n  不得 消息", [("E008", "条款")]),
    ("条款 a\n  不得 消息 当 正文 出现 侮辱且 处于 b", [("E008", "且")]),
    ("条款 a\n  限制 消息 至多20 每 天", [("E008", "至多")]),
    ("条款 a\n  不得 消息 当 正文 出现 侮辱\n  情节轻微\n  标签 b", [("E008", "情节")]),
    ("条款 a\n  不得 消息 当 紧急\n条款闲聊\n  标签 b", [("E008", "条款")]),
    ("条款 a\n  不得 消息 当 于 周一\n  标题 “b”", [("E001", "标题")]),
    ("clause a\n  forbid message when text contains b\n  severty c", [("E001", "severty")]),
    ("clause a\n  forbid message when text contains b during c", [("E001", "during")]),
    ("penalties\n  情节严重 警告", [("E001", "警告")]),
    ("penalties\n  a: warning for first 0 per day", [("E009", "0")]),
    ("penalties\n  repeat 1.5 a within 1d: as b", [("E009", "1.5")]),
    ("penalties\n  repeat 3 CNY a within 1d: as b", [("E009", "3 CNY")]),
    ("clause a\n  violates 0 times message", [("E009", "0 times")]),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_faults_are_pointed_at(text: str, expected: list[tuple[str, str]]) -> None:
    """Each kind of fault has its code and marks the words that are to blame."""
    assert expected == marked(text)


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_faults_can_be_said_in_both_languages(text: str, expected: object) -> None:
    """Every fact that the words need is there."""
    for fault in parse(Source("sample.policy", text))[1]:
        assert fault.render("en") != fault.render("zh")


def test_a_glued_keyword_is_shown_split() -> None:
    """The help line says where the blank belongs."""
    faults = parse(Source("a", "条款 a\n  不得 消息 当正文 出现 侮辱时\n条款闲聊"))[1]

    assert [fault.facts["split"] for fault in faults] == ["当 正文", "条款 闲聊"]


def test_what_was_expected_is_said_in_the_skin_of_the_text() -> None:
    """A Chinese author meets no English keyword."""
    english = parse(Source("a", "clause a\n  forbid message text"))[1][0]
    chinese = parse(Source("a", "条款 a\n  不得 消息 正文"))[1][0]

    assert english.facts["expected"] == "`,`, `blame`, `of`, `on`, `unless`, `when`, `where`"
    assert "`当`" in chinese.facts["expected"]
    assert not any(word in chinese.facts["expected"] for word in ("when", "blame"))


def test_a_mistyped_keyword_is_suggested() -> None:
    """The nearest keyword that could stand there is offered."""
    faults = parse(Source("a", "clause a\n  forbid message wehn urgent"))[1]

    assert [fault.suggestion for fault in faults] == ["when"]


MANY = """\
policy "a"
  effective from 2026-13-01
  version 3
clause b
  forbid message text
  severity
  title "ok"
  limit message to x per
  remark "ok"
clause
  title ok
hours c = monday 25:00-26:00
clause d
  forbid message
penalties
  x: warning for first y per month
  y: warning
  otherwise warning
"""


def test_every_fault_is_found_in_one_run() -> None:
    """Faults in one statement hide none in another, nor does a faulty head."""
    assert codes(MANY) == [
        "E004", "E001", "E001", "E006", "E006", "E006", "E001", "E005", "E005", "E001", "E001",
    ]  # fmt: skip


def test_a_value_that_cannot_be_is_found_before_other_faults() -> None:
    """A bad date stands in a statement that can be read, whatever follows."""
    bad, good = "  effective from 2026-13-01\n", '  timezone "UTC"\n'
    for other in (
        "  version\n" + good,
        "  version 3\n",
        good + "  version\n",
        "  version 3\n" + bad,
    ):
        text = 'policy "a"\n' + bad + good + other
        tree, faults = parse(Source("a", text))
        header = tree.all(nodes.Header)[0]

        assert faults[0].code == "E004"
        assert len(faults) == 2 + (bad in other)
        assert set(header.items) == {nodes.Timezone("UTC")}


def test_what_can_be_read_stays_in_the_tree() -> None:
    """Only the faulty statements, and sections whose head is faulty, are left out."""
    tree = parse(Source("a", MANY))[0]
    first, last = tree.all(nodes.Clause)

    assert tree.all(nodes.Header)[0].items == ()
    assert first.items == (nodes.Title("ok"), nodes.Remark("ok"))
    assert last.name == "d"
    assert tree.all(nodes.HoursTable) == ()


def test_a_missing_name_does_not_take_the_next_keyword() -> None:
    """The statement that lacks something is to blame, not the one after it."""
    faults = parse(Source("a", "clause a\n  severity\n  forbid message\n  title “b”\n"))[1]

    assert [(fault.code, fault.facts["expected"]) for fault in faults] == [("E006", "a name")]


def test_faults_come_in_the_order_of_the_text() -> None:
    """Whatever the order in which they are found."""
    starts = [fault.span.start for fault in parse(Source("a", MANY))[1]]

    assert starts == sorted(starts)


@pytest.mark.parametrize(
    "text",
    [
        "clause a\n  forbid message when " + "not " * 5000 + "b",
        "clause a\n  forbid message when " + "any b (" * 5000 + "c" + ")" * 5000,
        "clause a\n  violates message (b = " + "[" * 5000 + "]" * 5000 + ")",
        "penalties\n  a: " + "(b or c and " * 3000 + "d" + ")" * 3000,
    ],
    ids=["not", "any", "lists", "sanctions"],
)
def test_endless_nesting_is_a_fault(text: str) -> None:
    """It neither fails nor takes long."""
    assert codes(text) == ["E007"]


def test_brackets_that_mean_nothing_cost_no_depth() -> None:
    """Thousands of brackets around one condition are that condition."""
    assert conditions_of("(" * 3000 + "urgent" + ")" * 3000) == conditions_of("urgent")


# ------------------------------------------------------------------------ odd characters


def test_full_width_signs_and_blanks_stand_for_plain_ones() -> None:
    """Every sign of the language may be full-width."""
    text = 'clause a\n  violates message "b" (c = 1, d = [2, 3]) apart 5m\n'
    text += "  forbid message where (e = 1) when f in {1, 2} or g != 3\n"

    assert read(text.translate(WIDE)).sections == read(text).sections


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + ENGLISH,
        ENGLISH.replace("\n", "\r\n"),
        ENGLISH.replace("\n", "\r"),
        ENGLISH.replace("\n  ", "\n\t"),
        ENGLISH.replace("\n  ", "\n\u3000\u3000"),
        ENGLISH.replace("\n  ", "\n\u00a0\u00a0"),
        ENGLISH.replace("10m", "１０m").replace("20 CNY", "２０ＣＮＹ"),
        ENGLISH.replace('"', "＂"),
        ENGLISH.replace(" when ", "\n    when\n      "),
        ENGLISH.replace("# A", "＃ A"),
    ],
    ids=["bom", "crlf", "cr", "tabs", "ideographic", "nbsp", "digits", "quotes", "lines", "mark"],
)
def test_the_dress_of_a_text_leaves_no_trace(text: str) -> None:
    """Line ends, blanks, indentation, widths and marks do not change the tree."""
    assert read(text).sections == read(ENGLISH).sections


def test_a_space_before_a_chinese_unit_is_allowed() -> None:
    """30 分钟 is 30分钟, as many write it, and 3 次数 is not 3次."""
    spaced = "clause a\n  limit message to 5 次 per 30 分钟"

    assert read(spaced).sections == read("clause a\n  limit message to 5次 per 30m").sections
    assert codes("clause a\n  limit message to 5 次数 per day") == ["E001"]


def test_a_keyword_inside_a_text_or_comment_opens_nothing() -> None:
    """Strings of one line and comments are no place for sections."""
    text = (
        'clause a\n# clause b\n  title "x" # 条款 c\n  violates\n  "clause d"\n  remark\n"条款 e"\n'
    )

    tree = read(text)
    assert [clause.name for clause in tree.all(nodes.Clause)] == ["a"]
    assert len(tree.all(nodes.Clause)[0].items) == 3


def test_a_fact_called_like_a_section_may_open_a_line() -> None:
    """Before a sign it is no section keyword."""
    tree = read("clause a\n  forbid message when urgent and\n    note = 1 and\n    policy != 2\n")

    assert len(tree.sections) == 1


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "\ufeff"])
def test_an_empty_text_is_an_empty_policy(text: str) -> None:
    """No section and no fault."""
    assert read(text).sections == ()


# -------------------------------------------------------------------------- any text

_PIECES = st.sampled_from(
    [
        *(word for one in keywords().values() for word in (*one.en, *one.zh)),
        *"\"“”「」＂#/\\(){}[]（）【】，,、：:=＝<>!+-.．…;；",
        *"\n\r\t \u3000\u200b\x00\x01\ud83d😀甲Aa1",
        "2026-02-30", "25:00", "30m", "P01-1", "x.y", '"a"', "“甲”", "/a/", "正文 出现", "\n  ",
    ]
)  # fmt: skip
_SAMPLES = st.sampled_from([ENGLISH, CHINESE, MANY])
_WIDTHS = dict(
    zip(
        '()[]{},:=<>+-!%" 0159aA', "（）［］｛｝，：＝＜＞＋－！％＂\u3000０１５９ａＡ", strict=True
    )
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A valid policy with words deleted, doubled, swapped, replaced or in another width."""
    text = draw(_SAMPLES | made.documents.map(lambda tree: print_policy(tree, "zh")))
    parts = re.findall(r"\w+|\s+|[^\w\s]", text) or [""]
    for _ in range(draw(st.integers(min_value=1, max_value=5))):
        at = draw(st.integers(min_value=0, max_value=len(parts) - 1))
        other = draw(st.integers(min_value=0, max_value=len(parts) - 1))
        match draw(st.sampled_from(("delete", "double", "swap", "replace", "widen", "glue"))):
            case "delete":
                parts[at] = ""
            case "double":
                parts[at] += parts[at]
            case "swap":
                parts[at], parts[other] = parts[other], parts[at]
            case "replace":
                parts[at] = draw(_PIECES)
            case "widen":
                parts[at] = "".join(_WIDTHS.get(one, one) for one in parts[at])
            case "glue":
                parts = [part for part in parts[at : at + 9] if part.strip()] + parts[at + 9 :]
                parts = parts or [""]
    return "".join(parts)


@pytest.mark.parametrize(
    "text", [' 依据 "一" "二"\n\n等级 busy_chat\n', ' cites "1" "2"\n\nseverities busy\n']
)
def test_a_head_that_ends_too_early_is_found_once(text: str) -> None:
    """A fault at the end of what is read, where the next statement begins, does not go round."""
    _, faults = parse(Source("any.policy", text))

    assert faults


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(), st.lists(_PIECES, max_size=30).map(" ".join), damaged()))
def test_any_text_is_read_or_found_faulty(text: str) -> None:
    """Nothing raises, faults lie inside the text, and what has none can be printed and read."""
    tree, faults = parse(Source("any.policy", text))

    for fault in faults:
        assert 0 <= fault.span.start <= fault.span.end <= len(text)
        assert fault.render("en")
        assert fault.render("zh")
    for node in nodes.walk(tree):
        assert 0 <= node.span.start <= node.span.end <= len(text)
    for skin in SKINS:
        again = parse(Source("again.policy", print_policy(tree, skin)))
        assert [fault.render() for fault in again[1]] == []
        assert again[0].sections == tree.sections


# -------------------------------------------------------------------------------- size


def test_faults_cost_what_the_text_costs() -> None:
    """Hundreds of faults in one section are found in one pass, not in one pass each."""
    few, many = ("clause a\n" + "  forbid message text\n  severity b\n" * n for n in (40, 320))

    assert codes(many) == ["E001"] * 320
    assert growth(codes, few, many) < 3 * 8


def test_reading_costs_what_the_policy_is_long() -> None:
    """Ten times the lines take ten times the time, up to five thousand."""
    parts = CHINESE.split("\n条款 ")
    repeats = 5000 // "".join(parts[1:]).count("\n") + 1

    def repeated(times: int) -> str:
        many = [f"{name}_{at}\n{rest}" for at in range(times)
                for name, rest in (part.split("\n", 1) for part in parts[1:])]  # fmt: skip
        return "\n条款 ".join([parts[0], *many])

    text = repeated(repeats)

    assert text.count("\n") >= 5000
    assert len(read(text).all(nodes.Clause)) == 4 * repeats
    assert growth(read, repeated(repeats // 10), text) < 3 * 10

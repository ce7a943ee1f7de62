"""Plain words: every event, fact, norm and condition is told in both languages."""

from __future__ import annotations

import pytest

from wechat_policy import nodes
from wechat_policy.parser import parse
from wechat_policy.plain.answering import answerer, manner
from wechat_policy.plain.conditions import condition
from wechat_policy.plain.merging import merged
from wechat_policy.plain.norms import sentence
from wechat_policy.plain.penalties import row
from wechat_policy.plain.table import table
from wechat_policy.plain.voice import Voice
from wechat_policy.plain.written import samples
from wechat_policy.source import Source
from wechat_policy.vocabulary import vocabulary

VOICES = (Voice("zh"), Voice("en"))


def norms(text: str) -> tuple[nodes.AnyNorm, ...]:
    """The norms of a clause."""
    document, faults = parse(Source("test", f'policy "p"\nclause c\n{text}\n  severity s\n'))
    assert [one.render("en") for one in faults] == []
    return document.all(nodes.Clause)[0].norms


def test_every_event_has_words() -> None:
    """No event of the vocabulary is told by its name."""
    words = vocabulary()

    assert set(table().events) == {*words.events, words.content.name}


def test_every_fact_that_is_so_or_not_has_words() -> None:
    """Whatever is yes or no is told as a statement, and so is its opposite."""
    words = vocabulary()
    tables = [one.attributes for one in (words.content, *words.events.values())]
    tables += list(words.facts.values())
    wanted = {name for one in tables for name, what in one.items() if what.type == "bool"}
    wanted |= {
        name
        for one in tables
        for what in one.values()
        for name, part in what.fields.items()
        if part.type == "bool"
    }

    assert wanted - set(table().facts) == set()


def test_the_names_are_words_of_the_vocabulary() -> None:
    """No name in the table is misspelt."""
    others = {"it", "people", "groups", "accounts", "devices", "notice", "submissions"}

    assert set(table().names) - set(vocabulary().words) - others == set()


# Statements, and how they are told in Chinese and in English.
NORMS = {
    "forbid": (
        "  forbid message when urgent",
        "标为紧急的，不得发消息。",
        "Nobody may send a message if it is marked urgent.",
    ),
    "should not": (
        "  should not message",
        "不宜发消息（只作提示）。",
        "Advice: nobody should send a message.",
    ),
    "suspect": (
        "  suspect login when network = public",
        "登录，网络为公共网络的，报为疑似，由人核实。",
        "Only suspected, for a person to confirm: somebody logs in if the network is public.",
    ),
    "report": (
        "  forbid report of dishonesty",
        "由人报告并查实“不诚信”，即属违反。",
        "It is a breach if a person reports, with proof: dishonesty (lying or deceiving).",
    ),
    "report of anything": (
        "  forbid report when account given",
        "有账号的，由人报告并查实违规，即属违反。",
        "It is a breach if a person reports, with proof: any breach if the account is given.",
    ),
    "snapshot": (
        "  forbid snapshot.device when antivirus = false",
        "盘点设备时，没有装杀毒软件的，即属违反。",
        "When the state of a device is checked, it is a breach if no anti-virus software is "
        "installed.",
    ),
    "what comes to pass": (
        "  forbid software.release",
        "软件发布新版本，即属违反。",
        "It is a breach when a new software version comes out.",
    ),
    "require": (
        "  require device.trusted on login",
        "凡登录，必须做到：设备是受信任的设备。",
        "Whenever somebody logs in, this is required: the device is a trusted device.",
    ),
    "limit": (
        "  limit message to 20 per 30m by sender",
        "每30分钟内，同一发送人发消息最多20次。",
        "Each sender may send a message at most 20 times per 30 minutes.",
    ),
    "limit in times": (
        "  limit message to 2 times per day by sender",
        "每日内，同一发送人发消息最多2次。",
        "Each sender may send a message at most 2 times per day.",
    ),
    "permit": (
        "  permit content lifts haste when sender.external",
        "发送人属于外部的，允许发出内容，不按这些条款判：“haste”。",
        "These clauses do not judge it: “haste”; it is allowed to send content of any kind if the "
        "sender is external.",
    ),
    "deadline": (
        "  after approval.assign within 1h require approval.decide by request",
        "申请到达审批人待办之后1小时内，必须作出审批（同一单号）。",
        "Within 1 hour after an application reaches an approver, somebody must decide an "
        "application (the same request number).",
    ),
    "after a violation": (
        "  after violation haste within 3d require violation.correct by actor = that.subject",
        "违反“haste”之后3天内，必须整改违规（操作人就是违反的人）。",
        "Within 3 days after a breach of “haste”, somebody must put a breach right (person acting "
        "being whoever broke it).",
    ),
    "daily": (
        "  before 10:00 on workdays for each p in people require journal.submit by actor = p",
        "工作日10:00以前，人员中的每一个，必须提交工作汇报（操作人就是该人员）。",
        "On working days before 10:00, for each of the people of the directory, somebody must "
        "hand in a work report (person acting being that person).",
    ),
    "periodic": (
        "  every month require training.hold",
        "至少每月一次，必须举办培训。",
        "At least every month, somebody must hold a training.",
    ),
    "several reasons": (
        "  forbid message when urgent or encrypted or text longer_than 9chars unless authorized",
        "有下列情形之一的，不得发消息：\n(1) 标为紧急；\n(2) 已加密；\n(3) 正文超过9字。\n"
        "已获授权的除外。",
        "Nobody may send a message if one of these:\n(1) it is marked urgent;\n"
        "(2) it is encrypted;\n(3) the text is longer than 9 characters\n"
        "unless it was allowed beforehand.",
    ),
}


@pytest.mark.parametrize(("text", "zh", "en"), NORMS.values(), ids=NORMS)
def test_a_norm_as_a_sentence(text: str, zh: str, en: str) -> None:
    """A norm reads like a rule that a manager would write."""
    (norm,) = norms(text)

    assert [sentence(norm, voice) for voice in VOICES] == [zh, en]
    assert all(manner(norm, voice) for voice in VOICES)
    assert all(answerer(norm, voice) or isinstance(norm, nodes.Permit) for voice in VOICES)


def test_every_norm_is_among_them() -> None:
    """No kind of norm is left out."""
    kinds = {type(one) for text, _, _ in NORMS.values() for one in norms(text)}

    assert kinds == set(nodes.Norm.__subclasses__())


CONDITIONS = {
    "text contains 通用.侮辱 or text contains 通用.粗俗": (
        "正文含有侮辱、粗俗类词语",
        "the text holds words of insult, vulgarity",
    ),
    "text contains bad or title contains bad": (
        "正文或标题含有“bad”类词语",
        "the text or the title holds words of “bad”",
    ),
    "通用.有侮辱 or 通用.似侮辱": (
        "正文含有或疑似含有侮辱内容",
        "the text holds or seems to hold: insult",
    ),
    "通用.有侮辱 or 通用.似侮辱 or 通用.有粗俗": (
        "正文含有侮辱、粗俗内容，或正文疑似含有侮辱内容",
        "the text holds: insult, vulgarity or the text seems to hold: insult",
    ),
    "not (通用.有侮辱 or 通用.似侮辱)": (
        "正文不含、也不像含有侮辱内容",
        "the text neither holds nor seems to hold: insult",
    ),
    "not (text contains bad or title contains bad)": (
        "正文、标题都没有“bad”类词语",
        "neither the text nor the title holds words of “bad”",
    ),
    "kind = text or kind = image": ("类型为文本或图片", "the kind is text or image"),
    "not (urgent or group given)": (
        "未标为紧急，且不在群里",
        "it is not marked urgent, and it is not in a group",
    ),
    "urgent and (encrypted or consent)": (
        "标为紧急，且（已加密，或已经本人同意）",
        "it is marked urgent, and (it is encrypted or the person concerned has agreed)",
    ),
    "amount >= 500 CNY": ("金额达到500元", "the amount is at least 500 CNY"),
    "at < valid_until": (
        "事件时间早于有效期止",
        "the time of the event is before the last day of validity",
    ),
    "kind not in {text, image}": ("类型不是文本或图片", "the kind is not text or image"),
    "group.admins includes sender": (
        "群的管理员中有发送人",
        "the group's administrators include the sender",
    ),
    "recipients subset of group.members": (
        "接收人不超出群的成员",
        "all of the recipients are among the group's members",
    ),
    'actor is {"hr", "总经办"}': (
        "操作人属于人力资源或“总经办”",
        "the person acting belongs to human resources or “总经办”",
    ),
    "group none": ("不在群里", "it is not in a group"),
    "approval told": ("写明了审批单", "the approval is told"),
    "any people (id = sender.id and external)": ("发送人属于外部", "the sender is external"),
    "any recipients (external)": (
        "接收人中有属于外部的",
        "among the recipients there is one that is external",
    ),
    "any accounts (it = account and holder = sender)": (
        "账号中有（为本次的账号，且持有人为发送人）的",
        "among the accounts there is one that is the account of this event, and its account "
        "holder is the sender",
    ),
    "all recipients (external)": (
        "接收人个个都属于外部",
        "for each of the recipients: it is external",
    ),
    "outside work for sender": (
        "不在“work”时段（以发送人本人的工时为准）",
        "it is outside “work” (the hours of the sender)",
    ),
    "not text contains bad near worse chars 8chars": (
        "正文里的“bad”类词语前后8字内没有“worse”类词语",
        "no words of “bad” in the text stand within 8 characters of words of “worse”",
    ),
    "on workdays": ("在工作日", "it is on working days"),
    "text has mobile": ("正文含有手机号", "the text holds a mobile number"),
    "text matches /停|换个?话题/": (
        "正文含有“停”、“换话题”等字样",
        "the text holds words such as “停”, “换话题”",
    ),
    "had (notice.give) by actor = sender within 30d": (
        "此前已告知有关的人（30天以内；操作人就是发送人）",
        "somebody had earlier told those concerned (within 30 days; person acting being the "
        "sender)",
    ),
    "last (login) by actor (network = public)": (
        "最近一次登录（同一操作人）时，网络为公共网络",
        "when somebody last had logged in (the same person acting), the network is public",
    ),
    "count (login) by actor within 1d >= 3": (
        "登录（1天以内；同一操作人）的次数达到3",
        "the number of having logged in (within 1 day; the same person acting) is at least 3",
    ),
    'approvers in order {"直属上级", "财务"}': (
        "依次由“直属上级”、再由财务审批",
        "it is approved by “直属上级” then finance, in order",
    ),
}


@pytest.mark.parametrize(("text", "told"), CONDITIONS.items(), ids=CONDITIONS)
def test_a_condition(text: str, told: tuple[str, str]) -> None:
    """A condition is told in words, like tests together."""
    (norm,) = norms(f"  forbid message when {text}")
    assert norm.when is not None

    assert tuple(condition(norm.when, voice) for voice in VOICES) == told


def test_every_condition_is_among_them() -> None:
    """No kind of condition is left out."""
    found = [norms(f"  forbid message when {text}")[0].when for text in CONDITIONS]
    kinds = {type(one) for when in found for one in nodes.walk(when)}

    assert set(nodes.Condition.__args__) - kinds == set()


MERGED = {
    "other words": (
        "  forbid message when text contains a\n  forbid message when text contains b",
        "正文含有“a”、“b”类词语的，不得发消息。",
    ),
    "other events": (
        "  forbid message when text contains a\n  forbid broadcast when text contains a",
        "正文含有“a”类词语的，不得发消息或群发内容。",
    ),
    "what both ask for": (
        "  forbid message when urgent and text contains a\n"
        "  forbid message when urgent and text contains b",
        "正文含有“a”、“b”类词语，且标为紧急的，不得发消息。",
    ),
}


@pytest.mark.parametrize(("text", "zh"), MERGED.values(), ids=MERGED)
def test_norms_that_say_the_same(text: str, zh: str) -> None:
    """Norms that forbid the same, or for the same reason, are one sentence."""
    assert [sentence(one, VOICES[0]) for one in merged(norms(text))] == [zh]


def test_norms_that_differ_stay_apart() -> None:
    """Another strength, exemption or answerer is another sentence."""
    text = "\n".join(
        [
            "  forbid message when urgent",
            "  suspect message when urgent",
            "  forbid message when encrypted unless authorized",
            '  forbid message when encrypted blame "HR"',
        ]
    )

    assert len(merged(norms(text))) == 4


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("停|打住", ("停", "打住")),
        ("换个?话题", ("换话题",)),
        ("群[^。]{0,20}解散", ("群…解散",)),
        (r"\d+[日号]", ("3日",)),
        ("(?:部|中心)长(?!官)", ("部长", "中心长")),
        (r"^\S+-\S+$", ("…-…",)),
        (r"\p{Han}+市", ("…市",)),
        ("a{3}", ("a",)),
        (r"\S+", ()),
        ("(未完", ()),
        ("(?P<x>a)", ()),
    ],
)
def test_a_pattern_by_samples(pattern: str, found: tuple[str, ...]) -> None:
    """A regular expression is told by what it finds; one that says nothing to people, not."""
    assert samples(pattern) == found


PENALTIES = {
    "minor: oral_warning": ("口头警告", "oral warning"),
    "minor: may warning or other": ("可警告或其他措施", "may: warning or other measures"),
    "minor: fine 50..100 CNY and reminder": (
        "罚款50–100元并提醒",
        "fine of 50–100 CNY and reminder",
    ),
    "minor: fine unstated": (
        "罚款（数额未定）",
        "fine of an amount that the source leaves open",
    ),
    "minor: mute lasting 7d": ("禁言（7天）", "mute (for 7 days)"),
    "minor: warning or above": ("警告以上", "warning or a graver measure"),
    "late: fine 50 CNY for first 3 per month, then fine 100 CNY": (
        "每月前3次罚款50元；此后罚款100元",
        "fine of 50 CNY for the first 3 of each month; then fine of 100 CNY",
    ),
    "repeat 3 minor within 90d: as grave": ("按“grave”处理", "counts as “grave”"),
    "lapse after 365d": ("不再计入", "a breach no longer counts"),
    "cumulative": ("并罚", "the measures add up"),
}


@pytest.mark.parametrize(("text", "told"), PENALTIES.items(), ids=PENALTIES)
def test_a_penalty(text: str, told: tuple[str, str]) -> None:
    """A line of penalties says what may follow."""
    document, faults = parse(Source("test", f'policy "p"\npenalties\n  {text}\n'))
    assert not faults
    (line,) = document.all(nodes.Penalties)[0].rows

    assert tuple(row(line, voice)[1] for voice in VOICES) == told

"""Verdicts that show every branch once, and the strategies that make any verdict there can be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, get_args

import attrs
from hypothesis import strategies as st

from wechat_policy.penalties import Penalty, Sanction
from wechat_policy.verdict import (
    Evidence,
    Kind,
    Status,
    Trace,
    Undetermined,
    Verdict,
    Violation,
)

SHANGHAI = timezone(timedelta(hours=8))
AT = datetime(2026, 3, 4, 9, 18, 10, 916000, SHANGHAI)

PEOPLE = {"zhangwei": "张伟", "liuyang": "刘洋"}


def names(subject: str) -> str:
    """The name of a person of the samples, else the id itself."""
    return PEOPLE.get(subject, subject)


def words(text: str, *found: str, field: str = "text") -> tuple[Evidence, ...]:
    """Evidence of the first occurrence of each of these words."""
    return tuple(
        Evidence(field, word, text.index(word), text.index(word) + len(word)) for word in found
    )


def violation(**differs: Any) -> Violation:
    """A violation in which only the given fields differ from a plain one."""
    plain: dict[str, Any] = {
        "id": "v1",
        "policy": "hotel-wecom",
        "version": "2026.1",
        "clause": "insulting_language",
        "title": "侮辱、攻击性语言",
        "article": "第十条(一)",
        "refs": ("P01-024",),
        "severity": "轻微",
        "grades": (),
        "tags": (),
        "subject": "zhangwei",
        "status": "violation",
        "at": AT,
        "event": "m-17",
        "evidence": (),
        "trace": Trace("正文 出现 侮辱", True),
    }
    return Violation(**{**plain, **differs})


def penalty(**differs: Any) -> Penalty:
    """A penalty in which only the given fields differ from a plain one."""
    plain: dict[str, Any] = {
        "id": "hotel-wecom/zhangwei/e1",
        "policy": "hotel-wecom",
        "version": "2026.1",
        "subject": "zhangwei",
        "at": AT,
        "event": "m-17",
        "tier": "轻微",
        "step": 0,
        "severity": "轻微",
        "count": 1,
        "clauses": ("insulting_language",),
        "articles": ("第十条(一)",),
        "violations": ("v1",),
        "sanctions": (Sanction("oral_warning"),),
        "open": False,
    }
    return Penalty(**{**plain, **differs})


def undetermined(**differs: Any) -> Undetermined:
    """An undecided clause in which only the given fields differ from a plain one."""
    plain: dict[str, Any] = {
        "id": "u1",
        "policy": "hotel-wecom",
        "clause": "secret_abroad",
        "title": "涉密内容外发",
        "refs": ("P01-031", "P01-032"),
        "subject": "liuyang",
        "missing": ("sensitivity", "account.holder"),
        "trace": Trace("密级 = 机密", None, {"sensitivity": "unknown"}),
    }
    return Undetermined(**{**plain, **differs})


def verdict(**differs: Any) -> Verdict:
    """A verdict on the message m-17 in which only the given fields differ from an empty one."""
    plain: dict[str, Any] = {
        "id": "5f3a9c",
        "kind": "event",
        "at": AT,
        "event": "m-17",
        "event_type": "message",
    }
    return Verdict(**{**plain, **differs})


def money(low: str, high: str | None = None, unit: str = "CNY", **more: Any) -> Sanction:
    """A fine, or what else `more` names, of an amount or a range."""
    sums = {"low": Decimal(low), "high": Decimal(high or low), "unit": unit}
    return Sanction(**{"name": "fine", **sums, **more})


INSULT = "早上好。\n你这个饭桶，还不去死！\n收到请回复。"
MIXED = "😀𠮷野家：你這個飯\u200b桶，bad\tidea，\u202e去死\u202c！\r\n赌\n博群 \ud83d 加我"
LONG = "好的" * 60 + "饭桶" + "收到" * 8 + "饭桶" + "谢谢" * 200 + "饭桶" + "再见" * 60
HOSTILE = '<b onclick="x">\'&\u202e\x00\x1b[31m\ud800</b>\u200f{0}%s'

WHOLE_TREE = Trace(
    "正文 出现 侮辱 且 处于 工作 且 非 发送人 为 {管理员} 且 任一 附件 (名称 出现 外泄)",
    None,
    joined="and",
    parts=(
        Trace("正文 出现 侮辱", True, {"text": INSULT}, words(INSULT, "饭桶"), specific=True),
        Trace("处于 工作", True, {"at": AT, "hours": "工作"}),
        Trace(
            "非 发送人 为 {管理员}",
            True,
            joined="not",
            parts=(Trace("发送人 为 {管理员}", False, {"sender.roles": []}),),
        ),
        Trace(
            "密级 = 机密 或 类型 = 文件",
            None,
            joined="or",
            parts=(
                Trace("密级 = 机密", None, {"sensitivity": "unknown"}),
                Trace("类型 = 文件", False, {"kind": "text", "encrypted": False, "file": None}),
            ),
        ),
        Trace(
            "次数 (消息) 限 30分钟 > 20",
            False,
            {"次数 (消息)": Decimal("17"), "score": 2.5, "20": 20, "last": AT},
        ),
    ),
)

SAMPLES: Mapping[str, tuple[Verdict, Mapping[str, str] | None]] = {
    "insult": (
        verdict(
            violations=(
                violation(evidence=words(INSULT, "饭桶", "去死"), trace=WHOLE_TREE.parts[0]),
            ),
            penalties=(penalty(then="书面警告"),),
        ),
        {"text": INSULT},
    ),
    "mixed": (
        verdict(
            violations=(
                violation(evidence=words(MIXED, "飯\u200b桶", "\t", "去死", "赌\n博", "加我")),
            )
        ),
        {"正文": MIXED},
    ),
    "readings": (
        verdict(
            violations=(
                violation(
                    evidence=(
                        Evidence("text", "唰丹", 4, 6, "刷单", "homophones"),
                        Evidence("text", "返利", 8, 10),
                    )
                ),
            )
        ),
        {"text": "姐妹们来唰丹，有返利"},
    ),
    "long": (
        verdict(
            violations=(
                violation(
                    evidence=tuple(
                        Evidence("text", "饭桶", start, start + 2) for start in (120, 138, 540)
                    )
                ),
            )
        ),
        {"text": LONG},
    ),
    "without-text": (
        verdict(
            violations=(
                violation(
                    status="suspected",
                    review="发送时间不明",
                    evidence=(
                        *words(INSULT, "饭桶", "去死"),
                        Evidence("title", "赌", 4, 5),
                        Evidence("kind", "file"),
                        Evidence("sensitivity", "机密"),
                    ),
                    tags=("泄密", "客户"),
                    severity=None,
                    grades=("轻微", "严重"),
                    title="",
                ),
            )
        ),
        {"title": "别的标题"},
    ),
    "limit": (
        verdict(
            kind="window",
            event=None,
            event_type=None,
            violations=(
                violation(
                    clause="idle_chat",
                    status="advisory",
                    event="m-21",
                    article="",
                    refs=(),
                    severity=None,
                    distance="21 of 20",
                    evidence=(
                        Evidence("sender", "zhangwei"),
                        *(Evidence("event", f"m-{number}") for number in range(22)),
                    ),
                    trace=Trace(
                        "限制 消息 至多 20 每 30分钟",
                        True,
                        {"measured": 21, "bound": 20, "owed by": "liuyang"},
                        parts=(WHOLE_TREE,),
                        joined="and",
                    ),
                    remark="原文“长时间”未定数值，\n此处取 20 条。",
                ),
            ),
        ),
        None,
    ),
    "late": (
        verdict(
            kind="settled",
            event="a-9",
            event_type="approval.decide",
            revises="5f3a00",
            violations=(
                violation(
                    clause="decide_in_time",
                    title="限时审批",
                    severity="逾期",
                    at=AT - timedelta(days=1, hours=2, minutes=5),
                    event="a-3",
                    settled_at=AT,
                ),
            ),
            penalties=(
                penalty(
                    tier="逾期 #2 + 泄密",
                    step=1,
                    severity="逾期",
                    count=4,
                    at=AT - timedelta(days=1, hours=2, minutes=5),
                    event="a-3",
                    sanctions=(money("100"), Sanction("refer_legal")),
                    then="罚款 100元 + 移交法务",
                    lapses_at=AT + timedelta(days=365),
                    revises="hotel-wecom/zhangwei/e0",
                ),
            ),
        ),
        None,
    ),
    "undetermined": (
        verdict(undetermined=(undetermined(trace=WHOLE_TREE), undetermined(subject=None))),
        None,
    ),
    "penalties": (
        verdict(
            kind="due",
            event=None,
            event_type=None,
            penalties=(
                penalty(
                    subject="organization",
                    tier="otherwise",
                    severity=None,
                    sanctions=(
                        Sanction("serious_warning", or_above=("demerit", "dismissal")),
                        money("500", "1000"),
                        money("2.50", unit="%", name="bonus_deduction", option=1, may=True),
                        Sanction("fine", option=2, unstated=True, sources=("甲", "乙")),
                    ),
                ),
                penalty(
                    id="p2",
                    tier="any + repeat 3 #2",
                    sanctions=(
                        Sanction("mute", may=True, lasting="P7D"),
                        Sanction("suspend_use", option=1, may=True, lasting="unstated"),
                        Sanction("public_criticism", option=2, may=True, display="全员通报"),
                        Sanction("ban", option=3, may=True, lasting="5workdays"),
                    ),
                    open=True,
                ),
                penalty(id="p3", sanctions=(), open=False, clauses=(), articles=()),
            ),
        ),
        None,
    ),
    "revision": (
        verdict(
            kind="revision",
            revises="5f3a01",
            violations=(
                violation(status="overturned"),
                violation(id="v2", status="dismissed", subject=None),
            ),
        ),
        None,
    ),
    "clean": (verdict(kind="finding"), {"text": INSULT}),
    "hostile": (
        verdict(
            id=HOSTILE,
            event=HOSTILE,
            event_type=HOSTILE,
            violations=(
                violation(
                    policy=HOSTILE,
                    version=HOSTILE,
                    clause=HOSTILE,
                    title=HOSTILE * 2,
                    article=HOSTILE,
                    refs=(HOSTILE,),
                    severity=HOSTILE,
                    tags=(HOSTILE,),
                    subject=HOSTILE,
                    evidence=(*words(HOSTILE, "&\u202e"), Evidence(HOSTILE, HOSTILE)),
                    distance=HOSTILE,
                    remark=HOSTILE,
                    review=HOSTILE,
                    trace=Trace(HOSTILE, True, {HOSTILE: HOSTILE, "map": {HOSTILE: {HOSTILE}}}),
                ),
            ),
            undetermined=(undetermined(missing=(HOSTILE,), refs=(HOSTILE,)),),
            penalties=(
                penalty(
                    tier=HOSTILE,
                    then=HOSTILE,
                    subject=HOSTILE,
                    clauses=(HOSTILE,),
                    articles=(HOSTILE,),
                    sanctions=(
                        Sanction(HOSTILE, lasting="P1D", display=HOSTILE, sources=(HOSTILE,)),
                        Sanction("warning", option=1, or_above=(HOSTILE,)),
                    ),
                ),
            ),
        ),
        {"text": HOSTILE},
    ),
}

TEXT = st.text(st.characters(), max_size=8)  # lone surrogates, controls and bidi characters too
NAMES = st.lists(TEXT, max_size=3).map(tuple)
MAYBE = st.none() | TEXT
TIMES = st.datetimes(
    min_value=datetime(1900, 1, 2),
    max_value=datetime(9999, 12, 30),
    timezones=st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(
        lambda offset: timezone(timedelta(minutes=offset // timedelta(minutes=1)))
    ),
)
AMOUNTS = st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | AMOUNTS
    | TIMES
    | TIMES.map(datetime.date)
    | st.timedeltas()
    | st.text(max_size=100)
    | st.frozensets(TEXT, max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=4,
)
FOUND = st.builds(
    lambda field, text, start: Evidence(field, text, start, start + len(text)),
    TEXT,
    TEXT,
    st.integers(0, 30),
)
EVIDENCE = st.lists(FOUND | st.builds(Evidence, TEXT, TEXT), max_size=3).map(tuple)
TRACES = st.recursive(
    st.builds(
        Trace,
        TEXT,
        st.sampled_from([True, False, None]),
        st.dictionaries(TEXT, VALUES, max_size=2),
        EVIDENCE,
    ),
    lambda inner: st.builds(
        Trace,
        TEXT,
        st.sampled_from([True, False, None]),
        parts=st.lists(inner, min_size=1, max_size=3).map(tuple),
        joined=st.sampled_from(["", "and", "or", "not"]),
    ),
    max_leaves=4,
)
SANCTIONS = st.builds(
    Sanction,
    TEXT,
    st.integers(0, 3),
    st.booleans(),
    unstated=st.booleans(),
    or_above=NAMES,
    lasting=st.sampled_from([None, "P7D", "PT2H30M", "P1DT1S", "5workdays", "unstated"]),
    display=MAYBE,
    sources=NAMES,
).flatmap(
    lambda sanction: (
        st.just(sanction)
        | st.builds(
            lambda low, high, unit: attrs.evolve(sanction, low=low, high=high, unit=unit),
            AMOUNTS,
            AMOUNTS,
            st.sampled_from(["CNY", "%", None]),
        )
    )
)
PENALTIES = st.builds(
    Penalty,
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    TIMES,
    MAYBE,
    TEXT,
    st.integers(0, 5),
    MAYBE,
    st.integers(1, 9),
    NAMES,
    NAMES,
    NAMES,
    st.lists(SANCTIONS, max_size=3).map(tuple),
    st.booleans(),
    MAYBE,
    st.none() | TIMES,
    MAYBE,
)
VIOLATIONS = st.builds(
    Violation,
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    NAMES,
    MAYBE,
    NAMES,
    NAMES,
    MAYBE,
    st.sampled_from(get_args(Status)),
    TIMES,
    MAYBE,
    EVIDENCE,
    TRACES,
    MAYBE,
    MAYBE,
    st.none() | TIMES,
    MAYBE,
)
UNDETERMINED = st.builds(Undetermined, TEXT, TEXT, TEXT, TEXT, NAMES, MAYBE, NAMES, TRACES)
VERDICTS = st.builds(
    Verdict,
    TEXT,
    st.sampled_from(get_args(Kind)),
    TIMES,
    MAYBE,
    MAYBE,
    st.lists(VIOLATIONS, max_size=2).map(tuple),
    st.lists(UNDETERMINED, max_size=2).map(tuple),
    st.lists(PENALTIES, max_size=2).map(tuple),
    MAYBE,
)

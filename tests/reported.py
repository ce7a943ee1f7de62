"""Results to make reports of: a small one that shows every part, and one as large as is wanted."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, timezone
from typing import Any

import attrs

from wechat_policy.directory import Directory
from wechat_policy.tuning import (
    Backtest,
    Change,
    ClauseChange,
    ClauseHits,
    Difference,
    Excerpt,
    FalseAlarm,
    Hits,
    Labelled,
    LearnedEntry,
    LearnedLexicon,
    Missed,
    Overlap,
    PenaltyHits,
    Place,
    Quality,
    Reason,
    Side,
    Size,
    Suggestion,
    Suggestions,
    Tested,
    Turn,
    Unread,
)
from wechat_policy.tuning.intervals import share

SHANGHAI = timezone(timedelta(hours=8))
START = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)

PEOPLE = {
    "zhangwei": ("张伟", "销售部"),
    "liuyang": ("刘洋", "销售部"),
    "wangfang": ("王芳", "客服部"),
    "chenjing": ("陈静", "技术部"),
    "ouyang.na": ("欧阳娜", "技术部"),
}
DIRECTORY = Directory.of(
    {
        "people": [
            {"id": id_, "name": name, "department": [department], "phone": f"1380013800{number}"}
            for number, (id_, (name, department)) in enumerate(PEOPLE.items())
        ]
    }
)

HOSTILE = (
    '</script><img src=x onerror="alert(1)">\'"&amp;\u2028\u2029\x00\x1b[31m'
    "\u202e倒\u2066\ud83d👍🏽𠮷\u200b<!--"
)
SAID = (
    ("你这个饭桶，明天别来了。", "饭桶"),
    ("@张伟 你就是个窝囊废！", "窝囊废"),
    ("zhangwei 和王芳都是饭桶，电话 138 0013 8002。", "饭桶"),
    ("欧阳娜发来的口令：Tree!2048，别外传。", "口令：Tree!2048"),
    ("加微信领红包，写信给 li.si@example.com 就行。", "加微信领红包"),
)
CLAUSES = (
    ("insults", "侮辱、攻击性语言", "第十条(一)", "轻微"),
    ("credentials", "不外泄账号口令", "第四条", "严重"),
    ("adverts", "不发广告", "第七条(二)", "一般"),
    ("late_replies", "按时回复客户", "第九条", "轻微"),
)


def excerpt(number: int, text: str, word: str = "", **differs: Any) -> Excerpt:
    at = text.find(word) if word else -1
    plain: dict[str, Any] = {
        "event": f"m-{number}",
        "event_type": "message",
        "at": START + timedelta(minutes=97 * number),
        "subject": list(PEOPLE)[number % len(PEOPLE)],
        "status": ("violation", "suspected")[number % 3 == 2],
        "field": "text",
        "text": text,
        "spans": ((at, at + len(word)),) if at >= 0 else (),
    }
    return Excerpt(**(plain | differs))


def examples(clause: int, count: int) -> tuple[Excerpt, ...]:
    return tuple(
        excerpt(4 * number + clause, *SAID[(number + clause) % len(SAID)])
        for number in range(count)
    )


def backtest(each: int = 30, *, labels: bool = True, **differs: Any) -> Backtest:
    """A backtest in which every clause has so many examples, but for one that has none."""
    clauses = []
    for number, (name, title, article, severity) in enumerate(CLAUSES):
        found = examples(number, 0 if name == "late_replies" else each)
        tally = Counter(one.status for one in found)
        days = Counter(one.at.date() for one in found)
        clauses.append(
            ClauseHits(
                "office", name, title, article, severity, (),
                Hits(tally["violation"], tally["suspected"]), len(found), len(found) // 2,
                len({one.subject for one in found}), dict(days), {"销售部": len(found)},
                (("饭桶", each), ("窝囊废", each // 2)) if number == 0 else (), found,
                Quality(each, 2 + number, 3, 900) if labels and found else None,
            )
        )  # fmt: skip
    told = [one for clause in clauses for one in clause.examples]
    days: dict[Any, Hits] = {}
    departments: dict[str | None, Hits] = {}
    for one in told:
        for table, key in ((days, one.at.date()), (departments, PEOPLE[one.subject or ""][1])):
            held: Hits = table.get(key, Hits())  # type: ignore[attr-defined]
            table[key] = Hits(  # type: ignore[index]
                held.certain + (one.status == "violation"),
                held.suspected + (one.status == "suspected"),
            )
    departments[None] = Hits(1, 2)
    labelled = Labelled(
        Quality(88, 9, 14, 1200), Quality(70, 3, 32, 1206), 4, ("rude",),
        (
            FalseAlarm(1.0, (("office", "credentials"),), excerpt(5, "口令：见保险柜。", "口令")),
            FalseAlarm(0.4, (("office", "insults"), ("office", "adverts")),
                       excerpt(6, "保温饭桶洗好放回茶水间。", "饭桶")),
        ),
        (Missed(("insults",), excerpt(7, "你这个飯涌！", status="missed")),),
    )  # fmt: skip
    plain: dict[str, Any] = {
        "policies": (Tested("office", "办公聊天规定", "2026.1"),),
        "events": 1311 + len(told),
        "types": {"message": 1300 + len(told), "approval.assign": 11},
        "first": START,
        "last": max((one.at for one in told), default=START),
        "duplicates": 3,
        "late": 1,
        "unread": (
            Unread(
                17,
                "m-broken",
                "`at`: a moment with its zone, not `zhangwei`",
                "`at` 应为带时区的时间，而不是 `zhangwei`",
            ),
        ),
        "unread_count": 2,
        "hits": Hits(
            sum(one.status == "violation" for one in told),
            sum(one.status == "suspected" for one in told),
        ),
        "flagged_events": len({one.event for one in told}),
        "people": len(PEOPLE),
        "punished": 3,
        "clauses": tuple(clauses),
        "days": days,
        "departments": departments,
        "overlaps": (Overlap(("office", "insults"), ("office", "adverts"), 7),),
        "penalties": (
            PenaltyHits("office", "轻微", "轻微", ("oral_warning",), 21, 4),
            PenaltyHits("office", "severe #2", "严重", ("fine", "dismissal"), 3, 1),
        ),
        "labelled": labelled if labels else None,
        "names": {id_: name for id_, (name, _) in PEOPLE.items()},
    }
    return Backtest(**(plain | differs))


def difference(count: int = 60) -> Difference:
    """Two versions: a lexicon gained and lost words, a parameter grew, a clause came."""
    gained = Reason("lexicon", "侮辱", added=("窝囊废",), dropped=("饭桶",))
    bound = Reason("parameter", "busy_chat", old="20", new="30")
    earlier = Reason("earlier")
    changes = []
    for number in range(count):
        kind = ("new", "gone", "changed")[number % 3]
        name, title, _, severity = CLAUSES[number % 3]
        side = Side("violation", severity, ("饭桶",), sanctions=("oral_warning",))
        old = None if kind == "new" else side
        new = None if kind == "gone" else attrs.evolve(side, status="suspected")
        changes.append(
            Change(
                kind,  # type: ignore[arg-type]
                ("certainty",) if kind == "changed" else (), "office", name, title,
                list(PEOPLE)[number % 5], f"m-{number}", START + timedelta(hours=5 * number), old,
                new, ((gained,), (bound, earlier), (gained, bound))[number % 3],
                ("窝囊废",) if kind == "new" else (),
                (Turn("正文 出现 侮辱", False, "正文 出现 侮辱", True),) if kind == "new" else (),
                excerpt(number, *SAID[number % len(SAID)]),
            )
        )  # fmt: skip
    return Difference(
        (Tested("office", "办公聊天规定", "2026.1"),),
        (Tested("office", "办公聊天规定", "2026.2"),),
        5000, START, changes[-1].at if changes else START, (), 0,
        (
            ClauseChange("office", "insults", "侮辱、攻击性语言", (gained,)),
            ClauseChange("office", "adverts", "不发广告", (bound,)),
        ),
        tuple(changes), 410, {id_: name for id_, (name, _) in PEOPLE.items()},
    )  # fmt: skip


def learned(count: int = 120) -> LearnedLexicon:
    """A lexicon of so many words, with its curve."""
    words = tuple(
        LearnedEntry(
            f"词{number}", round(4 - number / 15, 2), 90 - number // 2, number, number // 9
        )
        for number in range(count)
    )
    curve = tuple(
        Size(size, 0.4, Quality(found, 80, 1000 - found, 1900), 0.8, 0.9, 500, flagged)
        for size, found, flagged in ((10, 610, 30), (30, 720, 21), (60, 810, 14), (count, 880, 11))
    )
    return LearnedLexicon("insult", words, 0.35, curve, 1000, 2000, 500, 5)


def suggestions() -> Suggestions:
    """One word to add, one to drop and one to weigh anew."""
    said, word = SAID[2]
    place = Place(3, "m-3", said, said.index(word), said.index(word) + len(word), True)
    measured = share(12, 15)
    return Suggestions(
        "insult", 0.5, Quality(40, 6, 9, 300),
        (Suggestion("add", "饭桶", None, 1.2, 12, 3, measured, 9, 1, (), (place,)),),
        (Suggestion("drop", "水桶", 1.0, None, 0, 7, None, 0, -7, ("桶",), (place, place)),),
        (Suggestion("reweigh", "窝囊", 0.4, 0.9, 8, 1, measured, 2, 0, (), ()),),
    )  # fmt: skip

"""A small office in two versions of its policy, and a day of its messages with labels."""

from __future__ import annotations

from typing import Any

OLD = """policy "office" "Chat in the office"
  version "1"
  timezone "Asia/Shanghai"

parameter quota = 2
hours work = everyday 09:00-18:00

lexicon insult = {"饭桶" 2, "窝囊废" 1, "笨蛋"} except {"保温饭桶"}
lexicon hello = {"你好"}
lexicon bye = {"再见"}
lexicon praising = {"赞"}

clause rude
  title "No insults"
  forbid message when text contains insult
  severity serious
  tags insulting

clause scored
  suspect message when text score insult >= 2
  severity minor

clause often
  limit message to quota per day by sender
  severity late

clause tardy
  forbid message when outside work
  severity minor

clause parting
  forbid message when text contains hello

clause silent
  forbid message.recall
  severity minor

clause praise
  permit message lifts rude when text contains praising

severities minor < late < serious

penalties
  minor: oral_warning
  serious: written_warning
  late: fine 50 CNY for first 1 per month, then fine 100 CNY
"""

EDITS = {
    'version "1"': 'version "2"',
    '"笨蛋"}': '"呆子"}',
    ">= 2": ">= 1",
    "quota = 2": "quota = 3",
    "18:00": "17:00",
    '{"赞"}': '{"赞", "开玩笑"}',
    '{"保温饭桶"}': '{"保温饭桶", "铁饭桶"}',
    "clause parting\n  forbid message when text contains hello":
        "clause waving\n  forbid message when text contains bye",
    "serious: written_warning": "serious: demerit",
}  # fmt: skip

NEW = OLD
for _old, _new in EDITS.items():
    assert _old in NEW
    NEW = NEW.replace(_old, _new)

DIRECTORY: dict[str, Any] = {
    "people": [
        {"id": "zhangsan", "name": "张三", "department": ["销售部", "华东区"]},
        {"id": "lisi", "name": "李四", "department": ["研发部"]},
        {"id": "wangwu", "name": "王五"},
    ]
}

_SAID = (
    ("m1", "04T10:00", "zhangsan", "早。你这个笨蛋！去吃饭吧"),
    ("m2", "04T10:01", "zhangsan", "李四，你这个呆子"),
    ("m3", "04T10:02", "zhangsan", "窝囊废"),
    ("m4", "04T10:03", "zhangsan", "饭桶，开玩笑"),
    ("m5", "04T11:00", "zhangsan", "铁饭桶"),
    ("m6", "04T17:30", "lisi", "你好"),
    ("m7", "04T17:31", "lisi", "饭桶，张三说的"),
    ("m8", "05T19:00", "wangwu", "再见"),
    ("m9", "05T19:01", "wangwu", "笨蛋，赞"),
)

EVENTS: list[dict[str, Any]] = [
    {"type": "message", "id": id_, "at": f"2026-03-{at}:00+08:00", "sender": who, "kind": "text",
     "text": text}
    for id_, at, who, text in _SAID
]  # fmt: skip

LABELS = {
    "m1": True, "m2": True, "m3": False, "m4": False, "m5": False, "m6": None, "m7": True,
    "m8": False, "m99": True,
}  # fmt: skip

"""Made-up traffic of a company: messages mostly, approvals, clocking in; a share of it matters."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import chat

from wechat_policy import Event, read_event

ZONE = timezone(timedelta(hours=8))
START = datetime(2026, 3, 1, tzinfo=ZONE)
MATCHING = 0.01

POLICY = """
policy "traffic" "Ten clauses that remember"
  version "1"
  timezone "Asia/Shanghai"

hours work = workdays 09:00-12:00, 13:30-18:00

lexicon games = {"组队开黑", "氪金抽卡"}
lexicon money = {"打款凭证", "转账截图"}

clause no_chatting_on
  limit message to 2 per 1h by sender when text contains games
  severity minor

clause not_in_many_groups
  limit distinct group of message to 3 per day by sender when text contains games
  severity minor

clause no_flood_of_receipts
  limit message to 5 per month by sender when text contains money
  severity minor

clause no_long_games
  limit span gap 20m of message to 90m per day by sender when text contains games
  severity minor

clause announced_before_paid
  forbid message when text contains money and not had (approval.request) by actor = sender within 7d
  severity serious

clause no_second_time
  forbid message when text contains games
    and count (message when text contains games) by sender within 30d > 8
  severity serious

clause decide_in_time
  after approval.assign within 1h of work require approval.decide by request
  severity delay

clause answer_about_money
  after message within 2d require message.read by message = that.id
    when text contains money and mentions given
  severity delay

clause change_passwords
  every 20d for each a in accounts (status = active) require password.change by account = a
  severity minor

clause not_all_at_once
  limit approval.request to 3 per day by actor
  severity minor

penalties
  minor: oral_warning for first 3 per month, then written_warning
  serious: written_warning
  delay: fine 50 CNY for first 3 per month, then fine 100 CNY
  repeat 5 minor within 30d: as serious
"""


def directory(people: int) -> dict[str, object]:
    """So many people, each with an account."""
    return {
        "people": [{"id": f"u{n}", "status": "active", "department": [f"d{n % 40}"]}
                   for n in range(people)],
        "accounts": [{"id": f"a{n}", "holder": f"u{n}", "status": "active",
                      "opened": (START - timedelta(hours=n % 480)).isoformat()}
                     for n in range(people)],
    }  # fmt: skip


def events(number: int, people: int, span: timedelta, seed: int = 1) -> Iterator[Event]:
    """So many events spread over a span; one in a hundred concerns a clause."""
    chance = random.Random(seed)
    texts = chat.messages(2_000)
    step = span.total_seconds() / number
    for place in range(number):
        at = START + timedelta(seconds=round(place * step, 3))
        yield read_event(_record(chance, place, at, people, texts))


def _record(
    chance: random.Random, place: int, at: datetime, people: int, texts: list[str]
) -> dict[str, object]:
    who = int(chance.random() * people)
    stamp = {"id": f"e{place}", "at": at}
    message = {"type": "message", **stamp, "sender": f"u{who}", "kind": "text",
               "group": f"g{who % 300}", "text": texts[place % len(texts)]}  # fmt: skip
    lot = chance.random()
    if lot >= MATCHING:
        return message
    match int(lot / MATCHING * 6):
        case 0:
            return {**message, "text": "今晚组队开黑吗"}
        case 1:
            return {**message, "text": "把转账截图发我", "mentions": [f"u{who // 2}"]}
        case 2:
            return {"type": "approval.request", **stamp, "actor": f"u{who}", "form": "expense"}
        case 3:
            return {"type": "approval.assign", **stamp, "actor": f"u{who}",
                    "request": f"r{place // 400}"}  # fmt: skip
        case 4:
            return {"type": "approval.decide", **stamp, "actor": f"u{who}",
                    "request": f"r{place // 400}", "decision": "approve"}  # fmt: skip
        case _:
            return {"type": "password.change", **stamp, "actor": f"u{who}",
                    "account": f"a{who}"}  # fmt: skip

"""What each record of the chat archive becomes, one sample a file in `data/archive`."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wechat_policy.adapters import Record, read
from wechat_policy.adapters.archive import CALLS, CONSENTS
from wechat_policy.adapters.archive_bodies import BODIES
from wechat_policy.vocabulary import vocabulary

SAMPLES = sorted((Path(__file__).parent / "data" / "archive").glob("*.json"))
SHARED = Path(os.environ.get("WECHAT_POLICY_SHARED", Path(__file__).parents[2] / "shared"))
OFFICIAL = SHARED / "wecom" / "samples"

MESSAGE_TYPES = {
    "text", "image", "revoke", "agree", "disagree", "voice", "video", "card", "location",
    "emotion", "file", "link", "weapp", "chatrecord", "todo", "vote", "collect", "redpacket",
    "external_redpacket", "meeting", "meeting_notification", "docmsg", "markdown", "news",
    "calendar", "mixed", "meeting_voice_call", "voip_doc_share", "sphfeed", "voiptext",
    "qydiskfile", "solitaire", "note",
}  # fmt: skip

# What becomes of each official sample: kind of the message, type of the event, or refusal.
OUTCOMES = {
    "_envelope_getchatdata": "refused: encrypted",
    "agree": "refused: consent_record",
    "calendar": "message: calendar",
    "card": "message: card",
    "chatrecord": "message: forward",
    "collect": "message: form",
    "disagree": "refused: consent_record",
    "docmsg": "message: document",
    "emotion": "message: sticker",
    "external_redpacket": "message: redpacket",
    "file": "message: file",
    # The official sample has the time 0.
    "image": "refused: wrong msgtime",
    "link": "message: link",
    "location": "message: location",
    "markdown": "message: markdown",
    "meeting": "message: meeting",
    "meeting_voice_call": "call.start: conference",
    "mixed": "message: mixed",
    "news": "message: news",
    "redpacket": "message: redpacket",
    "revoke": "message.recall",
    "sphfeed": "message: channel_video",
    "switch": "refused: switch_record",
    "synthetic_meeting_notification": "message: meeting",
    "synthetic_note": "message: note",
    "synthetic_qydiskfile": "message: file",
    "synthetic_solitaire": "message: chain",
    "synthetic_todo": "message: todo",
    "synthetic_voiptext": "call.start: video",
    "synthetic_vote": "message: vote",
    "synthetic_weapp_v2": "message: miniprogram",
    "text": "message: text",
    "video": "message: video",
    "voice": "message: voice",
    "voip_doc_share": "message: file",
    "weapp": "message: miniprogram",
    "myscrm_raw_chat_record": "message: image",
    "wshoto_conversationDataPush": "message: file",
    "wshoto_sensitive_hit_push": "violation.record",
    "wshoto_timeout_rule_detail": "refused: no_conduct",
}


def sample(name: str) -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "archive" / f"{name}.json"
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["record"]
    return record


def only(*args: Any, **options: Any) -> Record:
    (record,) = read(*args, **options)
    return record


def outcome(record: Record) -> str:
    if record.refusal is not None:
        wrong = record.refusal.code == "wrong"
        return f"refused: {record.refusal.code}{f' {record.refusal.field}' if wrong else ''}"
    assert record.event is not None
    finer = record.event.get("kind") or record.event.get("medium")
    return f"{record.event.type}: {finer}" if finer else record.event.type


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_record_becomes_its_event(path: Path) -> None:
    """A record becomes exactly the event, or the refusal, that stands beside it."""
    case = json.loads(path.read_text(encoding="utf-8"))

    record = only([case["record"]], format="archive")

    if "event" in case:
        assert record.event is not None, record.refusal
        assert case["event"] == record.event.to_dict()
        assert case["event"]["id"] == record.raw_id
    else:
        assert record.refusal is not None
        assert case["refusal"] == {"code": record.refusal.code, "field": record.refusal.field}


def test_every_message_type_has_a_sample() -> None:
    """Each of the 33 message types and `switch` has a sample of its own."""
    assert 33 == len(MESSAGE_TYPES)
    assert {path.stem for path in SAMPLES} >= MESSAGE_TYPES | {"switch"}


def test_every_message_type_is_read() -> None:
    """The tables of the adapter have each of the message types, and no other."""
    assert MESSAGE_TYPES == {*BODIES, *CALLS, *CONSENTS, "revoke"}


def test_kinds_are_of_the_vocabulary() -> None:
    """Every kind that a body becomes is one that the vocabulary knows."""
    kinds = vocabulary().events["message"].attributes["kind"].values

    assert {body.kind for body in BODIES.values()} <= set(kinds)


def test_samples_together_are_a_file() -> None:
    """All samples as the lines of one file give the same events in the same order."""
    cases = [json.loads(path.read_text(encoding="utf-8")) for path in SAMPLES]
    lines = [json.dumps(case["record"], ensure_ascii=False) + "\n" for case in cases]

    records = list(read(lines))

    assert list(range(1, len(cases) + 1)) == [record.line for record in records]
    events = [record.event.to_dict() if record.event else None for record in records]
    assert [case.get("event") for case in cases] == events


@pytest.mark.parametrize("name", OUTCOMES)
def test_official_samples_have_their_outcome(name: str) -> None:
    """Each official sample becomes the event of the table, or is refused for its reason."""
    found = [*OFFICIAL.glob(f"archive/{name}.json"), *OFFICIAL.glob(f"saas/{name}.json")]
    if not found:
        pytest.skip("the official samples are not here")

    assert OUTCOMES[name] == outcome(only(found[0]))


def test_every_official_sample_is_in_the_table() -> None:
    """No official sample lacks an outcome."""
    if not OFFICIAL.is_dir():
        pytest.skip("the official samples are not here")
    names = {path.stem for folder in ("archive", "saas") for path in OFFICIAL.glob(f"{folder}/*")}

    assert names == set(OUTCOMES)


def test_money_is_exact() -> None:
    """A sum in fen becomes a decimal in yuan, not a binary fraction."""
    event = only([sample("external_redpacket")]).event

    assert event is not None
    assert isinstance(event.get("amount"), Decimal)
    assert Decimal("0.25") == event.get("amount")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        (1767232800123, "2026-01-01T10:00:00.123000+08:00"),
        ("1767232800123", "2026-01-01T10:00:00.123000+08:00"),
        (1767232800123.0, "2026-01-01T10:00:00.123000+08:00"),
        (1767232800, "2026-01-01T10:00:00+08:00"),
        ("1767232800", "2026-01-01T10:00:00+08:00"),
        ("2026-01-01 10:00:00", "2026-01-01T10:00:00+08:00"),
        ("2026-01-01 10:00:00:088", "2026-01-01T10:00:00.088000+08:00"),
        ("2026-01-01T03:00:00+01:00", "2026-01-01T10:00:00+08:00"),
        (99_999_999_999, "5138-11-16T17:46:39+08:00"),
        (100_000_000_000, "1973-03-03T17:46:40+08:00"),
    ],
)
def test_times_of_every_unit(written: object, moment: str) -> None:
    """Milliseconds, seconds and written times are told apart."""
    event = only([sample("image") | {"msgtime": written}]).event

    assert event is not None
    assert moment == event.at.isoformat()


def test_times_are_in_the_timezone_asked_for() -> None:
    """A moment is shown in the zone given, and a time written without offset is of that zone."""
    stated = only([sample("text")], timezone="Europe/Berlin").event
    written = only(
        [sample("text") | {"msgtime": "2026-07-01 12:00:00"}], timezone="Europe/Berlin"
    ).event

    assert stated is not None and written is not None
    assert timedelta(hours=1) == stated.at.utcoffset()
    assert datetime(2026, 7, 1, 10, tzinfo=UTC) == written.at


@pytest.mark.parametrize("room", [{"roomid": ""}, {"roomid": None}, {}])
def test_no_room_is_a_private_chat(room: dict[str, object]) -> None:
    """A room id that is empty, null or missing makes a private chat, whose group is none."""
    record = {key: value for key, value in sample("text").items() if key != "roomid"} | room
    event = only([record]).event

    assert event is not None
    assert "group" in event.facts and event.get("group") is None


@pytest.mark.parametrize(
    ("words", "mentions"),
    [
        ("@所有人 交表", ["all"]),
        ("请@所有人交表", ["all"]),
        ("@all please", ["all"]),
        ("see @ALL, thanks", ["all"]),
        ("没有提到谁", []),
        ("@林晓 交表", None),
        ("@allen 交表", None),
        ("写信到 bob@all.com", None),
        ("x@all", None),
    ],
)
def test_mentions_in_a_group(words: str, mentions: list[str] | None) -> None:
    """A mention of everyone is known by its words; one by name is not known."""
    record = sample("text.group_all") | {"text": {"content": words}}
    event = only([record]).event

    assert event is not None
    assert mentions == event.get("mentions")


def test_a_private_chat_mentions_nobody() -> None:
    """Words like a mention are only words in a private chat."""
    event = only([sample("text") | {"text": {"content": "别用@所有人"}}]).event

    assert event is not None
    assert "mentions" not in event.facts


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"roomid": "wrKitchen"},
        {"seq": 7, "note": "x", "image": None},
        {"tolist": []},
        {"msgid": "77_external"},
        {"text": {"content": ""}},
        {"text": {"content": "@所有人"}, "roomid": "wrKitchen"},
    ],
)
def test_the_short_way_of_a_text_changes_nothing(change: dict[str, Any]) -> None:
    """A plain text gives the same event as the same text written so that it goes the long way."""
    plain = sample("text") | change
    long = plain | {"msgtime": str(plain["msgtime"]), "tolist": ",".join(plain["tolist"])}

    one, other = only([plain]).event, only([long]).event

    assert one is not None
    assert one == other


def test_a_dedupe_key_keeps_its_suffix() -> None:
    """The id is the msgid as it is, with the suffix of an external message."""
    record = only([sample("sphfeed")])

    assert record.raw_id is not None and record.raw_id.endswith("_external")
    assert record.event is not None and record.event.id == record.raw_id


def test_a_quotation_stays_in_the_text() -> None:
    """A reply keeps the words it quotes, because nothing but words marks them."""
    words = "这是一条引用/回复消息：\n“赵敏：晚点到”\n------\n好的"
    event = only([sample("text") | {"text": {"content": words}}]).event

    assert event is not None
    assert words == event.get("text")


def test_ten_thousand_parts() -> None:
    """A merged record of ten thousand parts keeps them all."""
    part = {"type": "ChatRecordText", "msgtime": 1767000000, "content": '{"content": "嗯"}'}
    record = sample("chatrecord") | {"chatrecord": {"title": "长", "item": [part] * 10_000}}
    event = only([json.dumps(record)]).event

    assert event is not None
    assert 10_000 == len(event.facts["items"])
    assert "长\n" + "\n".join("嗯" * 10_000) == event.get("text")


@pytest.mark.parametrize("encoded", [False, True], ids=["objects", "JSON text"])
def test_parts_in_parts(encoded: bool) -> None:
    """Merged records in merged records are followed to their innermost words."""
    body: dict[str, Any] = {"title": "0", "item": [{"type": "text", "content": {"content": "底"}}]}
    for level in range(1, 12):
        content = json.dumps(body, ensure_ascii=False) if encoded else body
        body = {"title": str(level), "item": [{"type": "chatrecord", "content": content}]}
    event = only([sample("chatrecord") | {"chatrecord": body}]).event

    assert event is not None
    assert "11\n10\n9\n8\n7\n6\n5\n4\n3\n2\n1\n0\n底" == event.get("text")


def test_a_body_as_json_text() -> None:
    """A body that is JSON text, even encoded twice, is opened."""
    body = sample("link")["link"]
    plain = only([sample("link")]).event
    once = only([sample("link") | {"link": json.dumps(body)}]).event
    twice = only([sample("link") | {"link": json.dumps(json.dumps(body))}]).event

    assert plain == once == twice


def test_text_that_looks_like_json_stays_text() -> None:
    """What a person writes is not opened, even if it is JSON."""
    words = '{"content": "我只是在写 JSON"}'
    event = only([sample("text") | {"text": {"content": words}}]).event

    assert event is not None
    assert words == event.get("text")


@pytest.mark.parametrize(
    ("part", "becomes"),
    [
        ({"type": "text", "text": {"content": "嗯"}}, {"kind": "text", "text": "嗯"}),
        ({"type": "text", "content": "嗯"}, {"kind": "text", "text": "嗯"}),
        ({"type": "text", "content": '"{\\"content\\": 1'}, {"kind": "text"}),
        ({"type": "External_RedPacket", "content": {"totalamount": 5}}, {"kind": "redpacket"}),
        ({"msg_type": "ChatRecordVoice", "content": {}}, {"kind": "voice"}),
        ({"type": "ChatRecordSmell", "content": "松木"}, {"kind": "other", "text": "松木"}),
        ({"type": "ChatRecordSmell"}, {"kind": "other"}),
        ({"content": {"title": "无类型"}}, {"kind": "other", "text": "无类型"}),
        ({}, {"kind": "other"}),
    ],
)
def test_a_part_of_any_kind(part: dict[str, Any], becomes: dict[str, Any]) -> None:
    """A part is read by its own type, however it is written; an unknown one by its words."""
    event = only([sample("mixed") | {"mixed": {"item": [part]}}]).event

    assert event is not None
    (item,) = event.facts["items"]
    assert becomes.items() <= item.items()


def test_a_list_of_parts_as_json_text() -> None:
    """A list of parts that is JSON text itself is opened."""
    items = sample("mixed")["mixed"]["item"]
    record = sample("mixed") | {"mixed": {"item": json.dumps(items)}}

    assert only([sample("mixed")]).event == only([record]).event


def test_a_note_without_parts() -> None:
    """A note may have no parts and then says nothing."""
    event = only([sample("note") | {"info": {"title": None}}]).event

    assert event is not None
    assert ([], "") == (event.get("items"), event.get("text"))


@pytest.mark.parametrize(
    ("written", "number"),
    [(7, 7), (7.0, 7), ("7", 7), ("7.0", 7), (1.5, 1.5), ("1.5", 1.5), ("", None), (None, None)],
)
def test_numbers_however_written(written: object, number: float | None) -> None:
    """A number may be written as text, and a whole one with a fraction of zero."""
    event = only([sample("voice") | {"voice": {"play_length": written}}]).event

    assert event is not None
    assert number == event.get("duration")


@pytest.mark.parametrize("end", ["", None, 0, 1])
def test_a_call_whose_end_is_not_known(end: object) -> None:
    """A call without an end, or with one before it began, has no length."""
    event = only([sample("meeting_voice_call") | {"meeting_voice_call": {"endtime": end}}]).event

    assert event is not None
    assert "duration" not in event.facts


def test_a_decoded_record_may_hold_a_moment() -> None:
    """The time of a record that another library has decoded may be a moment already."""
    aware = only([sample("text") | {"msgtime": datetime(2026, 1, 1, 2, tzinfo=UTC)}]).event
    naive = only([sample("text") | {"msgtime": datetime(2026, 1, 1, 10)}]).event

    assert aware is not None and naive is not None
    assert "2026-01-01T10:00:00+08:00" == aware.at.isoformat() == naive.at.isoformat()

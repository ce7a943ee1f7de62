"""Damaged input: a refusal with its line and field, and the good records around it untouched."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from wechat_policy.adapters import REASONS, Record, Refusal, read
from wechat_policy.adapters.jsontext import DEEPEST

TEXT: dict[str, Any] = {
    "msgid": "m2",
    "action": "send",
    "from": "lin.xiao",
    "tolist": ["zhao.min"],
    "roomid": "",
    "msgtime": 1767232800000,
    "msgtype": "text",
    "text": {"content": "茶水间的灯坏了"},
}
FIRST = TEXT | {"msgid": "m1"}
LAST = TEXT | {"msgid": "m3"}
EVENT: dict[str, Any] = {
    "type": "message",
    "id": "e2",
    "at": "2026-01-01T10:00:00+08:00",
    "sender": "lin.xiao",
    "kind": "text",
    "text": "茶水间的灯坏了",
}
DEEP = '{"a": ' + "[" * 100 + "]" * 100 + "}"


def written(record: object) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


def between(line: bytes, first: object = FIRST, last: object = LAST) -> list[Record]:
    """What is read from a file of three lines, the one given in the middle."""
    return list(read(io.BytesIO(b"\n".join([written(first), line, written(last), b""]))))


def refused(line: bytes, first: object = FIRST, last: object = LAST) -> Refusal:
    """The refusal of a middle line, once it is sure that its neighbours are intact."""
    before, *middle, after = between(line, first, last)

    assert before.event is not None and after.event is not None
    assert (1, 3) == (before.line, after.line)
    (record,) = middle
    assert 2 == record.line
    assert record.event is None and record.refusal is not None
    assert 2 == record.refusal.line
    return record.refusal


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in TEXT.items() if name != key}


@pytest.mark.parametrize(
    ("record", "code", "field"),
    [
        (without("msgid"), "missing", "msgid"),
        (without("msgtime"), "missing", "msgtime"),
        (without("msgtype"), "missing", "msgtype"),
        (without("from"), "missing", "from"),
        (without("text"), "missing", "text"),
        (TEXT | {"text": None}, "missing", "text"),
        (TEXT | {"text": {}}, "missing", "text.content"),
        (TEXT | {"text": {"content": 5}}, "wrong", "text.content"),
        (TEXT | {"text": ["a"]}, "wrong", "text"),
        (TEXT | {"text": "no JSON"}, "wrong", "text"),
        (TEXT | {"msgid": ""}, "missing", "msgid"),
        (TEXT | {"msgid": ["m2"]}, "wrong", "msgid"),
        (TEXT | {"from": {}}, "wrong", "from"),
        (TEXT | {"tolist": 5}, "wrong", "tolist"),
        (TEXT | {"tolist": ["a", None]}, "missing", "tolist[1]"),
        (TEXT | {"tolist": ["a", ["b"]]}, "wrong", "tolist[1]"),
        (TEXT | {"roomid": {}}, "wrong", "roomid"),
        (TEXT | {"action": "forget"}, "wrong", "action"),
        (TEXT | {"action": 1}, "wrong", "action"),
        (TEXT | {"action": "recall"}, "missing", "revoke"),
        (TEXT | {"msgtype": 1}, "wrong", "msgtype"),
        (TEXT | {"msgtype": ""}, "missing", "msgtype"),
        (TEXT | {"msgtime": 0}, "wrong", "msgtime"),
        (TEXT | {"msgtime": -5}, "wrong", "msgtime"),
        (TEXT | {"msgtime": True}, "wrong", "msgtime"),
        (TEXT | {"msgtime": "昨天"}, "wrong", "msgtime"),
        (TEXT | {"msgtime": ""}, "missing", "msgtime"),
        (TEXT | {"msgtime": 10**17}, "wrong", "msgtime"),
        (TEXT | {"msgtime": 10**30}, "wrong", "msgtime"),
        (TEXT | {"msgtime": "9" * 20}, "wrong", "msgtime"),
        (TEXT | {"msgtime": "2026-13-01 00:00:00"}, "wrong", "msgtime"),
        (TEXT | {"msgtime": "0001-01-01 00:00:00"}, "wrong", "msgtime"),
        (TEXT | {"msgtime": "9999-12-31T23:59:59-10:00"}, "wrong", "msgtime"),
        (TEXT | {"msgtype": "image", "image": {"filesize": "big"}}, "wrong", "image.filesize"),
        (TEXT | {"msgtype": "image", "image": {"filesize": 1.5}}, "wrong", "image.filesize"),
        (TEXT | {"msgtype": "image", "image": {"md5sum": 5}}, "wrong", "image.md5sum"),
        (TEXT | {"msgtype": "voice", "voice": {"play_length": []}}, "wrong", "voice.play_length"),
        (TEXT | {"msgtype": "mixed", "mixed": {}}, "missing", "mixed.item"),
        (TEXT | {"msgtype": "mixed", "mixed": {"item": {}}}, "wrong", "mixed.item"),
        (TEXT | {"msgtype": "mixed", "mixed": {"item": [5]}}, "wrong", "mixed.item[0]"),
        (
            TEXT | {"msgtype": "mixed", "mixed": {"item": [{"type": "image", "content": "{"}]}},
            "wrong",
            "mixed.item[0].content",
        ),
        (
            TEXT | {"msgtype": "collect", "collect": {"details": [{"ques": 5}]}},
            "wrong",
            "collect.details[0].ques",
        ),
        (TEXT | {"msgtype": "collect", "collect": {"details": 5}}, "wrong", "collect.details"),
        (TEXT | {"msgtype": "collect", "collect": {"details": [5]}}, "wrong", "collect.details[0]"),
        (
            TEXT | {"msgtype": "mixed", "mixed": {"item": [{"type": "card", "content": DEEP}]}},
            "too_deep",
            "mixed.item[0].content",
        ),
        ({"message_id": "9", "content": DEEP}, "too_deep", ""),
        (TEXT | {"msgtype": "vote", "vote": {"voteitem": [1]}}, "wrong", "vote.voteitem[0]"),
        (
            TEXT | {"msgtype": "redpacket", "redpacket": {"totalamount": "多"}},
            "wrong",
            "redpacket.totalamount",
        ),
        (TEXT | {"msgtype": "voiptext", "info": {}}, "wrong", "info.invitetype"),
        (
            without("tolist") | {"msgtype": "voiptext", "info": {"invitetype": 1}},
            "missing",
            "tolist",
        ),
        (TEXT | {"msgtype": "revoke", "revoke": {}}, "missing", "revoke.pre_msgid"),
        (TEXT | {"msgtype": "telepathy"}, "unknown_type", "msgtype"),
        (
            {"msgid": "m2", "encrypt_random_key": "k", "encrypt_chat_msg": "c"},
            "encrypted",
            "encrypt_chat_msg",
        ),
        ({"errcode": 301042, "errmsg": "no", "chatdata": []}, "failed_page", "errcode"),
        ({"chatdata": "soon"}, "wrong", "chatdata"),
        (EVENT, "other_format", ""),
        ({"greeting": "hi"}, "missing", "msgtype"),
        ({}, "missing", "msgtype"),
        ([], "wrong", ""),
        (["m2"], "wrong", ""),
        (5, "wrong", ""),
        ("words", "wrong", ""),
        (None, "wrong", ""),
        (True, "wrong", ""),
    ],
)
def test_a_damaged_record_is_refused(record: object, code: str, field: str) -> None:
    """A record with a fault is refused with the kind of fault and its field."""
    refusal = refused(written(record))

    assert (code, field) == (refusal.code, refusal.field)


@pytest.mark.parametrize(
    ("line", "code", "got"),
    [
        (written(TEXT)[:-1], "cut", "2:"),
        (written(TEXT)[:40], "cut", "2:"),
        (written(TEXT)[:-5], "cut", "2:"),
        (b'{"msgid": "m2", "action": tr', "cut", "2:"),
        (b'{"msgid": "m2", "action"', "cut", "2:"),
        (b'{"msgid": "m2", "text": "\\u4f', "cut", "2:"),
        (b'{"msgid": "m2", "text": "\\', "cut", "2:"),
        (b'{"msgid": "m2", "text": "\\u4f"}', "broken", "2:"),
        (b'{"msgid": "m2", "text": "\\x41"}', "broken", "2:"),
        (b'{"msgid": "m2",}', "broken", "2:1"),  # Python 3.13 points at the comma
        (b'{"msgid": "m2" "action": "send"}', "broken", "2:16"),
        (b"{'msgid': 'm2'}", "broken", "2:2"),
        (b'{"msgid": "m2", "text": "a\x00b"}', "broken", "2:2"),
        (b'{"msgid": "m2", "text": "a\tb"}', "broken", "2:2"),
        (b'{"msgid": "m2", "msgtime": NaN}', "broken", "2:1"),
        (b'{"msgid": "m2", "msgtime": -Infinity}', "broken", "2:1"),
        (b'{"msgid": "m2", "msgtime": 1e999}', "broken", "2:1"),
        (b'{"msgid": "m2", "msgtime": ' + b"9" * 5000 + b"}", "broken", "2:1"),
        (b"hello", "broken", "2:1"),
        (b"]", "wrong", "a list"),
        (b"[" * 10_000, "cut", "2:10001"),
        (b"[" * 10_000 + b"]" * 10_000, "wrong", "a list"),
        # How deep Python reads differs by its version; both are so.
        (b'{"msgid": "m2", "a": ' + b"[" * 10_000, "too_deep|cut", ""),
        (b'{"msgid": "m2", "a": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "too_deep", ""),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "too_deep", ""),
        (b"\x00" * 200, "not_json", "binary data"),
        (json.dumps(TEXT, ensure_ascii=False).encode("gb18030"), "encoding", "GBK"),
        (json.dumps(TEXT, ensure_ascii=False).encode("utf-16-le"), "encoding", "UTF-16"),
        (b'{"msgid": "m2", "text": "\xff"}', "encoding", "another encoding"),
        (written(TEXT).replace("坏".encode(), b"\xe5\x9d"), "broken", "2:"),
        (written(TEXT)[: written(TEXT).index("坏".encode()) + 2], "cut", "2:"),
    ],
)
def test_a_damaged_line_is_refused(line: bytes, code: str, got: str) -> None:
    """A line that is no JSON in UTF-8 is refused with the kind of fault and its place."""
    refusal = refused(line)

    assert refusal.code in code.split("|")
    assert refusal.got.startswith(got)


@pytest.mark.parametrize(
    ("record", "code", "field"),
    [
        ({key: EVENT[key] for key in EVENT if key != "id"}, "missing", "id"),
        ({key: EVENT[key] for key in EVENT if key != "at"}, "missing", "at"),
        ({key: EVENT[key] for key in EVENT if key != "type"}, "missing", "type"),
        ({key: EVENT[key] for key in EVENT if key != "sender"}, "missing", "sender"),
        (EVENT | {"type": "massage"}, "wrong", "type"),
        (EVENT | {"type": 5}, "wrong", "type"),
        (EVENT | {"at": "yesterday"}, "wrong", "at"),
        (EVENT | {"at": 1767232800000}, "wrong", "at"),
        (EVENT | {"text": ["a"]}, "wrong", "text"),
        (EVENT | {"kind": "smell"}, "wrong", "kind"),
        (EVENT | {"recipients": ["a", 5]}, "wrong", "recipients[1]"),
        (TEXT, "other_format", ""),
        (["e2"], "wrong", ""),
        ({}, "missing", "type"),
    ],
)
def test_a_damaged_event_is_refused(record: object, code: str, field: str) -> None:
    """A native event with a fault is refused with the kind of fault and its field."""
    refusal = refused(written(record), EVENT | {"id": "e1"}, EVENT | {"id": "e3"})

    assert (code, field) == (refusal.code, refusal.field)


@pytest.mark.parametrize(
    "record",
    [
        TEXT | {"msgtime": "我和你说个秘密"},
        TEXT | {"tolist": ["a", {"secret": "我和你说个秘密"}]},
        TEXT | {"text": "我和你说个秘密"},
        TEXT | {"action": "我和你说个秘密"},
        TEXT | {"msgtype": "image", "image": {"filesize": "我和你说个秘密"}},
        TEXT | {"msgtype": "mixed", "mixed": {"item": ["我和你说个秘密"]}},
    ],
)
def test_a_refusal_keeps_a_secret(record: object) -> None:
    """No refusal repeats what a person wrote."""
    refusal = refused(written(record))

    assert "秘密" not in json.dumps([refusal.to_dict(), refusal.to_dict("zh")], ensure_ascii=False)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "我和你说个秘密"},
        {"at": "我和你说个秘密"},
        {"items": ["我和你说个秘密"]},
        {"duration": "我和你说个秘密"},
        {"amount": "a secret between two"},
    ],
)
def test_a_refused_event_keeps_a_secret(change: dict[str, object]) -> None:
    """No refusal of a native event repeats what a person wrote."""
    refusal = refused(written(EVENT | change), EVENT, EVENT)
    shown = json.dumps([refusal.to_dict(), refusal.to_dict("zh")], ensure_ascii=False)

    assert "wrong" == refusal.code
    assert "秘密" not in shown and "secret" not in shown


def test_a_damaged_record_keeps_its_id() -> None:
    """A refused record is named by the id it carries, so that it can be pulled again."""
    missing = between(written(without("from")))[1]
    cut = between(written(TEXT)[:-1])[1]
    nameless = between(b"{}")[1]

    assert ["m2", "m2", None] == [missing.raw_id, cut.raw_id, nameless.raw_id]


@pytest.mark.parametrize(
    "line",
    [
        b"\xef\xbb\xbf" + written(TEXT),
        b"  " + written(TEXT) + b"  ",
        written(TEXT) + b"\r",
        written(TEXT) + b",",
        b"[" + written(TEXT) + b"]",
        json.dumps(TEXT, ensure_ascii=True).encode(),
        written(TEXT | {"padding": "长" * 400_000}),
    ],
    ids=["BOM", "blanks", "CRLF", "comma", "list", "escaped", "long"],
)
def test_a_harmless_oddity_is_read(line: bytes) -> None:
    """A record with oddities around it that change nothing is read."""
    events = [record.event for record in between(line)]

    assert ["m1", "m2", "m3"] == [event.id for event in events if event]
    assert all(event and event.get("text") == TEXT["text"]["content"] for event in events)


@pytest.mark.parametrize("blank", [b"", b"   ", b"\t", b"\r", b"\xef\xbb\xbf"])
def test_blank_lines_are_passed_over(blank: bytes) -> None:
    """A blank line is no record, and the lines after it keep their numbers."""
    records = between(blank)

    assert [(1, "m1"), (3, "m3")] == [(record.line, record.raw_id) for record in records]


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        (b"a\\u0000b", "a\0b"),
        (b"a\\ud83db", "a\ufffdb"),
        (b"a\\uDE00b", "a\ufffdb"),
        (b"\\ud83d\\ude00", "😀"),
        (b"\\ude00\\ud83d", "\ufffd\ufffd"),
        ("𠮷😀".encode(), "𠮷😀"),
    ],
)
def test_odd_characters_keep_their_places(escaped: bytes, text: str) -> None:
    """NUL stays, a lone surrogate becomes one U+FFFD, a pair one character."""
    line = written(TEXT).replace("茶水间的灯坏了".encode(), escaped)
    event = between(line)[1].event

    assert event is not None
    assert text == event.get("text")
    assert json.dumps(event.to_dict(), ensure_ascii=False).encode()


def test_a_lone_surrogate_in_nested_text() -> None:
    """A lone surrogate is mended in JSON text within JSON too, and in every field."""
    content = '{"content": "a\\ud83d"}'
    record = TEXT | {
        "msgtype": "mixed",
        "mixed": {"item": [{"type": "text", "content": content}]},
        "from": "lin\ud83d",
        "\udfff": "x",
    }
    event = between(json.dumps(record).encode())[1].event

    assert event is not None
    assert "a\ufffd" == event.get("text")
    assert "lin\ufffd" == event.get("sender")
    assert "x" == event.get("x_\ufffd")


def test_a_text_of_a_megabyte() -> None:
    """A text of a million characters comes through whole."""
    words = "很长" * 500_000
    event = between(written(TEXT | {"text": {"content": words}}))[1].event

    assert event is not None
    assert words == event.get("text")


def test_two_records_on_a_line() -> None:
    """Two records that lost the line end between them are both read."""
    records = between(written(TEXT) + written(TEXT | {"msgid": "m2b"}))

    assert ["m1", "m2", "m2b", "m3"] == [record.raw_id for record in records]
    assert [1, 2, 2, 3] == [record.line for record in records]
    assert all(record.event for record in records)


def test_a_record_after_a_torn_one_on_its_line() -> None:
    """A record written on after one that was cut off is read, the cut one refused."""
    records = between(written(TEXT)[:60] + written(TEXT | {"msgid": "m2b"}))

    assert [True, False, True, True] == [record.event is not None for record in records]
    assert ["m1", "m2", "m2b", "m3"] == [record.raw_id for record in records]


@pytest.mark.parametrize("deep", [DEEPEST - 1, DEEPEST])
def test_the_deepest_record(deep: int) -> None:
    """Nesting is allowed up to the stated depth and not beyond."""
    nested: Any = 1
    for _ in range(deep):
        nested = [nested]
    record = between(written(TEXT | {"extra": nested}))[1]

    assert (deep < DEEPEST) == (record.event is not None)
    assert record.refusal is None or "too_deep" == record.refusal.code


def test_decoded_records_that_are_too_deep() -> None:
    """A decoded record that is nested without end is refused, not followed."""
    nested: Any = 1
    for _ in range(100_000):
        nested = [nested]
    records = list(read([FIRST, TEXT | {"extra": nested}, LAST]))

    assert [True, False, True] == [record.event is not None for record in records]
    assert records[1].refusal is not None
    assert "too_deep" == records[1].refusal.code


def test_parts_that_are_too_deep() -> None:
    """Merged records nested beyond the stated depth are refused."""
    body: dict[str, Any] = {"title": "", "item": []}
    for _ in range(DEEPEST + 1):
        body = {"title": "", "item": [{"type": "chatrecord", "content": body}]}
    (record,) = read([TEXT | {"msgtype": "chatrecord", "chatrecord": body}])

    assert record.refusal is not None
    assert "too_deep" == record.refusal.code


@pytest.mark.parametrize("message_type", [None, "", "text", ["revoke"], {}])
def test_the_action_makes_a_recall(message_type: object) -> None:
    """A recall is one by its action, whatever its message type has become."""
    record = without("roomid") | {"action": "recall", "msgtype": message_type}
    (read_one,) = read([record | {"revoke": {"pre_msgid": "m0"}}], format="archive")

    assert read_one.event is not None
    assert ("message.recall", "m0") == (read_one.event.type, read_one.event.get("message"))


def test_what_tells_of_no_conduct_is_not_damaged() -> None:
    """A consent and a switch of company are refused without being called damaged."""
    agree = TEXT | {"msgtype": "agree", "agree": {"userid": "w", "agree_time": 1}}
    switch = {"msgid": "m9", "action": "switch", "time": 1767232800000, "user": "lin.xiao"}
    refusals = [record.refusal for record in read([agree, switch, without("from")])]

    assert [False, False, True] == [refusal.damaged for refusal in refusals if refusal]


@pytest.mark.parametrize("code", REASONS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_reason_is_a_line(code: str, language: Any) -> None:
    """Each reason is one line in either language, without a final stop or an open place."""
    refusal = Refusal(3, code, "text.content", "text", "a\nnumber" * 40)
    reason = refusal.reason(language)

    assert reason and "\n" not in reason
    assert not reason.endswith((".", "。"))
    assert "{" not in reason
    assert (f"line 3: {reason}" if language == "en" else f"第 3 行：{reason}") == refusal.render(
        language
    )


def test_a_reason_in_chinese() -> None:
    """What was expected and what was there are said in Chinese too."""
    refusal = refused(written(TEXT | {"text": {"content": 5}}))

    assert "`text.content` must be text (got a number)" == refusal.reason()
    assert "`text.content` 应为文本（实为数字）" == refusal.reason("zh")
    assert "line 2: `text.content` must be text (got a number)" == str(refusal)


@pytest.mark.parametrize(
    ("head", "code", "got"),
    [
        (json.dumps(TEXT).encode("utf-16"), "encoding", "UTF-16"),
        (b"\x1f\x8b\x08\x00", "not_json", "a gzip archive"),
        (b"PK\x03\x04", "not_json", "a zip archive or a workbook"),
        (b"SQLite format 3\x00", "not_json", "an SQLite database"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "not_json", "XML of another kind"),
    ],
)
def test_another_kind_of_file_is_refused_once(
    tmp_path: Path, head: bytes, code: str, got: str
) -> None:
    """A file that is something else altogether gives one refusal, not one for each line."""
    path = tmp_path / "file"
    path.write_bytes(head + b"\n\x01\n\x02\n")

    (record,) = read(path)

    assert record.refusal is not None
    assert (code, got) == (record.refusal.code, record.refusal.got)

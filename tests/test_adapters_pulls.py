"""Records pulled from the interfaces of WeCom: what each tells, and what befalls damaged ones."""

from __future__ import annotations

import copy
import io
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_adapters_fuzz import mutants

from wechat_policy.adapters import FORMATS, Record, detect, read
from wechat_policy.adapters.terms import TERMS

DATA = Path(__file__).parent / "data" / "pulls"
CASES: dict[str, list[dict[str, Any]]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(DATA.glob("*.json"))
}
FLAT = [(format, case) for format, cases in CASES.items() for case in cases]
NAMES = [f"{format}: {case['why']}" for format, case in FLAT]
RECORDS = [case["record"] for _, case in FLAT]
OK = {"errcode": 0, "errmsg": "ok"}
T = 1767232800


def told(records: Iterator[Record]) -> list[dict[str, Any]]:
    """What was read, as the data has it."""
    found: list[dict[str, Any]] = []
    for record in records:
        if record.event is not None:
            found.append({"event": record.event.to_dict()})
            continue
        assert record.refusal is not None
        facts = {key: getattr(record.refusal, key) for key in ("code", "field", "expected", "got")}
        found.append({"refusal": facts} | ({"raw_id": record.raw_id} if record.raw_id else {}))
    return found


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


def events(*pages: Any, **options: Any) -> list[dict[str, Any]]:
    return [record.event.to_dict() for record in read(pages, **options) if record.event]


def refusals(*pages: Any, **options: Any) -> list[tuple[str, str]]:
    return [(one.refusal.code, one.refusal.field) for one in read(pages, **options) if one.refusal]


def page(key: str, *items: Any) -> dict[str, Any]:
    return {**OK, key: list(items)}


@pytest.mark.parametrize(("format", "case"), FLAT, ids=NAMES)
def test_what_a_record_tells(format: str, case: dict[str, Any]) -> None:
    """Each record gives the events and refusals that are written beside it."""
    assert case["told"] == plain(told(read([case["record"]], format=format)))


@pytest.mark.parametrize(("format", "case"), FLAT, ids=NAMES)
def test_the_format_shows(format: str, case: dict[str, Any]) -> None:
    """Each record shows its own format and no other."""
    assert format == detect([case["record"]]).format
    shown = [name for name, one in FORMATS.items() if one.sign(case["record"])]
    assert [format] == [name for name in shown if name != "archive"]


def test_every_format_is_tried() -> None:
    """No format of this family is without a case."""
    assert set(CASES) <= set(FORMATS)
    assert 14 == len(CASES)


@pytest.mark.parametrize(("format", "case"), FLAT, ids=NAMES)
def test_ids_are_unique_and_lasting(format: str, case: dict[str, Any]) -> None:
    """The events of a record have ids of their own, and the same ones when it comes again."""
    once = [event["id"] for event in events(case["record"], format=format)]

    assert len(once) == len(set(once))
    again = events(copy.deepcopy(case["record"]), case["record"], format=format)
    assert once * 2 == [event["id"] for event in again]


def lists(record: Any) -> Iterator[list[Any]]:
    yield from (value for value in record.values() if isinstance(value, list) and len(value) > 1)


@pytest.mark.parametrize(("format", "case"), FLAT, ids=NAMES)
def test_the_order_on_a_page_is_of_no_weight(format: str, case: dict[str, Any]) -> None:
    """A page in reverse order tells of the same events."""
    record = copy.deepcopy(case["record"])
    for items in lists(record):
        items.reverse()

    def alike(found: list[dict[str, Any]]) -> Counter[str]:
        return Counter(f"{one['type']} {one['id']}" for one in found)

    assert alike(events(case["record"], format=format)) == alike(events(record, format=format))


@pytest.mark.parametrize(("format", "case"), FLAT, ids=NAMES)
def test_what_is_no_conduct_has_words_in_chinese(format: str, case: dict[str, Any]) -> None:
    """Whatever a refusal says was there is said in Chinese too."""
    for one in read([case["record"]], format=format):
        if one.refusal is not None and one.refusal.got:
            assert one.refusal.got in TERMS
            assert one.refusal.got not in one.refusal.reason("zh")


CLOCK = {"userid": "lin.xiao", "checkin_type": "上班打卡", "checkin_time": T}
DAY = {"base_info": {"date": T, "acctid": "lin.xiao", "day_type": 1}}
REPORT = {"journal_uuid": "J", "report_time": T, "submitter": {"userid": "lin.xiao"}}
LOG = {"time": T, "userid": "lin.xiao", "oper_type": 8, "detail_info": "", "ip": ""}
FILE = {"time": T, "userid": "lin.xiao", "operation": {"type": 101}, "file_info": "茶单.xlsx"}
SCREEN = {"time": T, "userid": "lin.xiao", "screen_shot_type": 1}
SENT = {"userid": "lin.xiao", "external_userid": "wmA", "status": 1, "send_time": T}
LISTED = {"msgid": "g", "creator": "lin.xiao", "create_time": T, "text": {"content": "茶"}}
WORD = {"msgid": "k", "open_kfid": "wk", "external_userid": "wmA", "send_time": T, "origin": 3}
WORD |= {"msgtype": "text", "text": {"content": "茶"}}
POST = {"moment_id": "p", "creator": "lin.xiao", "create_time": T, "text": {"content": "茶"}}
DEVICE = {"device_code": "D", "status": 5, "last_login_time": T, "last_login_userid": "lin.xiao"}
UNSAID = {"msgid": "e", "sender": {"id": "a"}, "receiver_list": [{"id": "b"}], "send_time": T}
PUSHED = {"msg_id": "m", "sensitive_id": 1, "user_id": "a", "msg_time": T, "strategy_name": "s"}
GROUP = {"chat_id": "wr", "member_list": [{"userid": "a", "join_time": T}], "admin_list": []}

SOUND: dict[str, tuple[str, dict[str, Any]]] = {
    "clocking": ("checkindata", CLOCK),
    "day": ("datas", DAY),
    "log": ("record_list", LOG),
    "file": ("record_list", FILE),
    "screen": ("record_list", SCREEN),
    "listed": ("group_msg_list", LISTED),
    "customer service": ("msg_list", WORD),
    "post": ("moment_list", POST),
    "device": ("device_list", DEVICE),
    "message without content": ("msg_list", UNSAID),
}

FAULTS = [
    ("checkindata", CLOCK, {"userid": None}, "missing", "userid"),
    ("checkindata", CLOCK, {"userid": ["a"]}, "wrong", "userid"),
    ("checkindata", CLOCK, {"checkin_time": None}, "missing", "checkin_time"),
    ("checkindata", CLOCK, {"checkin_time": "昨天"}, "wrong", "checkin_time"),
    ("checkindata", CLOCK, {"checkin_time": -1}, "wrong", "checkin_time"),
    ("checkindata", CLOCK, {"checkin_type": "午睡打卡"}, "wrong", "checkin_type"),
    ("checkindata", CLOCK, {"checkin_type": ""}, "missing", "checkin_type"),
    ("checkindata", CLOCK, {"checkin_type": []}, "missing", "checkin_type"),
    ("checkindata", CLOCK, {"checkin_type": {}}, "wrong", "checkin_type"),
    ("checkindata", CLOCK, {"exception_type": 5}, "wrong", "exception_type"),
    ("checkindata", CLOCK, {"location_title": 5}, "wrong", "location_title"),
    ("datas", DAY, {"base_info": {"acctid": "a", "day_type": 1}}, "missing", "base_info.date"),
    ("datas", DAY, {"base_info": {"acctid": "", "date": T}}, "missing", "base_info.acctid"),
    ("datas", DAY, {"exception_infos": 5}, "wrong", "exception_infos"),
    ("datas", DAY, {"exception_infos": [5]}, "wrong", "exception_infos[0]"),
    ("datas", DAY, {"exception_infos": [{}]}, "missing", "exception_infos[0].exception"),
    ("datas", DAY, {"sp_items": [{"type": "假"}]}, "wrong", "sp_items[0].type"),
    ("record_list", LOG, {"time": 0}, "wrong", "time"),
    ("record_list", LOG, {"userid": ""}, "missing", "userid"),
    ("record_list", LOG, {"oper_type": "改"}, "wrong", "oper_type"),
    ("record_list", LOG, {"oper_type": None}, "missing", "oper_type"),
    ("record_list", LOG, {"detail_type": "改"}, "wrong", "detail_type"),
    ("record_list", LOG, {"detail_info": {}}, "wrong", "detail_info"),
    ("record_list", FILE, {"operation": {"type": "传"}}, "wrong", "operation.type"),
    ("record_list", FILE, {"operation": 5}, "wrong", "operation"),
    ("record_list", FILE, {"operation": {}}, "missing", "operation.type"),
    ("record_list", FILE, {"userid": ""}, "missing", "userid"),
    ("record_list", FILE, {"userid": "", "external_user": 5}, "wrong", "external_user"),
    ("record_list", FILE, {"userid": "", "external_user": {"type": 1}}, "missing", "userid"),
    ("record_list", FILE, {"file_size": "大"}, "wrong", "file_size"),
    ("record_list", FILE, {"file_info": 5}, "wrong", "file_info"),
    ("record_list", SCREEN, {"time": None}, "missing", "time"),
    ("record_list", SCREEN, {"userid": None}, "missing", "userid"),
    ("record_list", SCREEN, {"screen_shot_type": "聊"}, "wrong", "screen_shot_type"),
    ("send_list", SENT, {"status": None}, "missing", "status"),
    ("send_list", SENT, {"send_time": None}, "missing", "send_time"),
    ("send_list", SENT, {"external_userid": {}}, "wrong", "external_userid"),
    ("group_msg_list", LISTED, {"creator": None}, "missing", "creator"),
    ("group_msg_list", LISTED, {"text": 5}, "wrong", "text"),
    ("group_msg_list", LISTED, {"text": {"content": 5}}, "wrong", "text.content"),
    ("group_msg_list", LISTED, {"attachments": [{}]}, "missing", "attachments[0].msgtype"),
    ("group_msg_list", LISTED, {"attachments": [5]}, "wrong", "attachments[0]"),
    ("msg_list", WORD, {"msgtype": ""}, "missing", "msgtype"),
    ("msg_list", WORD, {"msgtype": "telepathy"}, "unknown_type", "msgtype"),
    ("msg_list", WORD, {"origin": 7}, "wrong", "origin"),
    ("msg_list", WORD, {"origin": 5}, "missing", "servicer_userid"),
    ("msg_list", WORD, {"text": {"content": 5}}, "wrong", "text.content"),
    ("msg_list", WORD, {"text": {}}, "missing", "text.content"),
    ("msg_list", WORD, {"text": 5}, "wrong", "text"),
    ("msg_list", WORD, {"msgtype": "event", "event": {}}, "missing", "event.event_type"),
    (
        "msg_list",
        WORD,
        {"msgtype": "event", "event": {"event_type": "user_recall_msg"}},
        "missing",
        "event.recall_msgid",
    ),
    ("moment_list", POST, {"creator": None}, "missing", "creator"),
    ("moment_list", POST, {"image": 5}, "wrong", "image"),
    ("moment_list", POST, {"moment_id": ""}, "missing", "moment_id"),
    ("device_list", DEVICE, {"last_login_userid": ""}, "missing", "last_login_userid"),
    ("device_list", DEVICE, {"confirm_timestamp": "早"}, "wrong", "confirm_timestamp"),
    ("msg_list", UNSAID, {"sender": 5}, "wrong", "sender"),
    ("msg_list", UNSAID, {"sender": {}}, "missing", "sender.id"),
    ("msg_list", UNSAID, {"receiver_list": [{}]}, "missing", "receiver_list[0].id"),
    ("agreeinfo", {"agree_status": "Agree"}, {"agree_status": ""}, "missing", "agree_status"),
]
FAULTS = [
    (*one[:4], "external_user.name") if one[2].get("external_user") == {"type": 1} else one
    for one in FAULTS
]


@pytest.mark.parametrize(("key", "sound", "change", "code", "field"), FAULTS)
def test_a_fault_has_its_path(
    key: str, sound: dict[str, Any], change: dict[str, Any], code: str, field: str
) -> None:
    """A faulty record is refused with its path on the page, and its neighbours are told."""
    faulty = {name: value for name, value in (sound | change).items() if value is not None}
    found = list(read([page(key, sound, faulty, sound)]))

    damage = [one.refusal for one in found if one.refusal and one.refusal.damaged]
    assert [(code, f"{key}[1].{field}")] == [(one.code, one.field) for one in damage]
    assert len(list(read([page(key, sound)]))) * 2 == len(found) - 1


@pytest.mark.parametrize("change", [["a"], 5, "x", None, True])
@pytest.mark.parametrize("name", SOUND)
def test_what_is_no_record_is_refused_alone(name: str, change: Any) -> None:
    """Something else in the place of a record is refused by its index; the others are told."""
    key, sound = SOUND[name]

    assert [("wrong", f"{key}[1]")] == refusals(page(key, sound, change, sound))
    assert 2 <= len(events(page(key, sound, change, sound)))


@pytest.mark.parametrize("key", ["checkindata", "send_list", "moment_list", "agreeinfo"])
def test_a_list_that_is_none(key: str) -> None:
    """A page whose list is no list is refused by its name."""
    assert [("wrong", key)] == refusals({**OK, key: 5})
    assert [("wrong", key)] == refusals({**OK, key: "no JSON"})


@pytest.mark.parametrize(
    "empty",
    [
        {**OK, "record_list": [], "has_more": False, "next_cursor": ""},
        {**OK, "checkindata": []},
        {**OK, "send_list": None},
        {**OK, "msg_list": []},
        OK,
    ],
)
def test_an_empty_page_is_no_conduct(empty: dict[str, Any]) -> None:
    """A page without records is told as such, with the format known or not."""
    (record,) = read([empty])

    assert record.refusal is not None
    assert ("no_conduct", False) == (record.refusal.code, record.refusal.damaged)
    assert record.refusal.got == "a page without records"


@pytest.mark.parametrize("format", ["auto", *CASES])
def test_a_failed_page_is_refused(format: str) -> None:
    """A pull that failed is refused for that, and decides nothing about the file."""
    failed = {"errcode": 42001, "errmsg": "access_token expired"}
    last = CASES[format][0]["record"] if format != "auto" else page("checkindata", CLOCK)
    first, *others = read([failed, last], format=format)

    assert first.refusal is not None
    assert ("failed_page", "42001") == (first.refusal.code, first.refusal.got)
    assert len(list(read([last]))) == len(others)
    assert [] == [one for one in others if one.refusal and one.refusal.damaged]


def test_a_failed_page_keeps_its_list() -> None:
    """An error code beside an empty list is a failed pull, not an empty page."""
    failed = {"errcode": "60011", "errmsg": "no privilege", "checkindata": []}

    assert [("failed_page", "errcode")] == refusals(failed)


def test_logs_of_both_kinds_stand_in_one_file() -> None:
    """The logs of members and of administrators are told apart by record, not by file."""
    both = page("record_list", LOG, LOG | {"detail_type": 23})

    assert ["admin.operate", "login"] == [one["type"] for one in events(both)]


def test_pages_of_another_interface_are_refused() -> None:
    """A page of something else in a file is named as such, and nothing is made of it."""
    mixture = [page("record_list", LOG), page("record_list", FILE), page("checkindata", CLOCK)]
    found = list(read(mixture))

    assert ["operation", None, None] == ["operation" if one.event else None for one in found]
    got = [(one.refusal.code, one.refusal.got) for one in found if one.refusal]
    assert [("other_format", "file_record"), ("other_format", "checkin")] == got


@pytest.mark.parametrize(
    "detail",
    [
        "新密码：hunter2",
        "姓名：林晓；密码：hunter2",
        "password: hunter2",
        "密码；hunter2",
        "密码已改成 hunter2",
        "Secret：x；hunter2；尾",
    ],
)
@pytest.mark.parametrize("kind", [5, 8, 11])
@pytest.mark.parametrize("admin", [{}, {"detail_type": 161}])
def test_secrets_stay_out(detail: str, kind: int, admin: dict[str, Any]) -> None:
    """What an operation log tells of a password is in no event, not even in its id."""
    record = LOG | admin | {"oper_type": kind, "detail_info": detail}
    other = record | {"detail_info": detail.replace("hunter2", "sw0rdfish")}

    found = events(page("record_list", record))
    assert found
    assert "hunter2" not in json.dumps(found, ensure_ascii=False)
    assert found == events(page("record_list", other))


def test_a_report_has_one_id_by_every_route() -> None:
    """The detail of a report and the statistic of its period give one id."""
    item = {"journaluuid": "J", "reporttime": T}
    report = {"user": {"userid": "lin.xiao"}, "itemlist": [item]}
    statistic = {"template_id": "TPL", "report_list": [report], "unreport_list": []}
    found = events(page("stat_list", statistic), {**OK, "info": REPORT})

    assert {"J"} == {one["id"] for one in found}
    assert 2 == len(found)


def test_a_broadcast_has_one_id_by_every_route() -> None:
    """Tasks and results that were given the id of their message give one id a sender."""
    task = {"userid": "lin.xiao", "status": 2, "send_time": T + 5}
    pages = [page("send_list", SENT), page("send_list", SENT | {"external_userid": "wmB"})]
    found = events(*({**one, "msgid": "g"} for one in (*pages, page("task_list", task))))

    assert {"group_send/g/lin.xiao"} == {one["id"] for one in found}
    assert ["wmA", "wmB"] == [one["customers"][0] for one in found if "customers" in one]


def test_a_faulty_recipient_is_not_counted() -> None:
    """The broadcast of a page counts the recipients that are sound."""
    rows = [SENT, SENT | {"send_time": "早"}, SENT | {"external_userid": "wmB"}]
    (event,) = events(page("send_list", *rows))

    assert (2, ["wmA", "wmB"]) == (event["sent_count"], event["customers"])


def test_a_group_with_a_faulty_member() -> None:
    """A member without an id is refused, and the others have joined."""
    members = [{"userid": "a", "join_time": T}, {"join_time": T}, {"userid": "b", "join_time": T}]
    group = {**OK, "at": T, "group_chat": GROUP | {"member_list": members}}

    assert ["a", "b"] == [one["actor"] for one in events(group)]
    assert {("missing", "group_chat.member_list[1].userid")} == set(refusals(group))


def test_times_without_offset_are_of_the_zone() -> None:
    """The day of an attendance sheet is the one of the company's zone."""
    sheet = page("datas", {"base_info": {"date": 1767196800, "acctid": "a", "day_type": 1}})

    assert ["2026-01-01"] == [one["date"] for one in events(sheet)]
    assert ["2025-12-31"] == [one["date"] for one in events(sheet, timezone="Europe/Berlin")]


@pytest.mark.parametrize("written", [T, str(T), T * 1000, "2026-01-01 10:00:00"])
@pytest.mark.parametrize(
    ("key", "sound", "field"),
    [
        ("checkindata", CLOCK, "checkin_time"),
        ("record_list", LOG, "time"),
        ("send_list", SENT, "send_time"),
        ("device_list", DEVICE, "last_login_time"),
        ("moment_list", POST, "create_time"),
    ],
)
def test_a_time_may_be_written_in_many_ways(
    key: str, sound: dict[str, Any], field: str, written: Any
) -> None:
    """Seconds, milliseconds and a written time are one time, and give one id."""
    assert events(page(key, sound)) == events(page(key, sound | {field: written}))


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("name", SOUND)
def test_a_page_that_is_cut_off(name: str, indent: int | None) -> None:
    """The whole records of a page that is cut in its last one are told, the cut one is refused."""
    key, sound = SOUND[name]
    whole = json.dumps(page(key, sound, sound, sound), ensure_ascii=False, indent=indent)
    last = json.dumps(sound, ensure_ascii=False, indent=indent)
    torn = whole[: whole.rindex(last.strip("{}\n ")[:6]) + 20].splitlines(keepends=True)
    found = list(read(torn))

    assert any(one.refusal and one.refusal.code == "cut" for one in found)
    wanted = {one["id"] for one in events(page(key, sound))}
    assert wanted == {one.event.id for one in found if one.event}
    assert 2 * len(wanted) == sum(one.event is not None for one in found)


@pytest.mark.parametrize("name", SOUND)
def test_records_alone_tell_the_same(name: str) -> None:
    """Records kept one a line, without their page, tell what they tell on it."""
    key, sound = SOUND[name]

    assert events(page(key, sound, sound)) == events(sound, sound)


@pytest.mark.parametrize("name", SOUND)
def test_a_byte_order_mark(name: str) -> None:
    """A file with a byte order mark is read like one without."""
    key, sound = SOUND[name]
    written = json.dumps(page(key, sound), ensure_ascii=False)

    found = read(io.BytesIO(("\ufeff" + written).encode()))
    assert events(page(key, sound)) == [one.event.to_dict() for one in found if one.event]


def test_pages_in_another_encoding() -> None:
    """Of pages a line, one in GBK is refused for that and the others are told."""
    good = json.dumps(page("checkindata", CLOCK), ensure_ascii=False)
    content = b"\n".join([good.encode(), good.encode("gb18030"), good.encode(), b""])
    first, middle, last = read(io.BytesIO(content))

    assert first.event is not None and last.event is not None
    assert middle.refusal is not None
    assert ("encoding", "GBK", 2) == (middle.refusal.code, middle.refusal.got, middle.line)


def test_characters_beyond_the_basic_plane() -> None:
    """Rare characters and pictures come through untouched, in ids and in words."""
    word = "𠮷😀👩‍👩‍👧"
    (event,) = events(
        page("msg_list", WORD | {"text": {"content": word}, "external_userid": f"wm{word}"})
    )

    assert (word, f"wm{word}") == (event["text"], event["sender"])


def test_a_record_too_deep_is_refused_alone() -> None:
    """Text of JSON that is nested too deep is refused in its place."""
    deep = '{"a": ' + "[" * 100 + "]" * 100 + "}"
    faulty = WORD | {"text": deep}

    assert [("too_deep", "msg_list[1].text")] == refusals(page("msg_list", WORD, faulty, WORD))
    assert 2 == len(events(page("msg_list", WORD, faulty, WORD)))


def test_a_decoded_record_too_deep_is_refused_alone() -> None:
    """A record that was decoded elsewhere, without a bound, keeps nothing else from being read."""
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    pages = page("checkindata", CLOCK, CLOCK | {"notes": deep}, CLOCK)

    assert [("too_deep", "checkindata[1]")] == refusals(pages)
    assert 2 == len(events(pages))


def test_a_long_page_takes_its_time_only() -> None:
    """What a page holds does not make its other records slower."""
    rows = [SENT | {"external_userid": f"wm{number}"} for number in range(20_000)]
    found = list(read([page("send_list", *rows)]))

    assert 20_000 == len(found)
    assert [20_000] == [one.event.get("sent_count") for one in found if one.event]


@given(mutants(RECORDS), st.sampled_from(["auto", *CASES]))
def test_no_content_raises(record: Any, format: str) -> None:
    """Whatever befalls a record, each part of it is an event or a refusal, and the next is read."""
    after = page("checkindata", CLOCK)
    found = list(read([record, after], format=format))

    assert found
    assert all((one.event is None) != (one.refusal is None) for one in found)
    for one in found:
        if one.refusal is not None:
            assert one.refusal.render("en") and one.refusal.render("zh")
    detect([record])


SHARED = os.environ.get("WECHAT_POLICY_SHARED", "")
SAMPLES = sorted(Path(SHARED).glob("wecom/samples/api/*.json")) if SHARED else []
OTHERS = ("oa.getapproval",)


@pytest.mark.skipif(not SAMPLES, reason="the samples of the interfaces are not at hand")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_samples_of_the_documentation_are_known(path: Path) -> None:
    """Every sample shows a format and comes to something."""
    if path.name.startswith(OTHERS):
        pytest.skip("of another family")
    assert detect(path).format in CASES
    found = list(read(path))
    assert found
    codes = {one.refusal.code for one in found if one.refusal}
    assert codes <= {"no_conduct", "consent_record", "missing", "unknown_type"}

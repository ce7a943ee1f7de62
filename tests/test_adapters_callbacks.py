"""What each callback of WeCom becomes, one of each kind in `data/callbacks`; and damaged ones."""

from __future__ import annotations

import io
import json
import os
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xmltodict
from hypothesis import given
from hypothesis import strategies as st
from test_adapters_fuzz import VALUES, mutants

from wechat_policy import Engine, load
from wechat_policy.adapters import Record, detect, read
from wechat_policy.adapters.callbacks.notices import READERS
from wechat_policy.adapters.terms import TERMS

DATA = Path(__file__).parent / "data" / "callbacks"
NAMES = sorted(path.stem for path in DATA.glob("*.xml"))
WRITTEN = {name: (DATA / f"{name}.xml").read_text(encoding="utf-8") for name in NAMES}
OFFICIAL = Path(os.environ.get("WECHAT_POLICY_SHARED", "nowhere")) / "wecom" / "samples" / "events"

ENVELOPE = {
    "ToUserName": "ww5a0c1d7e93b2f846",
    "FromUserName": "sys",
    "CreateTime": 1767232800,
    "MsgType": "event",
}
MEMBER = ENVELOPE | {"Event": "change_contact", "ChangeType": "update_user", "UserID": "lin.xiao"}
CUSTOMER = ENVELOPE | {
    "Event": "change_external_contact",
    "ChangeType": "add_external_contact",
    "UserID": "zhao.min",
    "ExternalUserID": "wmGuest1",
}
CHAT = ENVELOPE | {
    "Event": "change_external_chat",
    "ChangeType": "update",
    "ChatId": "wrGuests",
    "UpdateDetail": "add_member",
    "JoinScene": 0,
    "MemChangeList": {"Item": ["wmGuest1", "wmGuest2"]},
}
NOTE = ENVELOPE | {"FromUserName": "lin.xiao", "MsgType": "text", "Content": "谁", "MsgId": 81}
USE = ENVELOPE | {"FromUserName": "lin.xiao", "Event": "enter_agent", "AgentID": 7}


def outcome(record: Record) -> dict[str, Any]:
    """An event or a refusal as the files with what is expected have it."""
    if record.event:
        told: dict[str, Any] = json.loads(json.dumps(record.event.to_dict(), default=str))
        return told
    assert record.refusal is not None
    facts = {"field": record.refusal.field, "got": record.refusal.got}
    return {"refused": record.refusal.code, **{key: one for key, one in facts.items() if one}}


def told(source: Any, **options: Any) -> list[dict[str, Any]]:
    return [outcome(record) for record in read(source, **options)]


def names(source: Any) -> list[Any]:
    """The ids of events, and the codes of refusals."""
    return [one.get("id") or one["refused"] for one in told(source)]


def expected(name: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text("utf-8"))["told"]
    return told


def decoded(name: str) -> dict[str, Any]:
    record: dict[str, Any] = xmltodict.parse(WRITTEN[name])["xml"]
    return record


@pytest.mark.parametrize("name", NAMES)
def test_each_callback_tells_what_it_should(name: str) -> None:
    """A callback gives the events, or the reasons for none, that its file says."""
    assert expected(name) == told([WRITTEN[name]])
    assert expected(name) == told(io.BytesIO(WRITTEN[name].encode()), format="callback")


@pytest.mark.parametrize("name", NAMES)
def test_json_says_the_same(name: str) -> None:
    """The same fields as JSON give the same."""
    assert expected(name) == told([json.dumps(decoded(name))])


REPEATED = {"Item", "PicList", "SpRecord", "Details", "NodeList", "SubNodeList", "Comments"}


def numbered(value: Any) -> Any:
    """A callback with its numbers as numbers and its single items as lists."""
    if isinstance(value, dict):
        inner = {key: numbered(one) for key, one in value.items()}
        lone = REPEATED & {key for key, one in inner.items() if not isinstance(one, list)}
        return inner | {key: [inner[key]] for key in lone}
    if isinstance(value, list):
        return [numbered(one) for one in value]
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


@pytest.mark.parametrize("name", NAMES)
def test_numbers_and_the_order_of_fields_change_nothing(name: str) -> None:
    """However a program has kept the fields, the ids are the same."""
    record = numbered(decoded(name))
    mixed = list(record.items())
    random.Random(5).shuffle(mixed)

    assert names([decoded(name)]) == names([record]) == names([dict(mixed)])


def test_without_cdata_it_is_the_same() -> None:
    """The mark of literal text is no part of what is said."""
    for name in NAMES:
        bare = WRITTEN[name].replace("<![CDATA[", "").replace("]]>", "")

        assert expected(name) == told([bare])


def test_what_is_delivered_again_has_the_same_id() -> None:
    """A callback that comes again within a file repeats its ids, and no other callback has them."""
    both = [one["id"] for one in told([WRITTEN["chat_linked"]] * 2) if "id" in one]
    others = [name for name in NAMES if not name.startswith(("approval", "open", "message"))]
    ids = [one["id"] for name in others for one in told([WRITTEN[name]]) if "id" in one]

    assert both[:2] == both[2:] and 4 == len(both)
    # The third-party one is the same fact as the other.
    assert len(ids) - 1 == len(set(ids))


def test_both_envelopes_give_one_id() -> None:
    """What an app of the company and one of a third party are told of is one fact."""
    assert names([WRITTEN["add_external_contact"]]) == names(
        [WRITTEN["add_external_contact_suite"]]
    )


def test_a_file_of_all_callbacks() -> None:
    """Documents one after the other are read one by one, whatever stands before the first."""
    whole = "\ufeff" + "".join(WRITTEN.values())
    every = [one for name in NAMES for one in expected(name)]

    assert every == told(io.BytesIO(whole.encode()))
    assert every == told([json.dumps([decoded(name) for name in NAMES])])
    assert ("callback", "event") == (detect([whole]).format, detect([whole]).sign)


def test_a_callback_within_a_record_of_a_program() -> None:
    """What received it may have kept it as an object under `xml`, or as text."""
    record = {"received": "2026-01-01", "body": WRITTEN["edit_external_contact"]}

    assert expected("edit_external_contact") == told([json.dumps(record)])
    assert expected("chat_left") == told([{"xml": decoded("chat_left")}])
    assert "wrapper" == detect([record]).sign
    broken = {"body": WRITTEN["chat_left"].replace("</ChatId>", "")}
    assert ["broken_xml"] == [one["refused"] for one in told([broken], format="callback")]


@pytest.mark.parametrize("event", READERS)
def test_notices_are_no_conduct(event: str) -> None:
    """Each notice is a sound record that tells of no conduct, in Chinese too."""
    for record in read([ENVELOPE | {"Event": event}, {"InfoType": event, "TimeStamp": 1767232800}]):
        assert record.refusal is not None and not record.refusal.damaged
        assert record.refusal.code == "consent_record" or record.refusal.got in TERMS


def test_every_reason_without_conduct_is_said_in_chinese() -> None:
    """What the callbacks here are instead of conduct has Chinese words."""
    got = {
        one["got"] for name in NAMES for one in expected(name) if one.get("refused") == "no_conduct"
    }

    assert len(got) > 12
    assert got <= TERMS.keys()


@pytest.mark.parametrize(
    "record",
    [
        "<xml><ToUserName>ww5a</ToUserName><Encrypt><![CDATA[msg+cipher==]]></Encrypt>"
        "<AgentID>7</AgentID></xml>",
        '{"ToUserName": "ww5a", "Encrypt": "msg+cipher==", "AgentID": 7}',
        '{"tousername": "ww5a", "encrypt": "msg+cipher==", "agentid": 7}',
    ],
)
def test_an_encrypted_callback_says_what_to_do(record: str) -> None:
    """What nobody has decrypted is refused with what has to be done."""
    (found,) = read([record])

    assert found.refusal is not None and "encrypted_callback" == found.refusal.code
    assert found.refusal.damaged
    assert "EncodingAESKey" in found.refusal.reason()
    assert "EncodingAESKey" in found.refusal.reason("zh")
    assert "cipher" not in str(found.refusal.to_dict())


def test_secrets_do_not_enter_events() -> None:
    """Codes and tickets that open something are left out."""
    secrets = {"WelcomeCode": "S1", "Token": "S2", "AuthCode": "S3", "SuiteTicket": "S4"}
    click = USE | secrets | {"Event": "template_card_event", "ResponseCode": "S5"}
    for record in (CUSTOMER | secrets, CHAT | secrets, NOTE | secrets, click):
        ((one,)) = told([record])

        assert "id" in one
        assert not {"S1", "S2", "S3", "S4", "S5"} & {str(value) for value in one.values()}


@pytest.mark.parametrize(
    ("record", "code", "field"),
    [
        (MEMBER | {"UserID": ""}, "missing", "UserID"),
        (MEMBER | {"UserID": ["a", "b"]}, "wrong", "UserID"),
        (MEMBER | {"CreateTime": ""}, "missing", "CreateTime"),
        (MEMBER | {"CreateTime": 0}, "missing", "CreateTime"),
        (MEMBER | {"CreateTime": "soon"}, "wrong", "CreateTime"),
        (MEMBER | {"ChangeType": ""}, "missing", "ChangeType"),
        (MEMBER | {"ChangeType": "create_robot"}, "unknown_event", "ChangeType"),
        (MEMBER | {"Event": "change_weather"}, "unknown_event", "Event"),
        (MEMBER | {"Event": ""}, "missing", "Event"),
        (MEMBER | {"Status": 9}, "wrong", "Status"),
        (MEMBER | {"Status": "left"}, "wrong", "Status"),
        (MEMBER | {"Position": {"a": 1}}, "wrong", "Position"),
        (MEMBER | {"Department": {}}, "wrong", "Department"),
        (MEMBER | {"ExtAttr": "x"}, "wrong", "ExtAttr"),
        (MEMBER | {"ExtAttr": {"Item": [{}, 5]}}, "wrong", "ExtAttr.Item[1]"),
        (MEMBER | {"ExtAttr": {"Item": {"Name": []}}}, "no_conduct", ""),
        (CUSTOMER | {"ExternalUserID": None}, "missing", "ExternalUserID"),
        (CUSTOMER | {"ChangeType": "add_ghost"}, "unknown_event", "ChangeType"),
        (CUSTOMER | {"ChangeType": None}, "missing", "ChangeType"),
        (CHAT | {"ChatId": {}}, "wrong", "ChatId"),
        (CHAT | {"UpdateDetail": None}, "missing", "UpdateDetail"),
        (CHAT | {"UpdateDetail": "change_colour"}, "unknown_event", "UpdateDetail"),
        (CHAT | {"JoinScene": 8}, "wrong", "JoinScene"),
        (CHAT | {"JoinScene": "door"}, "wrong", "JoinScene"),
        (CHAT | {"UpdateDetail": "del_member", "QuitScene": 4}, "wrong", "QuitScene"),
        (CHAT | {"MemChangeList": {"Item": {"a": 1}}}, "wrong", "MemChangeList.Item"),
        (CHAT | {"ChangeType": "paint"}, "unknown_event", "ChangeType"),
        (NOTE | {"Content": ""}, "missing", "Content"),
        (NOTE | {"Content": {"a": 1}}, "wrong", "Content"),
        (NOTE | {"FromUserName": ""}, "missing", "FromUserName"),
        (NOTE | {"MsgType": "hologram"}, "unknown_type", "MsgType"),
        (USE | {"AgentID": None}, "missing", "AgentID"),
        (ENVELOPE | {"Event": "sys_approval_change"}, "missing", "ApprovalInfo"),
        ({"InfoType": "change_contact", "SuiteId": "w"}, "missing", "TimeStamp"),
    ],
)
def test_what_is_wrong_is_named(record: dict[str, Any], code: str, field: str) -> None:
    """A fault is told with its path; the callbacks around it come through."""
    before, *middle, after = read([CHAT, record, NOTE])
    refusals = [one.refusal for one in middle if one.refusal]

    assert before.event and after.event
    assert [(code, field)] == [(one.code, one.field) for one in refusals]


def test_a_damaged_update_is_refused_as_a_whole() -> None:
    """No part of a callback is told before all of it has been read."""
    (refused,) = told([MEMBER | {"Mobile": "13900002222", "Status": 5, "Position": {"a": 1}}])

    assert ("wrong", "Position") == (refused["refused"], refused["field"])


def test_what_somebody_wrote_is_not_repeated() -> None:
    """A refusal tells the place and the kind of what was there, not the words."""
    private = "离婚协议 https://x.example.cn"
    for key in ("Event", "ChangeType", "CreateTime", "Status"):
        for record in read([MEMBER | {key: private}], format="callback"):
            assert record.refusal is not None
            assert "离婚" not in json.dumps(record.refusal.to_dict("zh"), ensure_ascii=False)


def test_a_bad_member_leaves_the_good_ones() -> None:
    """One unreadable id among those who entered is refused, the others are told."""
    good, bad = told([CHAT | {"MemChangeList": {"Item": ["wmGuest1", {}, "wmGuest1"]}}])[::-1]

    assert ["wmGuest1"] == good["members"]
    assert "MemChangeList.Item[1]" == bad["field"]


@pytest.mark.parametrize(
    "members", ["a,b", ["a", "b"], {"Item": ["a", "b"]}, [{"Item": ["a", "b"]}]]
)
def test_members_in_any_layout(members: Any) -> None:
    """Those who entered are found as a list, as elements, or with commas between them."""
    assert ["a", "b"] == told([CHAT | {"MemChangeList": members}])[0]["members"]


@pytest.mark.parametrize("name", NAMES)
def test_a_callback_cut_in_the_middle(name: str) -> None:
    """A document that ends too early is one refusal; its neighbours are read."""
    whole = WRITTEN[name]
    first, last = WRITTEN["message_text"], WRITTEN["edit_external_contact"]
    found = told(io.StringIO(first + whole[: len(whole) // 2] + "\n" + last))

    assert expected("message_text")[0] == found[0]
    assert expected("edit_external_contact")[0] == found[-1]
    assert ["cut_xml"] == [one["refused"] for one in found[1:-1]]


def test_other_encodings() -> None:
    """GBK is read where the document says so, and named where it does not."""
    written = WRITTEN["update_user_position"]
    declared = '<?xml version="1.0" encoding="GBK"?>\n' + written

    assert expected("update_user_position") * 2 == told(io.BytesIO(declared.encode("gbk") * 2))
    (refused,) = told(io.BytesIO(written.encode("gbk")))
    assert ("encoding", "GBK") == (refused["refused"], refused["got"])


def test_a_fault_carries_the_number_of_its_application() -> None:
    """What cannot be told of an application is told with its number, the longer one if given."""
    record = decoded("approval_withdraw")
    record["ApprovalInfo"]["SpNoStr"] = "2026010100061234567890"
    *events, withdrawn = read([record])

    assert ["2026010100061234567890"] == [withdrawn.raw_id]
    assert "approval:2026010100061234567890" == events[0].raw_id


def test_an_application_counts_once_however_often_it_is_told() -> None:
    """Each later callback repeats what was told, and the engine drops it."""
    stages = [name for name in NAMES if name.startswith("approval_") and name[9].isdigit()]
    engine = Engine(load("P09"))
    seen = []
    for record in read([WRITTEN[name] for name in stages]):
        if record.event:
            engine.feed(record.event)
            seen.append(record.event.id)

    assert 5 == len(stages)
    # One application, three times assigned, three times decided.
    assert 7 == len(set(seen))
    assert len(seen) - 7 == engine.stats()["duplicates"]


RECORDS = [decoded(name) for name in NAMES]


@given(mutants(RECORDS))
def test_no_change_of_a_callback_raises(record: Any) -> None:
    """Whatever befalls a callback, each record of it is an event or a refusal."""
    before, *middle, after = read([CHAT, record, NOTE], format="callback")

    assert before.event and after.event
    assert middle and all((one.event is None) != (one.refusal is None) for one in middle)


@given(st.sampled_from(RECORDS), st.dictionaries(st.text(max_size=12), VALUES, max_size=4))
def test_fields_of_any_kind_do_no_harm(record: dict[str, Any], more: dict[str, Any]) -> None:
    """Fields that nobody knows are kept or left, and nothing raises."""
    assert names([more | record])


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official samples are not here")
def test_official_samples_are_sound() -> None:
    """No official sample is called damaged."""
    for path in sorted(OFFICIAL.glob("*.xml")):
        records = list(read(path))

        assert records, path.name
        assert not [one.refusal for one in records if one.refusal and one.refusal.damaged], (
            path.name
        )


def test_whoever_left_the_address_book_opens_the_duty_to_close_the_account() -> None:
    """The leave of a callback is one that took effect, which P06 asks for."""
    record = {
        "MsgType": "event", "Event": "change_contact", "ChangeType": "update_user",
        "CreateTime": 1772500000, "UserID": "lin.xiao", "Status": 5,
    }  # fmt: skip
    engine = Engine(load("P06"))
    for told in read([record]):
        if told.event is not None:
            engine.feed(told.event)
    late = engine.advance(datetime(2026, 3, 30, tzinfo=UTC))

    assert "离职销户" in {one.clause for verdict in late for one in verdict.violations}

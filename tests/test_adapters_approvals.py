"""What pulled applications become, as in `data/approvals`; the same ids as by callbacks."""

from __future__ import annotations

import copy
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from test_adapters_callbacks import WRITTEN, names, told
from test_adapters_fuzz import mutants

from wechat_policy.adapters import detect, read
from wechat_policy.adapters.approval_forms import form_of
from wechat_policy.adapters.terms import TERMS

CASES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "data" / "approvals").glob("*.json"))
}
RECORDS = {name: case["record"] for name, case in CASES.items()}
APPROVED, LEAVE = RECORDS["approved"], RECORDS["leave"]


def changed(record: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of a record with one value of it replaced, `path` as in a refusal."""
    record = copy.deepcopy(record)
    *outer, key = path.replace("[", ".").replace("]", "").split(".")
    holder: Any = record
    for step in outer:
        holder = holder[int(step) if isinstance(holder, list) else step]
    holder[int(key) if isinstance(holder, list) else key] = value
    return record


@pytest.mark.parametrize("name", CASES)
def test_each_pull_tells_what_it_should(name: str) -> None:
    """A pull gives the events, or the reasons for none, that its file says."""
    assert CASES[name]["told"] == told([json.dumps(RECORDS[name])])
    assert CASES[name]["told"] == told([RECORDS[name]], format="approval")


def test_pages_are_recognised() -> None:
    """An answer of a pull, the application within it and a list of numbers show the format."""
    signs = {name: detect([record]) for name, record in RECORDS.items()}

    assert {"approval"} == {one.format for one in signs.values()}
    assert "page" == signs["approved"].sign == signs["open"].sign
    assert ("application", "numbers") == (signs["bare"].sign, signs["list"].sign)


@pytest.mark.parametrize(
    ("callback", "pull"), [("approval_4_approved", "approved"), ("open_approval_2", "open")]
)
def test_a_pull_and_a_callback_give_the_same_ids(callback: str, pull: str) -> None:
    """A fact has one id, whichever way it comes; all else but what was filled in is equal, too."""
    known = {one["id"]: one for one in told([WRITTEN[callback]])}
    pulled = {one["id"]: one for one in told([RECORDS[pull]])}

    assert list(known) == list(pulled)
    for key, one in known.items():
        assert one.items() <= pulled[key].items()


def test_an_id_stays_when_more_is_known() -> None:
    """Each callback tells all of the one before, by the same ids and in the same words."""
    stages = sorted(name for name in WRITTEN if name.startswith("approval_") and name[9].isdigit())
    before: list[dict[str, Any]] = []
    for name in stages:
        now = [one for one in told([WRITTEN[name]]) if "id" in one]

        assert before == [one for one in now if one in before]
        before = now


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        ("info.sp_no", "", "missing", "info.sp_no"),
        ("info.sp_no", {}, "wrong", "info.sp_no"),
        ("info.apply_time", 0, "missing", "info.apply_time"),
        ("info.apply_time", "soon", "wrong", "info.apply_time"),
        ("info.applyer", None, "missing", "info.applyer"),
        ("info.applyer.userid", "", "missing", "info.applyer.userid"),
        ("info.sp_status", "open", "wrong", "info.sp_status"),
        ("info", [], "wrong", "info"),
    ],
)
def test_what_an_application_cannot_be_without(
    path: str, value: Any, code: str, field: str
) -> None:
    """Without its number, applicant or time there is no application; the next one is read."""
    record = changed(APPROVED, path, value)
    before, *middle, after = read([LEAVE, record, LEAVE], format="approval")
    refusals = [one.refusal for one in middle if one.refusal]

    assert before.event and after.event
    assert [(code, field)] == [(one.code, one.field) for one in refusals]


@pytest.mark.parametrize(
    ("path", "value", "code", "field"),
    [
        ("sp_record[0].details[1].sptime", "", "missing", "sp_record[0].details[1].sptime"),
        ("sp_record[0].details[1].sptime", [1, 2], "wrong", "sp_record[0].details[1].sptime"),
        ("sp_record[0].details[1]", "x", "wrong", "sp_record[0].details[1]"),
        (
            "sp_record[0].details[1].approver",
            {"name": "x"},
            "missing",
            "sp_record[0].details[1].approver.userid",
        ),
        ("sp_record[0].approverattr", "all", "wrong", "sp_record[0].approverattr"),
        ("sp_record[1]", 5, "wrong", "sp_record[1]"),
        ("notifyer", [{"name": "x"}], "missing", "notifyer[0].userid"),
        ("comments", ["x"], "wrong", "comments[0]"),
        (
            "apply_data.contents[3].value.new_money",
            "much",
            "wrong",
            "apply_data.contents[3].value.new_money",
        ),
        ("apply_data.contents[5].value", 7, "wrong", "apply_data.contents[5].value"),
        ("apply_data.contents[8]", "x", "wrong", "apply_data.contents[8]"),
    ],
)
def test_a_bad_item_leaves_the_rest(path: str, value: Any, code: str, field: str) -> None:
    """A fault within an application is told with its path and number; the rest comes through."""
    records = list(read([changed(APPROVED, f"info.{path}", value)]))
    refusals = [one.refusal for one in records if one.refusal]

    assert (code, f"info.{field}") in [(one.code, one.field) for one in refusals]
    assert {"202601010001"} == {one.raw_id for one in records if one.refusal}
    events = [one.event.type for one in records if one.event]
    assert {"approval.request", "approval.assign", "approval.decide"} == set(events)


def test_leniently_meant() -> None:
    """Numbers as text and one item where a list is meant are what they plainly mean."""
    record = changed(APPROVED, "info.apply_time", "1767232800")
    record = changed(record, "info.sp_no", 202601010001)
    record = changed(record, "info.notifyer", record["info"]["notifyer"][0])
    record = changed(
        record, "info.sp_record[1].details", record["info"]["sp_record"][1]["details"][0]
    )

    assert CASES["approved"]["told"] == told([record])


def test_sums_are_exact() -> None:
    """A sum is the decimal that was written; with two of them nothing says which is meant."""
    (record, *_) = read([APPROVED])
    second = copy.deepcopy(APPROVED)
    second["info"]["apply_data"]["contents"].append(APPROVED["info"]["apply_data"]["contents"][3])
    (other, *_) = read([second])

    assert record.event and other.event
    assert Decimal("8640.50") == record.event.get("amount")
    assert other.event.get("amount") is None
    assert {"金额", "金额 Money-金额"} <= other.event.get("fields").keys()


def decisions(rule: int, *opinions: tuple[str, int, int]) -> list[tuple[str, int, bool]]:
    """Who has approved in which step, and whether by that everybody had, with one more step."""
    details = [
        {"approver": {"userid": who}, "sp_status": state, "sptime": 1767232800 + seconds}
        for who, state, seconds in opinions
    ]
    steps = [
        {"approverattr": 1, "details": details[:1]},
        {"approverattr": rule, "details": details},
    ]
    record = changed(changed(APPROVED, "info.sp_record", steps), "info.sp_status", 1)
    found = [one for one in told([record]) if one["type"] == "approval.decide"]
    return [(one["actor"], one["step"], one["final"]) for one in found]


def test_when_everybody_has_approved() -> None:
    """It is final when the last of all, or one for all, has approved in the last step."""
    first = ("zhao.min", 1, False)
    both = [("zhao.min", 2, 90), ("wu.fan", 2, 60)]

    assert [("wu.fan", 2, False), first, ("zhao.min", 2, True)] == decisions(2, *both)
    assert [first, ("zhao.min", 2, True)] == decisions(1, ("zhao.min", 2, 60), ("wu.fan", 1, 0))
    assert [first, ("zhao.min", 2, False)] == decisions(2, ("zhao.min", 2, 60), ("wu.fan", 1, 0))


def test_a_failed_pull() -> None:
    """An answer that is an error says which."""
    (refused,) = told([{"errcode": 301055, "errmsg": "no"}], format="approval")

    assert ("failed_page", "301055") == (refused["refused"], refused["got"])


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("请假申请", "leave"),
        ("Leave of absence", "leave"),
        ("退群申请", "group_leave"),
        ("差旅费报销单", "expense"),
        ("备用金借款", "loan"),
        ("合同付款", "payment"),
        ("公章使用", "seal"),
        ("企业微信账号开通", "account"),
        ("推广物料", "marketing"),
        ("前台交接", "other"),
        ("", "other"),
    ],
)
def test_what_a_form_is_called(name: str, form: str) -> None:
    """The name that a company gave to a form tells what is applied for."""
    assert form == form_of(name)


@pytest.mark.parametrize("layout", ["lines", "list", "indented", "BOM"])
def test_pulls_in_any_layout(layout: str) -> None:
    """Pulls are read as lines, as a list, and over several lines, also with a byte order mark."""
    both = [APPROVED, LEAVE]
    written = {
        "lines": "\n".join(map(json.dumps, both)),
        "list": json.dumps(both),
        "indented": "\n".join(json.dumps(one, indent=1, ensure_ascii=False) for one in both),
        "BOM": "\ufeff" + json.dumps(both, ensure_ascii=False),
    }[layout]

    assert CASES["approved"]["told"] + CASES["leave"]["told"] == told(io.BytesIO(written.encode()))


@pytest.mark.parametrize("name", CASES)
def test_a_pull_cut_in_the_middle(name: str) -> None:
    """A line that ends too early is refused; its neighbours are read."""
    torn = json.dumps(RECORDS[name])
    lines = [json.dumps(LEAVE), torn[: len(torn) // 2], json.dumps(APPROVED)]
    found = told(io.BytesIO("\n".join(lines).encode()))

    assert CASES["leave"]["told"] == found[:2]
    assert CASES["approved"]["told"] == found[-7:]
    assert all("refused" in one for one in found[2:-7]) and len(found) > 9


def test_another_encoding_is_named() -> None:
    """GBK is named as such; characters of four bytes are kept."""
    (refused,) = told(io.BytesIO(json.dumps(LEAVE, ensure_ascii=False).encode("gbk")))
    assert ("encoding", "GBK") == (refused["refused"], refused["got"])
    wide = changed(LEAVE, "info.apply_data.contents[1].value.text", "回老家𠮷😀")
    assert "回老家𠮷😀" == told([json.dumps(wide)])[0]["purpose"]


def test_what_is_no_conduct_is_said_in_chinese() -> None:
    """What an application has beside events has Chinese words."""
    found = [one for text in WRITTEN.values() if "ApprovalInfo" in text for one in told([text])]
    got = {one["got"] for one in [*found, *CASES["list"]["told"]] if "refused" in one}

    assert 6 == len(got)
    assert got <= TERMS.keys()


@given(mutants(list(RECORDS.values())))
def test_no_change_of_a_pull_raises(record: Any) -> None:
    """Whatever befalls an application, each part of it is an event or a refusal."""
    before, *middle, after = read([LEAVE, record, LEAVE], format="approval")

    assert before.event and after.event
    assert middle and all((one.event is None) != (one.refusal is None) for one in middle)


def test_ids_within_an_application_are_unique() -> None:
    """No two facts of one application share an id."""
    for record in RECORDS.values():
        ids = names([record])

        assert len(ids) == len(set(ids))

"""What is applied for: the kind of form, and what was filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import tzinfo
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from wechat_policy.adapters import fields
from wechat_policy.adapters.parts import Part
from wechat_policy.adapters.records import Refused

_FORMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "group_leave": ("退群", "离群", "leave a group"),
        "group_extension": ("群延期", "延长群", "group extension"),
        "leave": ("请假", "休假", "年假", "调休", "病假", "事假", "产假", "leave"),
        "expense": ("报销", "差旅费", "expense", "reimburse"),
        "loan": ("借款", "备用金", "loan"),
        "purchase": ("采购", "请购", "purchase"),
        "payment": ("付款", "支付", "payment"),
        "seal": ("用印", "用章", "盖章", "印章", "公章", "seal"),
        "account": ("账号", "帐号", "账户开通", "account"),
        "marketing": ("营销", "推广", "群发", "marketing"),
        "publication": ("推文", "文章发布", "内容发布", "对外发布", "publication"),
        "commitment": ("承诺", "commitment"),
        "filing": ("备案", "filing"),
        "policy": ("制度", "policy"),
        "document": ("公文", "发文", "文件审批", "document"),
        "task": ("任务", "task"),
    }
)
"""Words in the name of a form that tell its kind; the first kind that is found counts."""

_LARGEST = 10**15

_REASONS = ("事由", "原因", "理由", "用途", "reason", "purpose")


def form_of(name: str) -> str:
    """The kind of form that a name speaks of, `other` where it speaks of none."""
    lowered = name.lower()
    for form, words in _FORMS.items():
        if any(word in lowered for word in words):
            return form
    return "other"


def filled_in(application: Part, zone: tzinfo) -> tuple[dict[str, Any], list[Refused]]:
    """What `apply_data` states as attributes of an `approval.request`, and its faults."""
    stated: dict[str, Any] = {}
    faults: list[Refused] = []
    values: dict[str, Any] = {}
    amounts: list[Decimal] = []
    attachments: list[dict[str, Any]] = []
    for control in _controls(application, faults):
        try:
            title, kind = _title(control), control.word("control")
            value = control.part("value")
            if value is None or kind == "Tips":
                continue
            said = _said(kind, value, zone)
        except Refused as refused:
            faults.append(refused)
            continue
        if said is not None:
            values[title if title not in values else f"{title} {control.word('id')}"] = said
        if kind == "Money" and isinstance(said, Decimal):
            amounts.append(said)
        if kind == "File" and isinstance(said, list):
            attachments += [{"file_id": each, "field": title} for each in said]
        if kind == "Vacation" and isinstance(said, dict) and said.get("type"):
            stated["leave_type"] = said["type"]
        if isinstance(said, dict) and "start" in said and "end" in said:
            stated.setdefault("period", {"start": said["start"], "end": said["end"]})
        if isinstance(said, str) and any(word in title.lower() for word in _REASONS):
            stated.setdefault("purpose", said)
    if values:
        stated["fields"] = {key: _kept(value) for key, value in values.items()}
    if len(amounts) == 1:
        stated["amount"] = amounts[0]
    if attachments:
        stated["attachments"] = attachments
    return stated, faults


def _controls(application: Part, faults: list[Refused]) -> Iterator[Part]:
    for outer in application.parts("contents"):
        if isinstance(outer, Refused):
            faults.append(outer)
        else:
            yield outer


def _title(control: Part) -> str:
    """What the field is called, in the first language that has a name, else its id."""
    return _first_text(control, "title") or control.word("id")


def _first_text(part: Part, key: str) -> str:
    for each in part.parts(key):
        if isinstance(each, Refused):
            raise each
        if word := each.word("text"):
            return word
    return ""


def _said(kind: str, value: Part, zone: tzinfo) -> Any:
    match kind:
        case "Text" | "Textarea":
            return value.word("text") or None
        case "Number" | "Money":
            return _number(value, "new_number" if kind == "Number" else "new_money")
        case "Formula":
            return _number(value.part("formula"), "value")
        case "Date":
            date = value.part("date")
            moment = date.moment_if_any("s_timestamp", zone) if date else None
            return moment and moment.isoformat()
        case "Selector":
            return _options(value.part("selector"))
        case "Contact":
            return [*_ids(value, "members", "userid"), *_ids(value, "departments", "openapi_id")]
        case "File":
            return _ids(value, "files", "file_id")
        case "RelatedApproval":
            return _ids(value, "related_approval", "sp_no")
        case "Vacation":
            vacation = value.part("vacation")
            if vacation is None:
                return None
            chosen = _options(vacation.part("selector"))
            leave = "、".join(chosen) if isinstance(chosen, list) else chosen
            return {"type": leave, **_span(vacation.part("attendance"), zone)}
        case "Attendance":
            return _span(value.part("attendance"), zone) or None
        case "DateRange":
            return _span(value, zone) or None
        case "Table":
            return _rows(value, zone)
        case _:
            return fields.tame(dict(value.source)) or None


def _number(part: Part | None, key: str) -> Decimal | None:
    if part is None or not (written := str(part.get(key) or "").replace(",", "").strip()):
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise Refused("wrong", part.place(key), "a number", "text") from None
    if not number.is_finite():
        raise Refused("wrong", part.place(key), "a finite number", "a number")
    return number


def _options(selector: Part | None) -> str | list[str] | None:
    chosen = []
    for each in selector.parts("options") if selector else ():
        if isinstance(each, Refused):
            raise each
        chosen.append(_first_text(each, "value") or each.word("key"))
    return chosen[0] if len(chosen) == 1 else chosen or None


def _ids(part: Part, key: str, name: str) -> list[str]:
    found = []
    for each in part.parts(key):
        if isinstance(each, Refused):
            raise each
        found.append(each.identity(name))
    return found


def _span(part: Part | None, zone: tzinfo) -> dict[str, Any]:
    """The beginning and the end of a time that is asked for, as far as told."""
    span = part.part("date_range") if part else None
    told: dict[str, Any] = {}
    for name, key in (("start", "new_begin"), ("end", "new_end")):
        if span and (moment := span.moment_if_any(key, zone)):
            told[name] = moment.isoformat()
    if span and (duration := span.whole("new_duration")) is not None:
        told["duration"] = duration
    return told


def _rows(value: Part, zone: tzinfo) -> list[dict[str, Any]] | None:
    rows = []
    for row in value.parts("children"):
        if isinstance(row, Refused):
            raise row
        cells: dict[str, Any] = {}
        for cell in row.parts("list"):
            if isinstance(cell, Refused):
                raise cell
            inner = cell.part("value")
            if inner is not None and (said := _said(cell.word("control"), inner, zone)) is not None:
                cells.setdefault(_title(cell), _kept(said))
        if cells:
            rows.append(cells)
    return rows or None


def _kept(value: Any) -> Any:
    """A value as JSON has it: an exact number with a fraction stays text."""
    if isinstance(value, Decimal):
        is_whole = value == value.to_integral_value() and abs(value) < _LARGEST
        return int(value) if is_whole else str(value)
    if isinstance(value, dict):
        return {key: _kept(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_kept(inner) for inner in value]
    return value

"""Reading an application out of a callback or a pull, of WeCom's own approvals or of others.

Both have the same fields and differ in how they spell them; `Part` passes over that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from wechat_policy.adapters.approval_forms import filled_in, form_of
from wechat_policy.adapters.approvals import Approval, Opinion, Remark, Step
from wechat_policy.adapters.format import Native
from wechat_policy.adapters.parts import Part
from wechat_policy.adapters.records import Refused

_COPIED = 2
"""The type of a node whose people are only told."""

_RULES = {1: 2, 2: 1}
"""How the people of a node decide: 1 is everyone and 2 one for all, the reverse of the records."""


def application_events(info: Part, zone: tzinfo) -> Iterator[Native | Refused]:
    """The events of an application that stands in `ApprovalInfo` or in `info`."""
    faults: list[Refused] = []
    number = info.word("SpNoStr") or info.identity("SpNo")
    name = info.word("SpName")
    person = info.part("Applyer")
    if person is None:
        raise Refused("missing", info.place("Applyer"))
    stated: dict[str, Any] = {"module": name} if name else {}
    if party := person.word("Party") or person.word("partyid"):
        stated["submitted_by_department"] = party
    nodes = info.part("ProcessList")
    if copied := _copied(info, nodes, faults):
        stated["cc"] = copied
    form = form_of(name)
    if (application := info.part("apply_data")) is not None:
        filled, found = filled_in(application, zone)
        stated |= filled
        faults += found
        if form == "other" and "leave_type" in filled:
            form = "leave"
    if template := info.word("TemplateId"):
        stated["x_template_id"] = template
    approval = Approval(
        ref=f"approval:{number}",
        form=form,
        at=info.moment("ApplyTime", zone),
        applicant=person.identity("UserId"),
        state=info.whole("SpStatus"),
        steps=_steps(info, nodes, zone, faults),
        remarks=tuple(_remarks(info, zone, faults)),
        cause=info.whole("StatuChangeEvent"),
        stated=stated,
    )
    yield from _named(number, faults, approval)


def open_application_events(info: Part, zone: tzinfo) -> Iterator[Native | Refused]:
    """The same of an application in the company's own software, which WeCom passes on."""
    faults: list[Refused] = []
    third = info.identity("ThirdNo")
    title = info.word("OpenSpName")
    stated: dict[str, Any] = {"module": title} if title else {}
    if party := info.word("ApplyUserParty"):
        stated["submitted_by_department"] = party
    if template := info.word("OpenTemplateId"):
        stated["x_template_id"] = template
    copied = []
    for node in _inner(info, "NotifyNodes", "NotifyNode", faults):
        try:
            copied.append(node.identity("ItemUserid"))
        except Refused as refused:
            faults.append(refused)
    if copied:
        stated["cc"] = copied
    steps = []
    for number, node in enumerate(_inner(info, "ApprovalNodes", "ApprovalNode", faults), 1):
        opinions = tuple(
            _read(faults, item, "ItemUserid", "ItemStatus", "ItemOpTime", "ItemSpeech", zone)
            for item in _inner(node, "Items", "Item", faults)
        )
        said = tuple(one for one in opinions if one is not None)
        steps.append(
            Step(number, _whole(node, "NodeAttr", faults), _whole(node, "NodeStatus", faults), said)
        )
    approval = Approval(
        ref=f"open_approval:{third}",
        form=form_of(title),
        at=info.moment("ApplyTime", zone),
        applicant=info.identity("ApplyUserId"),
        state=info.whole("OpenSpStatus"),
        steps=tuple(steps),
        stated=stated,
    )
    yield from _named(third, faults, approval)


def _named(number: str, faults: list[Refused], approval: Approval) -> Iterator[Native | Refused]:
    """Faults and events, the number with each fault, for the application is all they name."""
    for each in (*faults, *approval.events()):
        if isinstance(each, Refused):
            each.raw_id = number
        yield each


def _steps(info: Part, nodes: Part | None, zone: tzinfo, faults: list[Refused]) -> tuple[Step, ...]:
    """The steps in order: of the records, else of the newer list of nodes."""
    steps = []
    for step in _sound(info, "SpRecord", faults):
        details = tuple(_opinions(step, "Details", "SpStatus", zone, faults))
        steps.append(
            (_whole(step, "ApproverAttr", faults), _whole(step, "SpStatus", faults), details)
        )
    if not steps and nodes is not None:
        for node in _sound(nodes, "NodeList", faults):
            if _whole(node, "NodeType", faults) == _COPIED:
                continue
            details = tuple(_opinions(node, "SubNodeList", "SpYj", zone, faults))
            rule = _whole(node, "ApvRel", faults)
            rule = rule if rule is None else _RULES.get(rule, rule)
            steps.append((rule, _whole(node, "SpStatus", faults), details))
    return tuple(
        Step(number, rule, state, details) for number, (rule, state, details) in enumerate(steps, 1)
    )


def _opinions(
    step: Part, key: str, state: str, zone: tzinfo, faults: list[Refused]
) -> Iterator[Opinion]:
    for detail in _sound(step, key, faults):
        opinion = _read(faults, detail, "UserId", state, "SpTime", "Speech", zone)
        if opinion is not None:
            yield opinion


def _read(
    faults: list[Refused],
    detail: Part,
    person: str,
    state: str,
    clock: str,
    words: str,
    zone: tzinfo,
) -> Opinion | None:
    try:
        return Opinion(
            _person(detail, person),
            detail.whole(state),
            detail.moment_if_any(clock, zone),
            detail.word(words),
            detail.path,
            detail.place(clock),
        )
    except Refused as refused:
        faults.append(refused)
        return None


def _person(detail: Part, key: str) -> str:
    """Who it is: named in the detail itself, or in an object within it."""
    if detail.get(key) is None:
        for name in ("Approver", "UserInfo", "CommentUserInfo"):
            if (inner := detail.part(name)) is not None:
                return inner.identity(key)
    return detail.identity(key)


def _copied(info: Part, nodes: Part | None, faults: list[Refused]) -> list[str]:
    found = list(_sound(info, "Notifyer", faults))
    if not found and nodes is not None:
        for node in _sound(nodes, "NodeList", []):
            if _whole(node, "NodeType", []) == _COPIED:
                found += _sound(node, "SubNodeList", faults)
    people = []
    for each in found:
        try:
            people.append(_person(each, "UserId"))
        except Refused as refused:
            faults.append(refused)
    return people


def _remarks(info: Part, zone: tzinfo, faults: list[Refused]) -> Iterator[tuple[Remark, str]]:
    for comment in _sound(info, "Comments", faults):
        try:
            at = comment.moment("CommentTime", zone)
            person = _person(comment, "UserId")
            name = comment.word("CommentId") or f"{person}:{int(at.timestamp())}"
            remark = Remark(person, at, comment.word("CommentContent"), name)
        except Refused as refused:
            faults.append(refused)
        else:
            yield remark, comment.path


def _whole(part: Part, key: str, faults: list[Refused]) -> int | None:
    """A number that the rest makes sense without."""
    try:
        return part.whole(key)
    except Refused as refused:
        faults.append(refused)
        return None


def _sound(part: Part, key: str, faults: list[Refused]) -> Iterator[Part]:
    for each in part.parts(key):
        if isinstance(each, Refused):
            faults.append(each)
        else:
            yield each


def _inner(part: Part, outer: str, key: str, faults: list[Refused]) -> Iterator[Part]:
    """The objects in an element that is only there to hold them, or in a list in its place."""
    for each in _sound(part, outer, faults):
        if each.get(key) is None and each.source:
            yield each
        else:
            yield from _sound(each, key, faults)

"""Statements on facts and single tests, with answers worked out by hand."""

from __future__ import annotations

from typing import Any

from reference.stories import Row, did, said

OPENED = {"account": "n", "holder": "a", "account_type": "work"}


def _snapshot(nicknames: dict[str, str]) -> dict[str, Any]:
    members = list(nicknames)
    return {"group": "g", "admins": [], "members": members, "nicknames": nicknames}


def _opened(valid_until: str) -> dict[str, Any]:
    papers = [{"kind": "licence", "valid_until": valid_until}]
    return {
        "actor": "a",
        "account": "w",
        "holder": "a",
        "account_type": "work",
        "documents": papers,
    }


FACTS: dict[str, Row] = {
    "none_is_not_unknown": (
        "clause c forbid message when group none  if unknown review",
        [said("09:00", group=None), said("09:01"), said("09:02", group="g")],
        ["violation c a e1", "undetermined c a e2"],
    ),
    "an_absent_mark_of_a_row_is_false": (
        "clause c forbid message when not sender.external  if unknown review",
        [said("09:00"), said("09:01", sender="x"), said("09:02", sender="z")],
        ["violation c a e1", "undetermined c z e3"],
    ),
    "a_path_leads_through_the_directory": (
        "clause c forbid login when identity != account.holder",
        [
            did("login", "09:00", account="w", identity="b"),
            did("login", "09:01", account="w", identity="a"),
        ],
        ["violation c a e1"],
    ),
    "facts_of_none_are_none": (
        "clause c forbid message when sender.manager.manager none",
        [said("09:00")],
        ["violation c a e1"],
    ),
    "in_brackets_names_of_the_kind_are_the_elements": (
        "clause c forbid message when any recipients (external and urgent)",
        [
            said("09:00", recipients=["b", "x"], urgent=True),
            said("09:01", recipients=["b"], urgent=True),
        ],
        ["violation c a e1"],
    ),
    "it_is_the_element_and_event_the_event": (
        "clause c forbid message when any recipients (it = event.sender)",
        [said("09:00", recipients=["a"]), said("09:01", recipients=["b"])],
        ["violation c a e1"],
    ),
    "a_map_has_keys_and_values": (
        'clause c forbid approval.request when any fields (key = "sum" and value > 5)',
        [
            did("approval.request", "09:00", form="leave", fields={"sum": 9}),
            did("approval.request", "09:01", form="leave", fields={"sum": 5, "x": 9}),
        ],
        ["violation c a e1"],
    ),
    "what_nobody_told_is_not_told": (
        "clause c forbid message when not approval told  if unknown review",
        [said("09:00", approval=None), said("09:01"), said("09:02", approval="r")],
        ["violation c a e1", "violation c a e2"],
    ),
    "an_attribute_stands_before_a_population_of_its_name": (
        "clause c forbid snapshot.person when not any event.accounts (type = work)\n"
        "clause d forbid snapshot.person when not any organization.accounts (type = work)",
        [
            did("snapshot.person", "09:00", person="a", accounts=[]),
            did("snapshot.person", "09:01", person="a", accounts=["w"]),
            did("snapshot.person", "09:02", person="a"),
        ],
        ["violation c a e1"],
    ),
    "a_day_in_an_element_is_a_day": (
        "clause c forbid account.open when any documents (valid_until < event.at)",
        [
            did("account.open", "09:00", **OPENED, documents=[{"valid_until": "2026-03-01"}]),
            did("account.open", "09:01", **OPENED, documents=[{"valid_until": "2026-03-02"}]),
        ],
        ["violation c a e1"],
    ),
    "a_day_in_an_object_of_ones_own_is_one_beside_a_day": (
        "clause c forbid x.pass when any visits (it.until < 2026-03-02)  if unknown review",
        [
            did("x.pass", "09:00", visits=[{"until": "2026-03-01"}]),
            did("x.pass", "09:01", visits=[{"until": "2026-03-02"}]),
            did("x.pass", "09:02", visits=[{"until": "2026-03-01T23:59:00+08:00"}]),
            did("x.pass", "09:03", visits=[{"until": "some day"}]),
        ],
        [
            "violation c a e1",
            "violation c a e3",
            "undetermined c a e4",
        ],
    ),
    "an_event_is_judged_before_its_own_change": (
        "clause c forbid employee.leave when actor.status = active",
        [did("employee.leave", "09:00"), did("employee.leave", "09:00")],
        ["violation c a e1"],
    ),
    "a_later_event_of_the_moment_sees_the_change": (
        "clause c forbid message when sender.status = left",
        [said("09:00"), did("employee.leave", "09:00"), said("09:00")],
        ["violation c a e3"],
    ),
    "in_brackets_id_is_the_elements": (
        "clause c forbid message when any people (id = sender and status = active)",
        [said("09:00"), said("09:01", sender="z")],
        ["violation c a e1"],
    ),
    "a_map_owns_no_other_name": (
        'clause c forbid approval.request when any fields (key = "sum" and form = leave)',
        [
            did("approval.request", "09:00", form="leave", fields={"sum": 9}),
            did("approval.request", "09:01", form="expense", fields={"sum": 9}),
        ],
        ["violation c a e1"],
    ),
    "in_a_map_inside_a_population_both_are_at_hand": (
        "clause c forbid snapshot.group when any nicknames"
        " (any people (id = key and name != value)) blame group.owner",
        [
            ("snapshot.group", "09:00", _snapshot({"a": "甲", "b": "小乙"})),
            ("snapshot.group", "09:01", _snapshot({"a": "甲", "b": "乙"})),
        ],
        ["violation c b e1"],
    ),
    "an_object_owns_every_name_and_a_value_beside_it_is_a_value": (
        "clause c forbid message when any items (kind = image)\n"
        "clause d forbid message when any items (kind = event.kind)\n"
        "clause e forbid message when any items (urgent)",
        [
            said("09:00", items=[{"kind": "text"}, {"kind": "image"}], urgent=True),
            said("09:01", items=[{"kind": "file"}], urgent=True),
        ],
        ["violation c a e1", "violation d a e1"],
    ),
    "a_day_inside_an_object_is_a_day": (
        "clause c forbid account.open when any documents (valid_until < 2026-03-02)",
        [
            ("account.open", "09:00", _opened("2026-03-01")),
            ("account.open", "09:01", _opened("2026-03-02")),
        ],
        ["violation c a e1"],
    ),
    "a_list_of_ones_own_is_gone_through_with_it": (
        "clause c forbid x.pass when any gates (it.number = 3)\n"
        "clause d forbid x.pass when any gates (number = 3)",
        [("x.pass", "09:00", {"actor": "a", "gates": [{"number": 3}]})],
        ["violation c a e1"],
    ),
    "of_an_event_of_ones_own_the_actor_answers": (
        "clause c forbid x.pass",
        [("x.pass", "09:00", {"actor": "b"}), ("x.pass", "09:01", {})],
        ["violation c b e1", "violation c nobody e2"],
    ),
}

TESTS: dict[str, Row] = {
    "order_is_false_on_none_and_unknown_on_absence": (
        "clause c forbid message when amount < 5  if unknown review",
        [said("09:00", amount=None), said("09:01"), said("09:02", amount=4)],
        ["undetermined c a e2", "violation c a e3"],
    ),
    "what_has_no_order_is_unknown": (
        "clause c forbid message when text > 5  if unknown review",
        [said("09:00", "饭"), said("09:01", None)],
        ["undetermined c a e1", "undetermined c a e2"],
    ),
    "equality_is_unknown_on_absence_and_none_equals_none": (
        "clause c forbid message when group = reply_to  if unknown review",
        [said("09:00", group=None, reply_to=None), said("09:01", group="g")],
        ["violation c a e1", "undetermined c a e2"],
    ),
    "in_is_false_on_none": (
        "clause c forbid message when sensitivity in {secret, core}",
        [said("09:00", sensitivity="core"), said("09:01", sensitivity=None)],
        ["violation c a e1"],
    ),
    "none_is_an_empty_list": (
        "clause c forbid message when all recipients (external) and not recipients includes sender",
        [said("09:00", recipients=None), said("09:01", recipients=["a"])],
        ["violation c a e1"],
    ),
    "subset_looks_at_every_element": (
        "clause c require recipients subset of group.members on message",
        [
            said("09:00", group="g", recipients=["b"]),
            said("09:01", group="g", recipients=["b", "x"]),
        ],
        ["violation c a e2"],
    ),
    "is_goes_by_department_role_post_and_name": (
        'clause c forbid message when sender is {"一组"}\n'
        'clause d forbid message when sender is {"hr"}\n'
        'clause e forbid message when sender is {"经理"}\n'
        'clause f forbid message when sender is {"甲", "乙"}\n'
        'clause h forbid message when sender is {"财务部"}',
        [said("09:00")],
        [f"violation {clause} a e1" for clause in "cdef"],
    ),
    "is_is_unknown_without_a_row_unless_the_id_is_named": (
        'clause c forbid message when sender is {"hr", "y"}  if unknown review',
        [said("09:00", sender="z"), said("09:01", sender="y")],
        ["undetermined c z e1", "violation c y e2"],
    ),
    "a_parameter_gives_each_of_its_values": (
        'parameter offices = {"财务部", hr}\nparameter sites = {"a.example", "b.example"}\n'
        'clause c forbid message when sender is {offices, "乙"}\n'
        'clause d forbid message when text links_beyond {sites, "c.example"}',
        [
            said("09:00", "https://b.example/x"),
            said("09:01", "https://d.example", sender="b"),
            said("09:02", sender="x"),
        ],
        ["violation c a e1", "violation c b e2", "violation d b e2"],
    ),
    "a_moment_is_equal_to_its_day": (
        "clause c forbid message when at = 2026-03-02\n"
        "clause d forbid message when at in {2026-03-03, 2026-03-05}",
        [said("23:59"), said("03 00:00")],
        ["violation c a e1", "violation d a e2"],
    ),
    "a_named_condition_stands_for_itself_wherever_it_is_named": (
        "condition foreign = external\ncondition loud = text contains bad or foreign\n"
        "clause c forbid message when any recipients (foreign) and loud",
        [said("09:00", "饭桶", recipients=["x"]), said("09:01", "饭桶", recipients=["b"])],
        ["violation c a e1"],
    ),
    "a_word_is_one_in_every_script_and_case": (
        'lexicon less = bad + {"SPAM"} - {"飯桶", "spam"}\n'
        "clause c forbid message when text contains less",
        [said("09:00", "饭桶"), said("09:01", "Spam"), said("09:02", "笨蛋")],
        ["violation c a e3"],
    ),
    "given_is_unknown_on_absence": (
        "clause c forbid message when not group given  if unknown review",
        [said("09:00"), said("09:01", group=None)],
        ["undetermined c a e1", "violation c a e2"],
    ),
    "one_true_element_decides_any": (
        "clause c forbid message when any recipients (external)  if unknown review",
        [said("09:00", recipients=["z", "b"]), said("09:01", recipients=["z", "x"])],
        ["undetermined c a e1", "violation c a e2"],
    ),
    "one_false_element_decides_all": (
        "clause c forbid message when all recipients (external)  if unknown review",
        [said("09:00", recipients=["z", "x"]), said("09:01", recipients=["z", "b"])],
        ["undetermined c a e1"],
    ),
    "hours_end_before_their_end": (
        "clause c forbid message when during work",
        [said("08:59"), said("09:00"), said("12:00"), said("07 09:00")],
        ["violation c a e2"],
    ),
    "or_is_true_beside_unknown": (
        "clause c forbid message when urgent or kind = text",
        [said("09:00")],
        ["violation c a e1"],
    ),
    "words_are_found_in_every_script_and_width": (
        "clause c forbid message when text contains bad",
        [said("09:00", "飯桶"), said("09:01", "饭 桶"), said("09:02", "笨蛋！")],
        ["violation c a e1", "violation c a e3"],
    ),
    "a_phrase_protects_its_place_only": (
        "clause c forbid message when text contains bad",
        [said("09:00", "饭桶洗干净"), said("09:01", "饭桶洗，饭桶")],
        ["violation c a e2"],
    ),
    "near_counts_the_characters_between": (
        "clause c forbid message when text contains bad near cash 2 chars",
        [said("09:00", "笨蛋发了红包"), said("09:01", "笨蛋发了个红包")],
        ["violation c a e1"],
    ),
    "a_score_adds_each_word_once": (
        "clause c forbid message when text score bad >= 3",
        [said("09:00", "笨蛋饭桶"), said("09:01", "笨蛋笨蛋"), said("09:02", None)],
        ["violation c a e1"],
    ),
}

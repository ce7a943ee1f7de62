"""Conditions with a name: they mean what they stand for, wherever they come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from wechat_policy import Engine, load, loads
from wechat_policy.loading import check_text

HEAD = '制度 "n"\n'
NAMED = """\
条件 喧哗 = 紧急 且 正文 匹配 /[!！]/
条件 对外喧哗 = 喧哗 且 群.外部
条款 不喧哗
  不得 消息 当 对外喧哗 或 （喧哗 且 非 发送人.外部）
"""
INLINE = """\
条款 不喧哗
  不得 消息 当 （（紧急 且 正文 匹配 /[!！]/） 且 群.外部）
    或 （（紧急 且 正文 匹配 /[!！]/） 且 非 发送人.外部）
"""


def message(text: str, urgent: bool, group: str) -> dict[str, object]:
    return {
        "type": "message", "id": f"{text}{urgent}{group}", "at": "2026-03-03T10:00:00+08:00",
        "sender": "u", "kind": "text", "text": text, "urgent": urgent, "group": group,
    }  # fmt: skip


DIRECTORY = {
    "people": [{"id": "u", "name": "u", "external": True}],
    "groups": [{"id": "in", "name": "in", "members": []},
               {"id": "out", "name": "out", "members": [], "external": True}],
}  # fmt: skip
EVENTS = [
    message(text, urgent, group)
    for text in ("快！", "好")
    for urgent in (True, False)
    for group in ("in", "out")
]


def told(text: str) -> list[dict[str, object]]:
    engine = Engine(loads(HEAD + text), DIRECTORY)
    return [engine.judge(event).to_dict() for event in EVENTS]


def violated(text: str) -> list[list[object]]:
    """The violations without their conditions, which are told in the author's words."""
    return [[one | {"condition": None} for one in verdict["violations"]] for verdict in told(text)]


def test_a_name_means_what_it_stands_for() -> None:
    """Violations and their evidence are those of the conditions written out."""
    assert violated(INLINE) == violated(NAMED)
    assert 1 == sum(map(bool, violated(NAMED)))


def test_a_condition_is_told_in_its_own_words() -> None:
    """A verdict says what the name stands for."""
    (found,) = [one["violations"][0] for one in told(NAMED) if one["violations"]]

    first, _ = found["condition"]["parts"]
    assert "喧哗 且 群.外部" == first["text"]
    assert "紧急 且 正文 匹配 /[!！]/" == first["parts"][0]["text"]


def test_a_library_gives_conditions(tmp_path: Path) -> None:
    """`use` takes them in, and one of the same name replaces them."""
    (tmp_path / "lib.policy").write_text('制度 "lib"\n条件 喧哗 = 正文 匹配 /！/\n', "utf-8")
    clause = "条款 不喧哗\n  不得 消息 当 喧哗\n"
    (tmp_path / "a.policy").write_text('制度 "a"\n引用 "lib"\n' + clause, "utf-8")
    (tmp_path / "b.policy").write_text(
        '制度 "b"\n引用 "lib"\n条件 喧哗 = 正文 匹配 /好/\n' + clause, "utf-8"
    )

    def flagged(name: str) -> set[object]:
        engine = Engine(load(tmp_path / name), DIRECTORY)
        return {event["text"] for event in EVENTS if engine.judge(event).violations}

    assert {"快！"} == flagged("a.policy")
    assert {"好"} == flagged("b.policy")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("条件 甲 = 甲\n条款 一\n  不得 消息 当 甲\n", ["E129", "E104"]),
        ("条件 甲 = 乙\n条件 乙 = 紧急 且 甲\n条款 一\n  不得 消息 当 紧急\n",
         ["E129"]),
        ("条件 甲 = 紧急\n条件 甲 = 群.外部\n条款 一\n  不得 消息 当 甲\n", ["E120"]),
        ("条件 紧急 = 群.外部\n条款 一\n  不得 消息 当 紧急\n", ["E122", "W103"]),
        ("条件 甲 = 正文 出现 没有的\n条款 一\n  不得 消息 当 甲\n", ["E106"]),
    ],
)  # fmt: skip
def test_faulty_conditions(text: str, codes: list[str]) -> None:
    """What is wrong is told, and where the name is used if it is wrong only there."""
    found = [one.code for one in check_text(HEAD + text)]

    assert set(codes) == set(found) - {"W309", "W310"}


def test_a_fault_inside_names_what_is_missing() -> None:
    """A lexicon that a named condition wants is told by its own name."""
    (found,) = check_text(HEAD + "条件 甲 = 正文 出现 没有的\n条款 一\n  不得 消息 当 甲\n")

    assert "没有的" == found.facts["name"]

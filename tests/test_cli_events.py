"""The command `wechat-policy events`: what it shows of files of records, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from invoking import lines, run

from wechat_policy.adapters import read

DAY = Path(__file__).parents[1] / "examples" / "day" / "archive.jsonl"
MESSAGE = {
    "msgid": "m1",
    "action": "send",
    "from": "lin.xiao",
    "tolist": ["zhao.min"],
    "roomid": "",
    "msgtime": 1767232800000,
    "msgtype": "text",
    "text": {"content": "钥匙在前台，下班以前请到𠮷野家对面的门卫室来拿"},
}
PACKET = MESSAGE | {
    "msgid": "m2",
    "msgtype": "redpacket",
    "redpacket": {"type": 1, "wish": "恭喜", "totalcnt": 1, "totalamount": 1230},
}


def test_an_event_is_a_line() -> None:
    """An event is told with its line, time, type, id and attributes, and no more of its words."""
    found = run("events", "-", stdin=lines(MESSAGE), language="zh")

    assert (
        "第 1 行  2026-01-01 10:00:00+08:00  消息  m1  发送人=lin.xiao  接收人=zhao.min  群=无  "
        "类型=文本  正文=钥匙在前台，下班以前请…\n" == found.stdout
    )
    assert 0 == found.exit_code


def test_the_choice_is_explained() -> None:
    """What showed the format is said, and how many events there were."""
    found = run("events", "-", stdin=lines(MESSAGE, PACKET))

    assert found.stderr == (
        "<stdin>: read as `archive`: record 1 has a `msgid` with `msgtype` or `action`, as in the "
        "chat archive\nevents: 2\n  message: 2\n"
    )


def test_what_is_written_can_be_read_again() -> None:
    """The native events, as lines of JSON, are read as the very events of the file."""
    written = run("events", str(DAY), "--as", "jsonl").stdout
    again = run("events", "-", "--as", "jsonl", stdin=written).stdout

    assert written == again
    events = [record.event for record in read(DAY) if record.event]
    assert [event.id for event in events] == [json.loads(line)["id"] for line in again.splitlines()]


def test_a_sum_is_a_number() -> None:
    """Yuan and fen are written as JSON has numbers."""
    (event,) = run("events", "-", "--as", "jsonl", stdin=lines(PACKET)).stdout.splitlines()

    assert 12.3 == json.loads(event)["amount"]


def test_what_is_refused_is_named() -> None:
    """A bad record is told by line, field and id; the good ones around it come through."""
    bad = MESSAGE | {"msgid": "m3", "msgtime": "soon"}
    consent = {"msgid": "m4", "action": "send", "from": "a", "msgtype": "agree", "agree": {}}
    found = run("events", "-", stdin=lines(MESSAGE, bad, consent, PACKET))

    assert ["line 1", "line 4"] == [line[:6] for line in found.stdout.splitlines()]
    assert found.stderr.splitlines()[1:] == [
        "<stdin>: line 2: `msgtime` must be a time in milliseconds, in seconds or as "
        "YYYY-mm-dd HH:MM:SS (got text) (id m3)",
        "<stdin>: line 3: the record is the answer to a request for consent, not conduct (id m4)",
        "events: 2 (1 refused, 1 without conduct)",
        "  message: 2",
    ]


@pytest.mark.parametrize(
    ("words", "stdin", "said"),
    [
        (("-",), '{"a": 1}\n', "none of the 1 records could be judged"),
        (("nowhere.jsonl",), "", "there is no file `nowhere.jsonl`"),
        (("-", "--timezone", "Mars/Base"), lines(MESSAGE), "there is no time zone `Mars/Base`"),
        (("-", "--format", "fax"), "", "Invalid value for '--format'"),
    ],
)
def test_wrong_use(words: tuple[str, ...], stdin: str, said: str) -> None:
    """Wrong use ends with 2 and says what is wrong."""
    found = run("events", *words, stdin=stdin)

    assert 2 == found.exit_code
    assert said in found.stderr


def test_a_format_that_is_given_is_kept() -> None:
    """With a format given, records of another are refused as such."""
    found = run("events", "-", "--format", "events", stdin=lines(MESSAGE))

    assert "the record is of the format archive in a file of the format events" in found.stderr
    assert 2 == found.exit_code


def test_nothing_in_nothing() -> None:
    """A file without records is no wrong use."""
    found = run("events", "-", stdin="\n")

    assert (0, "", "there is no record\nevents: 0\n") == (
        found.exit_code,
        found.stdout,
        found.stderr,
    )

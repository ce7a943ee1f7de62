"""Where records may come from, how files are laid out, and how their format is found."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wechat_policy.adapters import Detection, detect, read
from wechat_policy.events import Event, read_event

EVENT: dict[str, Any] = {
    "type": "message",
    "id": "e1",
    "at": "2026-01-01T10:00:00+08:00",
    "sender": "lin.xiao",
    "kind": "text",
    "text": "钥匙在前台",
}
MESSAGE: dict[str, Any] = {
    "msgid": "m1",
    "action": "send",
    "from": "lin.xiao",
    "tolist": ["zhao.min"],
    "roomid": "",
    "msgtime": 1767232800000,
    "msgtype": "text",
    "text": {"content": "钥匙在前台"},
}


def numbered(record: dict[str, Any], count: int) -> list[dict[str, Any]]:
    key = "id" if "id" in record else "msgid"
    return [record | {key: f"r{number}"} for number in range(1, count + 1)]


def text(value: object, **options: Any) -> str:
    return json.dumps(value, ensure_ascii=False, **options)


THREE = {"events": numbered(EVENT, 3), "archive": numbered(MESSAGE, 3)}
WANTED = [(1, "r1", True), (2, "r2", True), (3, "r3", True)]


def found(source: Any, **options: Any) -> list[tuple[int, str | None, bool]]:
    return [(one.line, one.raw_id, one.event is not None) for one in read(source, **options)]


def layouts(records: list[dict[str, Any]]) -> dict[str, str]:
    lines = [text(record) for record in records]
    return {
        "JSON lines": "\n".join(lines) + "\n",
        "without a last line end": "\n".join(lines),
        "CRLF": "\r\n".join(lines) + "\r\n",
        "BOM": "\ufeff" + "\n".join(lines),
        "a list on one line": text(records),
        "a list, indented": text(records, indent=2),
        "a list, a record a line": "[\n" + ",\n".join(lines) + "\n]\n",
        "a list with a BOM": "\ufeff" + text(records),
        "indented objects one after the other": "\n".join(
            text(record, indent=2) for record in records
        ),
    }


LAYOUTS = [
    (format, name, content)
    for format, records in THREE.items()
    for name, content in layouts(records).items()
]
IDS = [f"{format}: {name}" for format, name, _ in LAYOUTS]


@pytest.mark.parametrize(("format", "name", "content"), LAYOUTS, ids=IDS)
@pytest.mark.parametrize("asked", ["auto", "given"])
def test_every_layout_is_read(
    tmp_path: Path, format: str, name: str, content: str, asked: str
) -> None:
    """A file gives the same records however it is laid out, its format given or found."""
    path = tmp_path / "records.json"
    path.write_bytes(content.encode())
    options = {"format": format} if asked == "given" else {}

    assert WANTED == found(path, **options)
    assert WANTED == found(str(path), **options)
    assert WANTED == found(io.BytesIO(content.encode()), **options)
    assert WANTED == found(io.StringIO(content), **options)
    assert WANTED == found(content.splitlines(), **options)


@pytest.mark.parametrize("format", THREE)
def test_decoded_records_are_read(format: str) -> None:
    """Records that are decoded already are read like lines."""
    assert WANTED == found(THREE[format])


class Model:
    """A record of another library, as pydantic would make it."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts

    def model_dump(self, by_alias: bool = False) -> dict[str, Any]:
        return self.facts if by_alias else {f"{key}_": one for key, one in self.facts.items()}


@pytest.mark.parametrize("format", THREE)
def test_objects_of_other_libraries_are_read(format: str) -> None:
    """An object that can dump itself is read by the names of the format."""
    assert WANTED == found([Model(record) for record in THREE[format]])


def test_other_objects_are_refused() -> None:
    """What is no record at all is refused, and its neighbours are read."""
    records = [THREE["archive"][0], object(), 5, THREE["archive"][1]]

    assert [(1, "r1", True), (2, None, False), (3, None, False), (4, "r2", True)] == found(records)


def test_native_events_are_as_read_event_gives_them() -> None:
    """A native record becomes the very event that `read_event` makes of it."""
    (record,) = read([text(EVENT)])

    assert read_event(EVENT) == record.event


@pytest.mark.parametrize("layout", [text, lambda page: text(page, indent=1)])
def test_a_page_of_a_pull(layout: Any) -> None:
    """A page gives its records, numbered as items, with their place in the archive kept."""
    items = [record | {"seq": 40 + index} for index, record in enumerate(THREE["archive"])]
    page = {"errcode": 0, "errmsg": "ok", "chatdata": items}
    records = list(read(layout(page).splitlines(keepends=True)))

    events = [record.event for record in records if record.event]
    assert ["r1", "r2", "r3"] == [event.id for event in events]
    assert ["40", "41", "42"] == [event.get("x_seq") for event in events]


def test_pages_as_lines() -> None:
    """Pages may stand one on a line; their records carry the number of the line."""
    page = {"errcode": 0, "chatdata": THREE["archive"]}
    lines = [text(page), text({"errcode": 0, "chatdata": []}), text(page)]

    assert [1, 1, 1, 3, 3, 3] == [line for line, _, _ in found(lines)]


def test_a_decrypted_page_with_the_message_inside() -> None:
    """A page whose items hold the decrypted message beside the cipher is read."""
    item = {"seq": 9, "msgid": "r1", "publickey_ver": 1, "encrypt_random_key": "k"}
    inside = [
        item | {"encrypt_chat_msg": "c", "message": MESSAGE},
        item | {"encrypt_chat_msg": text(MESSAGE)},
    ]

    for record in read([{"errcode": 0, "chatdata": inside}]):
        assert record.event is not None
        assert ("m1", "9") == (record.event.id, record.event.get("x_seq"))
        assert "x_encrypt_chat_msg" not in record.event.facts


def test_an_encrypted_page_is_refused_by_record() -> None:
    """Each record of a page that nobody has decrypted is refused for that."""
    item = {"seq": 9, "msgid": "c1", "publickey_ver": 1, "encrypt_chat_msg": "c2VjcmV0"}
    records = list(read([{"errcode": 0, "chatdata": [item, item | {"msgid": "c2"}]}]))

    assert ["c1", "c2"] == [record.raw_id for record in records]
    assert ["encrypted"] * 2 == [record.refusal.code for record in records if record.refusal]


@pytest.mark.parametrize("format", THREE)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_that_is_cut_off(format: str, indent: int | None) -> None:
    """A list that ends too early gives its whole records and one refusal."""
    whole = text(THREE[format], indent=indent)
    third = whole.index('"r3"')

    assert [*WANTED[:2], (3, "r3" if format == "archive" else None, False)] == found(
        whole[: third + 8].splitlines(keepends=True)
    )
    records = list(read(whole[:-1].rstrip().splitlines(keepends=True)))
    assert [True, True, True, False] == [record.event is not None for record in records]
    assert records[3].refusal is not None and "cut" == records[3].refusal.code


@pytest.mark.parametrize("format", THREE)
def test_a_broken_item_of_a_list(format: str) -> None:
    """Items round a broken one are read, and the broken one is refused once, with its place."""
    lines = [text(record) for record in THREE[format]]
    lines[1] = lines[1].replace(":", "=", 2)
    records = list(read(["[\n", ",\n".join(lines), "\n]\n"]))

    assert [True, False, True] == [record.event is not None for record in records]
    assert records[1].refusal is not None
    assert "broken" == records[1].refusal.code
    assert records[1].refusal.got.startswith("3:")


def test_broken_items_of_a_page() -> None:
    """The whole records of a torn page are read; each torn one is refused once."""
    five = [text(record) for record in numbered(MESSAGE, 5)]
    five[1] = five[1].replace('"text": {', '"text": {{', 1)
    five[3] = five[3].replace('"msgtype"', "msgtype", 1)
    page = '{"errcode": 0, "chatdata": [' + ", ".join(five) + '], "errmsg": "ok"}'

    records = list(read([page]))
    assert ["r1", "r3", "r5"] == [record.event.id for record in records if record.event]
    assert 2 == sum(record.refusal is not None for record in records)


@pytest.mark.parametrize("format", THREE)
def test_every_item_of_a_list_is_broken(format: str) -> None:
    """Each item of a list that is broken throughout is refused, with its place."""
    lines = [text(record)[:-1] + ",}" for record in THREE[format]]
    records = list(read(["[\n", ",\n".join(lines), "\n]\n"]))

    refusals = [record.refusal for record in records if record.refusal]
    assert ["2", "3", "4"] == [refusal.got.partition(":")[0] for refusal in refusals]
    assert {"broken"} == {refusal.code for refusal in refusals}


def test_a_line_of_garbage_is_refused_briefly() -> None:
    """A long line of what is no record gives a handful of refusals, and soon."""
    for garbage in ('"' * 100_000, '{"' * 50_000, '{"a":' * 20_000, "5 " * 50_000):
        records = list(read([text(MESSAGE), garbage, text(MESSAGE)]))

        assert records[0].event is not None and records[-1].event is not None
        assert 3 <= len(records) <= 5


def test_decoded_records_after_a_document() -> None:
    """Decoded records that follow the lines of a document are read after it."""
    mixture = ["[", text(MESSAGE), "]", MESSAGE]

    assert [(1, "m1", True), (2, "m1", True)] == found(mixture)


def test_lines_with_lone_surrogates() -> None:
    """A line of text with a lone surrogate in it is mended like one with its escape."""
    words = json.dumps(MESSAGE | {"text": {"content": "a\ud83d"}}, ensure_ascii=False)
    (record,) = read([words])

    assert record.event is not None
    assert "a\ufffd" == record.event.get("text")


def test_a_list_in_another_encoding() -> None:
    """Items with characters of another encoding are refused, items in ASCII are read."""
    records = [EVENT | {"id": "r1"}, EVENT | {"id": "r2", "text": "ok"}, EVENT | {"id": "r3"}]
    source = io.BytesIO(text(records).encode("gb18030")[:-2])

    refusals = [record.refusal for record in read(source)]
    assert [True, False, True] == [refusal is not None for refusal in refusals]
    assert ["encoding", "cut"] == [refusal.code for refusal in refusals if refusal]
    assert "GBK" == (refusals[0] and refusals[0].got)


def test_a_text_stream_in_a_wrong_encoding(tmp_path: Path) -> None:
    """A stream that fails to decode its file ends in a refusal instead of an exception."""
    path = tmp_path / "records.jsonl"
    path.write_bytes(text(EVENT | {"text": "ok"}).encode() + b"\n" + text(EVENT).encode("gbk"))

    with path.open(encoding="utf-8") as stream:
        *_, last = read(stream)
    assert last.refusal is not None
    assert "encoding" == last.refusal.code

    with path.open(encoding="utf-8", errors="surrogateescape") as stream:
        first, second = read(stream)
    assert first.event is not None
    assert second.refusal is not None
    assert "GBK" == second.refusal.got


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_first_line_cut_off(cut: int) -> None:
    """A first line that was cut off does not make one document of the lines after it."""
    lines = [text(record) for record in numbered(MESSAGE, 3)]
    lines[0] = lines[0][: len(lines[0]) * cut // 12]

    assert [1, 2, 3] == [line for line, _, _ in found(lines)]
    assert [False, True, True] == [is_event for _, _, is_event in found(lines)]


@pytest.mark.parametrize("empty", ["", "\n\n", "\ufeff", "[]", "[\n]"])
def test_an_empty_file(empty: str) -> None:
    """A file without records gives none."""
    assert [] == found(io.StringIO(empty))


def test_lines_are_read_one_at_a_time() -> None:
    """A record is given before the line after the next is asked for."""
    asked = 0

    def lines() -> Iterator[str]:
        nonlocal asked
        for record in numbered(MESSAGE, 100):
            asked += 1
            yield text(record)

    for record in read(lines()):
        assert asked <= record.line + 1


def test_memory_stays_flat() -> None:
    """A long file takes no more memory than a short one."""

    def peak(count: int) -> int:
        line = text(MESSAGE).encode()
        tracemalloc.start()
        for _ in read(line for _ in range(count)):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)  # What is loaded on first use is not counted.
    assert peak(20_000) < peak(100) + 100_000


def test_a_file_is_closed_when_reading_stops(tmp_path: Path) -> None:
    """A reader that is dropped half-way closes its file."""
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join(text(record) for record in THREE["archive"]))
    records = read(path)
    next(records)
    records.close()  # type: ignore[attr-defined]

    assert [] == list(records)


def test_a_wrong_format_is_an_error() -> None:
    """A format that does not exist is the caller's mistake, told at once."""
    with pytest.raises(ValueError, match="no format is called `csv`"):
        read([], format="csv")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc", "a\0b"])
def test_a_wrong_timezone_is_an_error(name: str) -> None:
    """A timezone that does not exist is the caller's mistake, told at once."""
    with pytest.raises(ValueError, match="no timezone is called"):
        read([], timezone=name)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """A path that leads nowhere raises as `open` does."""
    with pytest.raises(FileNotFoundError):
        next(read(tmp_path / "none"))


def test_records_of_another_format_are_refused() -> None:
    """In a file whose first record shows its format, a record of the other is refused."""
    records = list(read([EVENT, MESSAGE, EVENT]))

    assert isinstance(records[0].event, Event)
    assert records[1].refusal is not None
    assert ("other_format", "events", "archive") == (
        records[1].refusal.code,
        records[1].refusal.expected,
        records[1].refusal.got,
    )
    assert records[2].event is not None


@pytest.mark.parametrize(
    ("source", "format", "sign", "line"),
    [
        ([EVENT], "events", "event", 1),
        ([{"type": "login", "at": "soon"}], "events", "event", 1),
        ([MESSAGE], "archive", "message", 1),
        ([{"msgid": "s", "action": "switch"}], "archive", "message", 1),
        ([{"errcode": 0, "chatdata": []}], "archive", "page", 1),
        ([{"type": 101, "content": text(MESSAGE)}], "archive", "wrapper", 1),
        (["", "{", text(MESSAGE)], "archive", "message", 3),
        ([text(MESSAGE, indent=1)], "archive", "message", 1),
        ([{"a": 1}, 5, EVENT], "events", "event", 3),
        ([], None, "empty", 0),
        (["", "  "], None, "empty", 0),
        ([{"a": 1}], None, "unknown", 0),
        (["hello", "world"], None, "damaged", 0),
        (["hello", {"a": 1}], None, "unknown", 0),
        (["<xml>"], None, "damaged", 0),
    ],
)
def test_the_format_is_found(source: Any, format: str | None, sign: str, line: int) -> None:
    """The first record that shows a format decides, and the sign is named."""
    detection = detect(source)

    assert (format, sign, line) == (detection.format, detection.sign, detection.line)
    assert detection.reason("en") != detection.reason("zh")


def test_a_choice_is_explained() -> None:
    """A detection says in words what showed the format, or why nothing did."""
    assert (
        "record 1 has a `msgid` with `msgtype` or `action`, as in the chat archive"
        == detect([MESSAGE]).reason()
    )
    assert "第 1 条记录含 `type` 和时间 `at`，是原生事件" == detect([EVENT]).reason("zh")
    assert (
        "no record in the sample can be read: line 1: the XML is cut off at 1:1"
        == detect(["<xml>"]).reason()
    )


def test_only_a_sample_is_looked_at() -> None:
    """Detection stops after the sample, whatever comes later."""
    lines = [text({"a": 1})] * 30 + [text(EVENT)]

    assert Detection(None, "unknown") == detect(lines)
    assert "events" == detect(lines, sample=31).format


def test_detecting_agrees_with_reading(tmp_path: Path) -> None:
    """A file is read in the format that detection names."""
    path = tmp_path / "records.jsonl"
    path.write_text("\n".join([text({"a": 1}), "{", text(MESSAGE), text(EVENT)]))

    assert "archive" == detect(path).format
    assert [False, False, True, False] == [is_event for _, _, is_event in found(path)]

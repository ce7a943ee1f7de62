"""Frames of every kind are judged as their rows are, and nothing of them is lost in silence."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import warnings
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from wechat_policy import Engine, judge_frame, loads, read_event
from wechat_policy.adapters import read
from wechat_policy.adapters.tables.mapping import WrongColumns
from wechat_policy.frames import (
    SCHEMAS,
    FrameWarning,
    OtherRun,
    RowsRefused,
    Unfinished,
    WrongFrame,
    arrow_schema,
    judge,
    judging,
    read_frame,
)
from wechat_policy.verdict import Verdict

ROOT = Path(__file__).parents[1]
ZONE = timezone(timedelta(hours=8))
AT = datetime(2026, 3, 4, 8, tzinfo=ZONE)
TEXT = """
policy "frames" "Frames"
  version "1"
  timezone "Asia/Shanghai"

lexicon insult = {"饭桶"}
lexicon luring = {"加我"}
lexicon asked = {"请回复"}

clause no_insults
  cites "Article 10"
  forbid message when text contains insult
  severity minor

clause no_luring
  suspect message when text contains luring
  severity grave

clause often
  limit message to 3 per 1h by sender
  severity minor

clause answer
  after message where (text contains asked) within 10m require message by sender
  severity late

clause by_files
  forbid message when file.size > 1000

penalties
  minor: oral_warning for first 1 per month, then fine 20..50 CNY
  late: written_warning
  grave: dismissal
"""
POLICY = loads(TEXT)
RECORDS: list[dict[str, Any]] = [
    {"id": "m0", "sender": "u1", "text": "你这个饭桶", "group": "g"},
    {"id": "m1", "sender": "u2", "text": "请回复", "group": None, "recipients": ["u1", "u3"]},
    {"id": "m2", "sender": "u1", "text": "😀饭桶，加我", "group": "g", "mentions": ["u2"]},
    {"id": "m3", "sender": "u3", "text": "", "group": "g", "file": {"name": "a", "size": 2000}},
    {"id": "m4", "sender": "u3", "text": "好", "group": "g", "urgent": True, "amount": 12.5},
]
RECORDS = [
    {"at": AT + timedelta(minutes=7 * number, microseconds=number), "kind": "text", **one}
    for number, one in enumerate(RECORDS)
]
NAMES = list(dict.fromkeys(name for one in RECORDS for name in one))
COLUMNS = {name: [one.get(name) for one in RECORDS] for name in NAMES}


class Capsule:
    """An object of somebody else's that speaks Arrow."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)


def arrow(columns: dict[str, Any]) -> pa.Table:
    return pa.table(columns)


KINDS: dict[str, Any] = {
    "pandas": (lambda columns: pd.DataFrame(columns), pd.DataFrame),
    "pandas, of Arrow": (lambda columns: arrow(columns).to_pandas(types_mapper=pd.ArrowDtype),
                         pd.DataFrame),
    "polars": (lambda columns: pl.from_arrow(arrow(columns)), pl.DataFrame),
    "polars, lazy": (lambda columns: pl.from_arrow(arrow(columns)).lazy(), pl.DataFrame),
    "arrow": (arrow, pa.Table),
    "arrow, a batch": (lambda columns: arrow(columns).to_batches()[0], pa.Table),
    "arrow, a stream": (lambda columns: arrow(columns).to_reader(max_chunksize=2), pa.Table),
    "arrow, a capsule": (lambda columns: Capsule(arrow(columns)), pa.Table),
}  # fmt: skip


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Any:
    """What makes a frame of a kind, and the class that has to come back."""
    return KINDS[request.param]


def rows(frame: Any) -> list[dict[str, Any]]:
    """The rows of a frame of any kind as plain values."""
    if isinstance(frame, pd.DataFrame):
        frame = pa.Table.from_pandas(frame, preserve_index=False)
    table = frame if isinstance(frame, pa.Table) else frame.to_arrow()
    found: list[dict[str, Any]] = table.to_pylist()
    return found


def many(records: list[dict[str, Any]], until: datetime | None = None) -> list[Verdict]:
    """What `judge_many` gives for the records, as messages."""
    engine = Engine(POLICY)
    told = [{key: one for key, one in record.items() if one is not None or key == "group"}
            for record in records]  # fmt: skip
    verdicts = [*engine.judge_many([read_event({"type": "message", **one}) for one in told])]
    return verdicts + (engine.advance(until) if until else [])


def plainly(verdicts: list[Verdict]) -> list[tuple[Any, ...]]:
    """What a frame of violations tells, of verdicts."""
    return [
        (
            verdict.id, verdict.kind, one.id, one.event, one.at, one.subject, one.policy,
            one.clause, one.article, one.status, one.severity, one.distance,
            tuple((each.field, each.start, each.end, each.text) for each in one.evidence),
            sum(one.id in penalty.violations for penalty in verdict.penalties),
        )
        for verdict in verdicts
        for one in verdict.violations
    ]  # fmt: skip


def told(frame: Any) -> list[tuple[Any, ...]]:
    """The same of a frame of violations."""
    return [
        (
            one["verdict"], one["kind"], one["id"], one["event"], one["at"], one["subject"],
            one["policy"], one["clause"], one["article"], one["status"], one["severity"],
            one["distance"],
            tuple((e["field"], e["start"], e["end"], e["text"]) for e in one["evidence"]),
            int(one["penalty"] is not None),
        )
        for one in rows(frame)
    ]  # fmt: skip


# ------------------------------------------------------------------------------- kinds


def test_every_kind_tells_what_judge_many_does(kind: Any) -> None:
    """The same kind comes back, with the violations of `judge_many` in its order."""
    make, wanted = kind
    end = AT + timedelta(days=1)
    found = judge_frame(POLICY, make(COLUMNS), until=end)

    assert isinstance(found, wanted)
    assert told(found) == plainly(many(RECORDS, end))
    # The due duty is told on the row that opened it.
    assert [0, 2, 2, 1, 3] == [one["row"] for one in rows(found)]


def test_an_engine_goes_on_from_frame_to_frame(kind: Any) -> None:
    """Two halves of a frame given to one engine come to what the whole does."""
    make, _ = kind
    engine = Engine(POLICY)
    halves = [{name: one[part] for name, one in COLUMNS.items()}
              for part in (slice(0, 2), slice(2, None))]  # fmt: skip

    assert plainly(many(RECORDS)) == [
        one for half in halves for one in told(judge_frame(engine, make(half)))
    ]


def test_a_row_for_each_message(kind: Any) -> None:
    """The rows come in the order given, with what came of each, due duties among it."""
    make, wanted = kind
    found = judge_frame(POLICY, make(COLUMNS), rows="messages", until=AT + timedelta(days=1))

    assert isinstance(found, wanted)
    names = ("row", "id", "state", "status", "severity", "violations", "suspected", "clauses")
    assert [tuple(one[name] for name in names) for one in rows(found)] == [
        (0, "m0", "judged", "violation", "minor", 1, 0, ["no_insults"]),
        (1, "m1", "judged", "violation", "late", 1, 0, ["answer"]),
        (2, "m2", "judged", "violation", "minor", 1, 1, ["no_insults", "no_luring"]),
        (3, "m3", "judged", "violation", None, 1, 0, ["by_files"]),
        (4, "m4", "judged", None, None, 0, 0, []),
    ]
    assert [one["at"] for one in rows(found)] == COLUMNS["at"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_types_are_the_same_whatever_is_found(kind: Any, name: Any) -> None:
    """An empty frame gives the columns and types that a full one does, those of the schema."""
    make, _ = kind
    if name == "unread":
        found = [read_frame(lines, kind="arrow").unread for lines in (["{}"], [])]
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = [judge_frame(POLICY, make(COLUMNS), rows=name)]
            short = {key: arrow(COLUMNS).column(key)[:0] for key in NAMES}
            if make is not KINDS["arrow, a batch"][0]:
                found.append(judge_frame(POLICY, make(short), rows=name))
    if isinstance(found[0], pd.DataFrame):
        assert 1 == len({tuple(map(str, one.dtypes)) for one in found})
        assert [field.name for field in SCHEMAS[name]] == list(found[0].columns)
        return
    schemas = [one.schema for one in found]
    assert schemas == [schemas[0]] * len(schemas)
    if isinstance(found[0], pa.Table):
        assert arrow_schema(name, "Asia/Shanghai") == schemas[0]


def test_no_row_has_a_gap_that_the_schema_does_not_tell() -> None:
    """Only columns that are said to may be null."""
    found = judge(POLICY, arrow({**COLUMNS, "sender": ["u1", None, "u1", "u3", "u3"]}),
                  until=AT + timedelta(days=1))  # fmt: skip
    for name in ("violations", "messages", "penalties", "undetermined", "refused"):
        for one in rows(found.rows(name)):
            for field in SCHEMAS[name]:
                assert field.gaps or one[field.name] is not None, (name, field.name)


def test_the_names_are_those_of_the_json() -> None:
    """Columns of violations, open clauses and penalties are called as in the JSON of a verdict."""
    schema = json.loads((ROOT / "docs/reference/verdict.schema.json").read_text("utf-8"))
    own = {"row", "verdict", "kind", "type", "event", "at"}
    added = {"violations": {"penalty", "tier", "sanctions"}}
    for name, of in (("violations", "violation"), ("undetermined", "undetermined"),
                     ("penalties", "penalty")):  # fmt: skip
        columns = {field.name for field in SCHEMAS[name]} - own - added.get(name, set())  # type: ignore[index]
        assert columns == schema["$defs"][of]["properties"].keys() - own


def test_the_reference_lists_the_columns() -> None:
    """The page of the columns is what the tool writes of them."""
    tool = ROOT / "tools" / "frames_reference.py"
    if not tool.exists():
        pytest.skip("not in this copy")
    done = subprocess.run([sys.executable, str(tool)], capture_output=True, check=True)

    assert done.stdout.decode() == (ROOT / "docs/reference/frames.md").read_text("utf-8")


# ------------------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("at", pa.array([AT], pa.timestamp("ns", "Asia/Shanghai"))),
        ("at", pa.array([AT], pa.timestamp("s", "UTC"))),
        ("at", pa.array([AT], pa.timestamp("ms", "+08:00"))),
        ("at", pa.array([AT.replace(tzinfo=None)], pa.timestamp("ns"))),
        ("at", [AT.isoformat()]),
        ("at", ["2026/3/4 8:00"]),
        ("at", [int(AT.timestamp())]),
        ("sender", pa.array(["u1"]).dictionary_encode()),
        ("sender", pa.array(["u1"], pa.large_string())),
        ("sender", pa.array(["u1"], pa.string_view())),
        ("sender", pa.array(["u1"], pa.dictionary(pa.int8(), pa.string()))),
        ("kind", ["文本"]),
        ("kind", pa.array(["text"]).dictionary_encode()),
        ("recipients", pa.array([["u2", None]], pa.large_list(pa.large_string()))),
        ("recipients", ["u2"]),
        ("recipients", pa.array([["u2"]], pa.list_(pa.string(), 1))),
        ("urgent", ["是"]),
        ("urgent", pa.array([1], pa.int8())),
        ("amount", pa.array([Decimal("7.50")], pa.decimal128(10, 2))),
        ("amount", ["￥7.5"]),
        ("amount", pa.array([7.5], pa.float32())),
        ("file", [{"name": "a", "size": 3, "md5": None}]),
        ("file", ['{"name": "a", "size": 3}']),
    ],
)  # fmt: skip
def test_a_cell_of_any_type(name: str, cells: Any) -> None:
    """Columns of many types tell the same event."""
    plain: dict[str, Any] = {
        "id": ["m"], "at": [AT], "sender": ["u1"], "kind": ["text"], "text": [" 饭桶 "],
        "recipients": [["u2"]], "urgent": [True], "amount": [7.5],
        "file": [{"name": "a", "size": 3}],
    }  # fmt: skip
    frame = arrow({**plain, name: cells})
    for made in (frame, frame.to_pandas(), pl.from_arrow(frame)):
        ((_, event),) = events_of(made)
        expected = read_event({"type": "message", **{key: one[0] for key, one in plain.items()}})
        assert event == expected, type(made)


def events_of(frame: Any) -> list[tuple[int, Any]]:
    """The events that a frame's rows tell."""
    opened = judging.Frame.of(frame)
    named = judging.columns_of(opened.names, None, "type" in opened.names)
    reader = judging.RowReader(named, opened.names, POLICY.zone)
    found, first = [], 0
    for count, chunk in opened.chunks(reader.needed, 2):
        batch = reader.batch(first, count, chunk)
        found += zip(batch.rows, batch.block.events, strict=True)
        first += count
    return found


def test_the_offset_of_each_moment_is_kept() -> None:
    """Moments on both sides of a change of offset are those that they were."""
    at = [datetime(2026, 3, 29, hour, 30, tzinfo=UTC) for hour in (0, 1, 2)]
    frame = arrow({"at": pa.array(at, pa.timestamp("us", "Europe/Berlin")),
                   "sender": ["u"] * 3, "text": ["a"] * 3, "id": list("abc")})  # fmt: skip
    found = [event.at for _, event in events_of(frame)]

    assert at == found
    assert [1, 2, 2] == [one.utcoffset() // timedelta(hours=1) for one in found]


def test_columns_by_their_names_and_by_a_mapping() -> None:
    """Headings in Chinese explain themselves, others are explained as for tables."""
    chinese = pd.DataFrame({"时间": ["2026-03-04 08:00"], "发送人": ["u1"], "正文": ["饭桶"],
                            "编号": ["m1"], "x_shop": ["s"]})  # fmt: skip
    mapped = {"at": "when", "sender": "who", "text": "what", "file.name": "doc", "id": "no"}
    other = pd.DataFrame({"when": ["2026-03-04 08:00"], "who": ["u1"], "what": ["饭桶"],
                          "doc": ["a.pdf"], "no": ["m1"]})  # fmt: skip

    ((_, event),) = events_of(chinese)
    assert ("m1", "text", "s") == (event.id, event.get("kind"), event.get("x_shop"))
    expected = told(judge_frame(POLICY, chinese))
    assert 1 == len(expected)
    assert expected == told(judge_frame(POLICY, other, columns=mapped))
    with pytest.raises(WrongColumns, match="not in the frame: who"):
        judge_frame(POLICY, other.drop(columns="who"), columns=mapped)
    with pytest.raises(WrongColumns, match="needs `sender`"):
        judge_frame(POLICY, other, columns={"at": "when", "text": "what"})


def test_rows_without_an_id_are_told_apart_by_what_they_say() -> None:
    """Such a row has the same id whenever it comes; one that is its like is told as repeated."""
    frame = pl.DataFrame({"at": [AT] * 3, "sender": ["u1", "u2", "u1"], "text": ["饭桶"] * 3})
    with pytest.warns(FrameWarning, match="repeat the id of one judged before.*: 1"):
        found = judge_frame(POLICY, frame, rows="messages")

    ids = found["id"].to_list()
    assert ids[0] == ids[2] != ids[1]
    assert ["judged", "judged", "repeated"] == found["state"].to_list()


def test_rows_of_several_types() -> None:
    """A column of types makes events of each, in the order of the rows."""
    frame = pd.DataFrame({
        "type": ["message", "approval.assign", None, "x.own", "mesage"],
        "id": list("abcde"), "at": [AT] * 5, "sender": ["u", None, "v", None, "w"],
        "actor": [None, "u", None, None, None], "kind": ["text", None, "text", None, "text"],
        "request": [None, "R1", None, None, None], "text": ["a", None, "b", None, "c"],
    })  # fmt: skip
    assert [(0, "message"), (1, "approval.assign"), (2, "message"), (3, "x.own")] == [
        (row, event.type) for row, event in events_of(frame)
    ]
    with pytest.warns(RowsRefused, match="perhaps `message`"):
        judge_frame(POLICY, frame)


# ---------------------------------------------------------------------------- bad rows


def test_a_bad_row_is_named_and_costs_nothing_else(kind: Any) -> None:
    """Each cell at fault is told with row, column and what was expected; the others are judged."""
    make, _ = kind
    bad = {**COLUMNS, "sender": ["u1", None, "u1", "", "u3"],
           "kind": ["text", "txt", "text", "text", "text"]}  # fmt: skip
    with pytest.warns(RowsRefused) as caught:
        found = judge_frame(POLICY, make(bad))
    (warned,) = [one.message for one in caught if isinstance(one.message, RowsRefused)]

    assert ["m0", "m2", "m2"] == [one["event"] for one in rows(found)]
    shown = [(one.row, one.id, one.column, one.refusal.code) for one in warned.cells]
    assert [(1, "m1", "kind", "wrong"), (1, "m1", "sender", "missing"),
            (3, "m3", "sender", "missing")] == sorted(shown)  # fmt: skip
    assert 'row 1, column "kind": `kind` must be one of' in str(warned)
    with pytest.warns(RowsRefused, match="第 1 行，列“kind”"):
        refused = judge_frame(POLICY, make(bad), rows="refused", language="zh")
    assert [1, 1, 3] == sorted(one["row"] for one in rows(refused))
    with pytest.warns(RowsRefused):
        messages = rows(judge_frame(POLICY, make(bad), rows="messages"))
    assert ["judged", "refused"] * 2 + ["judged"] == [one["state"] for one in messages]
    assert [f"m{number}" for number in range(5)] == [one["id"] for one in messages]
    assert "sender" in messages[1]["fault"] and "kind" in messages[1]["fault"]


def test_cells_of_any_class_in_pandas() -> None:
    """A column of objects may hold anything: what is wrong is told of its row."""
    at = ["2026-03-04 08:00", pd.Timestamp(AT), pd.NaT, object(), "soon", AT.date()]
    frame = pd.DataFrame({"id": [1, 2.0, "c", None, pd.NA, object()], "at": at,
                          "sender": ["u", "v", "w", "x", "y", "z"], "text": "饭桶"})  # fmt: skip
    found = judge(POLICY, frame.astype(object))

    assert ["1", "2"] == list(found.violations["event"])
    assert [(2, "at"), (3, "at"), (4, "at"), (5, "id")] == [
        (one.row, one.column) for one in found.refused_cells
    ]


def test_nothing_that_a_person_wrote_is_repeated_about_a_fault() -> None:
    """A refusal tells what kind of thing stood there."""
    frame = arrow({"id": ["m"], "at": ["明天上午我们老地方见"], "sender": ["u"], "text": ["t"]})
    with pytest.warns(RowsRefused) as caught:
        judge_frame(POLICY, frame)

    assert "老地方" not in str(caught[0].message)


def test_what_else_is_told() -> None:
    """Rows out of order are warned of."""
    backward = {name: one[::-1] for name, one in COLUMNS.items()}
    with pytest.warns(FrameWarning, match="earlier than one before them: 4"):
        judge_frame(POLICY, arrow(backward))


@pytest.mark.parametrize("given", [42, "a.csv", [1, 2], {"id": [1]}, pd.Series([1])])
def test_what_is_no_frame(given: Any) -> None:
    """It is said what a frame is."""
    with pytest.raises(WrongFrame, match="pandas or polars"):
        judge_frame(POLICY, given)


# ------------------------------------------------------------------- index, keep, rest


def test_columns_that_are_kept(kind: Any) -> None:
    """Columns of the frame stand beside what is told of their rows."""
    make, _ = kind
    columns = {**COLUMNS, "department": ["A", "B", None, "D", "E"], "count": [1, 2, 3, 4, 5]}
    found = rows(judge_frame(POLICY, make(columns), keep=["department", "count"]))
    assert [("A", 1), (None, 3), (None, 3), ("B", 2), ("D", 4)] == [
        (one["department"], one["count"]) for one in found
    ]
    found = rows(judge_frame(POLICY, make(columns), keep=["count"], rows="messages"))
    assert [1, 2, 3, 4, 5] == [one["count"] for one in found]
    for keep, said in ((["nothing"], "no column `nothing`"), (["id"], "`id` cannot be kept")):
        with pytest.raises(ValueError, match=said):
            judge_frame(POLICY, make(columns), keep=keep)


def test_the_index_of_pandas() -> None:
    """A row for each message has the index of the frame; a row for each violation has none."""
    frame = pd.DataFrame(COLUMNS, index=list("vwxyz"))

    assert list("vwxyz") == list(judge_frame(POLICY, frame, rows="messages").index)
    assert list(range(5)) == list(judge_frame(POLICY, frame).index)


def test_progress_is_told() -> None:
    """A function hears how many rows are done, of how many where that is known."""
    heard: list[tuple[int, int | None]] = []
    judge_frame(POLICY, arrow(COLUMNS), progress=lambda *told: heard.append(told))
    judge_frame(POLICY, arrow(COLUMNS).to_reader(), progress=lambda *told: heard.append(told))

    assert [(5, 5), (5, None)] == heard


def test_a_bar_shows_progress(capsys: pytest.CaptureFixture[str]) -> None:
    """With True the bar goes to the error output."""
    judge_frame(POLICY, arrow(COLUMNS), progress=True)

    told = capsys.readouterr()
    assert "5/5" in told.err and not told.out


# ------------------------------------------------------------------------------ resume

TEXTS = ("好的", "饭桶", "加我", "请回复", "收到")


@st.composite
def messages(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Columns of some messages, some of which repeat an id or go back in time."""
    count = draw(st.integers(1, 40))
    steps = draw(st.lists(st.sampled_from((0, 30, 400, 900, -60)), min_size=count, max_size=count))
    at, ats = AT, []
    for step in steps:
        at += timedelta(seconds=step)
        ats.append(at)
    ids = [f"m{draw(st.integers(0, number))}" if draw(st.integers(0, 9)) == 0 else f"m{number}"
           for number in range(count)]  # fmt: skip
    choose = st.lists(st.sampled_from(("u1", "u2", "u3")), min_size=count, max_size=count)
    said = st.lists(st.sampled_from(TEXTS), min_size=count, max_size=count)
    return {"id": ids, "at": ats, "sender": draw(choose), "text": draw(said)}


@given(columns=messages(), size=st.integers(1, 9), stops=st.lists(st.integers(1, 25), max_size=3))
@settings(max_examples=15, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_a_run_in_parts_is_one_run(
    columns: dict[str, list[Any]], size: int, stops: list[int],
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Frames of all kinds come to what `judge_many` does, stopped and resumed anywhere too."""
    monkeypatch.setattr(judging, "BLOCK", size)
    records = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    expected = plainly(many([{**one, "kind": "text"} for one in records]))
    file = tmp_path_factory.mktemp("run") / "run.db"
    frames = [pd.DataFrame(columns), pl.DataFrame(columns), arrow(columns)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = [judge_frame(POLICY, frame) for frame in frames]
        counts = rows(judge_frame(POLICY, frames[2], rows="messages"))
        for number, stop in enumerate(stops):
            try:
                judge_frame(POLICY, frames[number % 3], resume=file, budget=stop)
            except Unfinished as early:
                assert 0 <= early.rows < len(records)
        resumed = judge(POLICY, frames[0], resume=file)
        again = judge(POLICY, frames[2].to_reader() if not stops else frames[2], resume=file)
    assert [expected] * 3 == list(map(told, whole))
    assert expected == told(resumed.violations) == told(again.violations)
    assert counts == rows(resumed.messages) == rows(again.messages)
    assert [one["row"] for one in rows(whole[0])] == [one["row"] for one in rows(again.violations)]


def test_interrupted_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was judged before is kept, and the rest is judged by the same call."""
    monkeypatch.setattr(judging, "BLOCK", 2)
    file = tmp_path / "run.db"

    def stop(done: int, of: int | None) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge_frame(POLICY, arrow(COLUMNS), resume=file, progress=stop)
    heard: list[int] = []
    monkeypatch.setattr(Engine, "judge_block", _counting(Engine.judge_block, heard))
    found = judge_frame(POLICY, arrow(COLUMNS), resume=file)
    assert [1] == heard  # only the fifth row
    assert told(found) == plainly(many(RECORDS))


def _counting(method: Any, heard: list[int]) -> Any:
    def counted(self: Engine, block: Any, **more: Any) -> Any:
        heard.append(len(block.ids))
        return method(self, block, **more)

    return counted


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda frame: frame.slice(1), "another frame"),
        (lambda frame: frame.take([0, 2, 1, 3, 4]), "another frame: row 1 differs"),
        (lambda frame: frame.drop_columns("group"), "another frame"),
    ],
)
def test_another_frame_is_not_gone_on_with(tmp_path: Path, change: Any, said: str,
                                           monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """A run belongs to its frame, its policy and its settings."""
    monkeypatch.setattr(judging, "BLOCK", 2)
    file = tmp_path / "run.db"
    with pytest.raises(Unfinished):
        judge_frame(POLICY, arrow(COLUMNS), resume=file, budget=2)
    with pytest.raises(OtherRun, match=re.escape(said)):
        judge_frame(POLICY, change(arrow(COLUMNS)), resume=file)
    with pytest.raises(OtherRun, match="another until"):
        judge_frame(POLICY, arrow(COLUMNS), resume=file, until=AT + timedelta(days=1))


KILLED = """
import os, signal, sys
import pyarrow as pa
from wechat_policy import loads
from wechat_policy.frames import judging
policy, frame, run, at = sys.argv[1:]
judging.BLOCK = 50
def kill(done, of):
    if done >= int(at):
        os.kill(os.getpid(), signal.SIGKILL)
judging.judge_frame(loads(policy), pa.ipc.open_file(frame).read_all(), resume=run, progress=kill)
"""


def long_frame() -> pa.Table:
    """A thousand messages."""
    number = range(1000)
    return arrow({
        "id": [f"m{one}" for one in number],
        "at": [AT + timedelta(seconds=97 * one) for one in number],
        "sender": [f"u{one % 7}" for one in number],
        "text": [TEXTS[one * one % 11 % 5] for one in number],
    })  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="it kills")
def test_a_killed_run_goes_on(tmp_path: Path) -> None:
    """A process that is killed in the middle loses nothing and doubles nothing."""
    frame, run = str(tmp_path / "frame.arrow"), str(tmp_path / "run.db")
    with pa.ipc.new_file(frame, long_frame().schema) as sink:
        sink.write_table(long_frame())
    words = [sys.executable, "-c", KILLED, TEXT, frame, run, "500"]
    done = subprocess.run(words, capture_output=True, check=False)
    assert -signal.SIGKILL == done.returncode, done.stderr.decode()
    found = judge_frame(POLICY, long_frame(), resume=run)

    assert found.num_rows > 300
    assert found.equals(judge_frame(POLICY, long_frame()))


# ---------------------------------------------------------------------------- archives


@pytest.mark.parametrize(("name", "wanted"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame),
                                             ("arrow", pa.Table)])  # fmt: skip
def test_an_archive_as_a_frame(name: Any, wanted: type) -> None:
    """Every event of an archive is a row of a frame that comes to the same, with what is left."""
    path = ROOT / "examples" / "day" / "archive.jsonl"
    directory = ROOT / "examples" / "day" / "directory.json"
    records = list(read(path))
    events, unread = read_frame(path, kind=name)

    assert isinstance(events, wanted) and isinstance(unread, wanted)
    assert [one.line for one in records if one.event] == [one["line"] for one in rows(events)]
    assert [(289, "consent_record")] == [(one["line"], one["code"]) for one in rows(unread)]
    engine = Engine(POLICY, directory)
    expected = plainly(list(engine.judge_many([one.event for one in records if one.event])))
    assert expected == told(judge_frame(POLICY, events, directory=directory))
    assert expected


def test_records_that_fit_no_column() -> None:
    """What Arrow has no room for is written as text, and what is damaged is told."""
    lines = [
        {"type": "x.a", "id": "1", "at": AT.isoformat(), "x_n": 2**70, "id_": {"a": [1]}},
        {"type": "x.a", "id": "2", "at": AT.isoformat(), "x_n": 1, "text": "\ud800"},
        {"type": "x.a", "id": "3"},
    ]
    found = read_frame(lines, kind="arrow")

    assert [str(2**70), "1"] == found.events.column("x_n").to_pylist()
    assert [None, "\ufffd"] == found.events.column("text").to_pylist()
    assert [(3, "missing", "at")] == [
        (one["line"], one["code"], one["field"]) for one in rows(found.unread)
    ]
    with pytest.raises(ValueError, match="not `numpy`"):
        read_frame(lines, kind="numpy")  # type: ignore[arg-type]

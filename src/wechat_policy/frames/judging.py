"""Judging the rows of a frame: in blocks, so that memory does not grow with what is clean."""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from wechat_policy.adapters.tables.mapping import ColumnsLike
from wechat_policy.directory import Directory
from wechat_policy.engine import Engine
from wechat_policy.errors import Language
from wechat_policy.frames.collecting import Places, Sheet, refused_table, rows_of
from wechat_policy.frames.faults import (
    FrameWarning,
    OtherRun,
    RefusedCell,
    Unfinished,
    note,
    refused_warning,
    uncovered,
)
from wechat_policy.frames.giving import beside, given_back
from wechat_policy.frames.mapping import columns_of
from wechat_policy.frames.messages import Stamps, Tallies, messages_table
from wechat_policy.frames.opening import Frame
from wechat_policy.frames.progress import Progress, watched
from wechat_policy.frames.resuming import Run, settings_of, stamp_of
from wechat_policy.frames.rows import Batch, RowReader
from wechat_policy.frames.schema import SCHEMAS, RowsName
from wechat_policy.loading import load
from wechat_policy.policy import Policy
from wechat_policy.state.sqlite import SQLite
from wechat_policy.verdict import Verdict
from wechat_policy.vocabulary import vocabulary

PolicyLike: TypeAlias = "Policy | str | os.PathLike[str]"
"""A policy, or what `load` takes for one."""

BLOCK = 4096
"""Rows that are read and judged together."""

_ALL: tuple[RowsName, ...] = ("violations", "messages", "undetermined", "penalties")
_FROM_VERDICTS: tuple[RowsName, ...] = ("violations", "undetermined", "penalties")


@attrs.frozen(eq=False)
class Judgement:
    """What judging a frame came to, as frames of its kind.

    `refused_cells` are those for which rows were left out, `warnings` what else an analyst has to
    know, `stats` the counts of `Engine.stats` for these rows, `uncovered` the policies and years
    of which working days matter and no calendar tells them.
    """

    refused_cells: tuple[RefusedCell, ...]
    warnings: tuple[FrameWarning, ...]
    stats: Mapping[str, int]
    uncovered: tuple[tuple[str, int], ...]
    _frame: Frame
    _tables: Mapping[RowsName, Any]
    _keep: tuple[str, ...]

    def rows(self, name: RowsName) -> Any:
        """The frame of one kind of rows. Raises KeyError for one that was not asked for."""
        table = self._tables[name]
        found = given_back(table, self._frame.kind)
        if name == "messages" and self._frame.index is not None:
            found.index = self._frame.index
        return beside(found, self._frame, self._keep, table.column("row").to_pylist())

    @property
    def violations(self) -> Any:
        """A row for each violation."""
        return self.rows("violations")

    @property
    def messages(self) -> Any:
        """A row for each row of the frame, in its order."""
        return self.rows("messages")

    @property
    def undetermined(self) -> Any:
        """A row for each clause that could not be decided on an event."""
        return self.rows("undetermined")

    @property
    def penalties(self) -> Any:
        """A row for each recommended penalty."""
        return self.rows("penalties")

    @property
    def refused(self) -> Any:
        """A row for each cell for which a row was refused."""
        return self.rows("refused")


def judge_frame(
    policy: PolicyLike | Sequence[PolicyLike] | Engine,
    frame: Any,
    *,
    rows: RowsName = "violations",
    columns: ColumnsLike | None = None,
    keep: Sequence[str] = (),
    timezone: str | None = None,
    directory: Mapping[str, Any] | str | os.PathLike[str] | Directory | None = None,
    lateness: timedelta = timedelta(0),
    history_since: datetime | None = None,
    until: datetime | None = None,
    progress: Progress = False,
    resume: str | os.PathLike[str] | None = None,
    budget: int | None = None,
    language: Language = "en",
) -> Any:
    """Judges the rows of a frame in their order; gives a frame of the same kind.

    `policy` is one or several policies, or their names, or an Engine, which goes on from what it
    remembers. `frame` is of pandas or polars (a lazy one is collected) and gives such a frame, or
    a table or stream of Arrow or anything with `__arrow_c_stream__`, which give a table of Arrow.

    `rows` says what is told: "violations" (one row for each), "messages" (one for each row),
    "undetermined", "penalties" or "refused". `SCHEMAS` has the columns of each. `keep` names
    columns of the frame that are put beside them.

    A column called as an attribute of events holds it, in English or Chinese; `columns` says it
    otherwise, as `adapters.read` takes it. Rows are messages of the kind text unless a column
    says otherwise. `timezone` is that of times without an offset; unless given, the first
    policy's. A row that tells no event is left out and named by a RowsRefused warning; the
    others are judged.

    `directory`, `lateness` and `history_since` are those of an Engine. `until` lets time pass
    after the last row, so that duties fall due.

    `progress` is True for a bar, or is called with the numbers of rows done and of all. With
    `resume`, the path of a file, a run that ended early goes on where it was, and its result is
    that of one run; `budget` is how many rows are judged before Unfinished is raised.

    Raises:
        WrongFrame: it is no frame.
        WrongColumns: the columns do not say what they hold, with all faults.
        Unfinished: the budget is spent.
        OtherRun: the file of `resume` is of another frame, policy or setting.
    """
    found = judge(
        policy, frame, rows=(rows,), columns=columns, keep=keep, timezone=timezone,
        directory=directory, lateness=lateness, history_since=history_since, until=until,
        progress=progress, resume=resume, budget=budget, language=language,
    )  # fmt: skip
    for one in found.warnings:
        warnings.warn(one, stacklevel=2)
    return found.rows(rows)


def judge(
    policy: PolicyLike | Sequence[PolicyLike] | Engine,
    frame: Any,
    *,
    rows: Collection[RowsName] = _ALL,
    columns: ColumnsLike | None = None,
    keep: Sequence[str] = (),
    timezone: str | None = None,
    directory: Mapping[str, Any] | str | os.PathLike[str] | Directory | None = None,
    lateness: timedelta = timedelta(0),
    history_since: datetime | None = None,
    until: datetime | None = None,
    progress: Progress = False,
    resume: str | os.PathLike[str] | None = None,
    budget: int | None = None,
    language: Language = "en",
) -> Judgement:
    """Judges a frame as `judge_frame` does; gives several kinds of rows, and warns of nothing.

    What `judge_frame` warns of stands in the result.
    """
    for name in rows:
        if name not in (*_ALL, "refused"):
            raise ValueError(f"no rows are called `{name}`, there are {', '.join(_ALL)}, refused")
        if taken := [one for one in keep if one in {field.name for field in SCHEMAS[name]}]:
            raise ValueError(f"`{taken[0]}` cannot be kept: a column of `{name}` is called so")
    if budget is not None and resume is None:
        raise ValueError("a budget needs `resume`, or what was judged would be lost")
    if budget is not None and budget < 1:
        raise ValueError(f"a budget is at least one row (got {budget})")
    if isinstance(policy, Engine) and (resume or directory or lateness or history_since):
        raise ValueError("an Engine has its own directory, settings and state")
    opened = Frame.of(frame)
    opened.keep(keep)
    typed = any(_is_type(opened.first(name)) for name in ("type", "种类") if name in opened.names)
    named = columns_of(opened.names, columns, typed)
    with _engine(policy, directory, lateness, history_since, resume) as engine:
        zone = timezone or engine.policies[0].timezone
        run = None
        if resume is not None:
            settings = settings_of(engine, directory, named, opened.names, zone, until)
            run = Run.of(engine.state, settings, opened.total)
        before = {} if run else engine.stats()
        reader = RowReader(named, opened.names, ZoneInfo(zone))
        pass_ = _Pass(engine, reader, opened, rows, run, engine.policies[0].timezone)
        with watched(progress, opened.total, language) as done:
            pass_.judge_all(done, budget)
        pass_.finish(until, own=not isinstance(policy, Engine))
        stats = {name: count - before.get(name, 0) for name, count in engine.stats().items()}
        return pass_.judgement(stats, tuple(keep), language)


@contextmanager
def _engine(
    policy: PolicyLike | Sequence[PolicyLike] | Engine,
    directory: Any,
    lateness: timedelta,
    history_since: datetime | None,
    resume: str | os.PathLike[str] | None,
) -> Iterator[Engine]:
    if isinstance(policy, Engine):
        yield policy
        return
    given = [policy] if isinstance(policy, Policy | str | os.PathLike) else policy
    policies = [one if isinstance(one, Policy) else load(one) for one in given]
    state = None if resume is None else SQLite(resume)
    try:
        yield Engine(
            policies, directory, lateness=lateness, history_since=history_since, state=state
        )
    finally:
        if state is not None:
            state.close()


def _is_type(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return value.startswith("x.") or vocabulary().event(value) is not None


class _Pass:
    """One pass over the rows of a frame."""

    def __init__(
        self, engine: Engine, reader: RowReader, frame: Frame, rows: Collection[RowsName],
        run: Run | None, timezone: str,
    ) -> None:  # fmt: skip
        self._engine = engine
        self._reader = reader
        self._frame = frame
        self._run = run
        self._timezone = timezone
        self._places = Places()
        self._sheets = [Sheet(name, timezone) for name in _FROM_VERDICTS if name in rows]
        self._stamps = Stamps(timezone) if "messages" in rows else None
        self._tallies = Tallies()
        self._refused: list[RefusedCell] = []
        self._repeated: list[int] = []

    def judge_all(self, done: Any, budget: int | None) -> None:
        """Reads all rows, and judges those that no earlier run has judged."""
        first = 0
        begin = self._run.rows if self._run else 0
        for count, chunk in self._frame.chunks(self._reader.needed, BLOCK):
            batch = self._reader.batch(first, count, chunk)
            self._refused += batch.refused
            block = batch.block
            self._places.add(first, count, batch.rows, block.ids)
            if self._stamps:
                self._stamps.add(
                    first, count, batch.rows, block.ids, block.types, block.ats, batch.refused
                )
            end = first + count
            if self._run is not None:
                self._check(batch)
            if end > begin:
                if budget is not None and first > begin and end - begin > budget:
                    raise Unfinished(first, self._frame.total)
                self._judge(batch if first >= begin else batch.behind(begin), end)
            first = end
            done(first)
        if first < begin:
            raise OtherRun(f"the run in this file is of a longer frame, of {begin} rows at least")

    def _check(self, batch: Batch) -> None:
        assert self._run is not None
        block = batch.block
        for row, id_, at in zip(batch.rows[-1:], block.ids[-1:], block.ats[-1:], strict=True):
            self._run.check(row, id_, at)

    def _judge(self, batch: Batch, end: int) -> None:
        block, rows, run = batch.block, batch.rows, self._run
        repeated: list[int] = []
        for place, answer in self._engine.judge_block(block, commit=run is None):
            if answer is None:
                repeated.append(rows[place])
            elif run is None:
                for verdict in answer:
                    self._take(verdict, rows[place] if verdict.kind == "event" else None)
        if run is None:
            self._repeated += repeated
            return
        last = stamp_of(block.ids[-1], block.ats[-1]) if block.ids else ()
        run.note(end, last, repeated)
        self._engine.commit()

    def _take(self, verdict: Verdict, row: int | None = None) -> None:
        """Takes down what a verdict tells, with the row of its event where that is known."""
        for sheet in self._sheets:
            for event, cells in rows_of(sheet.name, verdict):
                sheet.add(row if event == verdict.event else None, event, cells)
        if self._stamps:
            self._tallies.take(verdict)

    def finish(self, until: datetime | None, *, own: bool) -> None:
        """Lets time pass, and takes what waited for late rows or was found by earlier runs."""
        run = self._run
        if run is None:
            if until is not None:
                for verdict in self._engine.advance(until):
                    self._take(verdict)
            if own:
                for verdict in self._engine.flush():
                    self._take(verdict)
            return
        if not run.finished:
            run.finish()
            if until is not None:
                self._engine.advance(until)
            self._engine.flush()
            self._engine.commit()
        self._repeated += run.repeated()
        for verdict in run.verdicts():
            self._take(verdict)

    def judgement(
        self, stats: Mapping[str, int], keep: tuple[str, ...], language: Language
    ) -> Judgement:
        """What it came to."""
        events = {event for sheet in self._sheets for event in sheet.events}
        places = self._places.of([*events, *self._tallies.events])
        tables: dict[RowsName, Any] = {one.name: one.table(places) for one in self._sheets}
        tables["refused"] = refused_table(self._refused, self._timezone, language)
        if self._stamps:
            tables["messages"] = messages_table(
                self._stamps, self._tallies.placed(places), self._refused, self._repeated,
                self._engine.policies, language,
            )  # fmt: skip
        counts = {"repeated": len(self._repeated), "late": stats["late"]}
        counts["failed"] = stats["failed"]
        if self._stamps:
            counts["rowless"] = len(self._tallies.rowless)
        told = [note(name, count, language) for name, count in counts.items() if count]
        if self._refused:
            told.insert(0, refused_warning(self._refused, language))
        missing = self._engine.uncovered()
        told += [uncovered(name, year, language) for name, year in missing]
        return Judgement(
            tuple(self._refused), tuple(told), stats, missing, self._frame,
            tables, keep,
        )  # fmt: skip

"""The stores: what both promise, and what a file promises besides."""

from __future__ import annotations

import os
import pickle
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wechat_policy.state import Memory, State, StateError
from wechat_policy.state import files as store
from wechat_policy.state.sqlite import SQLite

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY = ("p", "clause", "f00d", "limit", 1, "张三")


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    return tmp_path / "state.db"


@pytest.fixture(name="state", params=["memory", "file", "small file"])
def _state(request: pytest.FixtureRequest, file: Path) -> Iterator[State]:
    """A store; the small file keeps nothing in memory that it has written."""
    kind: str = request.param
    state: State = (
        Memory() if kind == "memory" else SQLite(file, cached=0 if "small" in kind else 9)
    )
    yield state
    state.close()


class TestValues:
    """Values by key, in every store."""

    def test_a_value_is_there_at_once_and_after_a_commit(self, state: State) -> None:
        """Nobody has to commit to read what he wrote."""
        state.put(KEY, (1, AT))
        before = state.get(KEY)
        state.commit()

        assert before == state.get(KEY) == (1, AT)
        assert state.get(("p", "other")) is None

    def test_undo_goes_back_to_the_mark(self, state: State) -> None:
        """What was put, replaced or deleted since is as it was."""
        state.put(("a",), 1)
        state.put(("b",), 1)
        state.commit()
        state.mark()
        state.put(("a",), 2)
        state.delete(("b",))
        state.put(("c",), 3)
        state.undo()
        state.commit()

        assert (1, 1, None) == (state.get(("a",)), state.get(("b",)), state.get(("c",)))

    def test_a_deleted_value_is_gone(self, state: State) -> None:
        """Also after a commit; deleting it again is no fault."""
        state.put(KEY, 1)
        state.commit()
        state.delete(KEY)
        state.delete(("never",))
        before = state.get(KEY)
        state.commit()

        assert before is state.get(KEY) is None

    def test_items_are_those_that_begin_so(self, state: State) -> None:
        """Written, changed and deleted ones alike, whether committed or not."""
        for name in ("x", "y", "z"):
            state.put(("p", "entry", name), name)
        state.put(("p", "entries", "x"), "no")
        state.put(("p", "entry"), "no")
        state.commit()
        state.put(("p", "entry", "y"), "Y")
        state.delete(("p", "entry", "z"))
        state.put(("p", "entry", "w", 1), "w")

        found = dict(state.items("p", "entry"))
        assert found == {("p", "entry", "x"): "x", ("p", "entry", "y"): "Y",
                         ("p", "entry", "w", 1): "w"}  # fmt: skip
        assert found.keys() == set(state.keys("p", "entry"))

    def test_what_is_over_is_forgotten(self, state: State) -> None:
        """From its time on, unless it was put anew."""
        state.put(("old",), 1, AT)
        state.put(("new",), 1, AT)
        state.put(("new",), 2, AT + HOUR)
        state.put(("ever",), 3)
        state.expire(AT + timedelta(minutes=1))
        for _ in range(300):  # a file cleans now and then
            state.put(("x",), 0)
            state.commit()

        assert [None, 2, 3] == [state.get((name,)) for name in ("old", "new", "ever")]


class TestTimers:
    """Timers, in every store."""

    def test_they_come_in_the_order_of_their_time(self, state: State) -> None:
        """Each once, and none before its time."""
        for hours, name in ((2, "b"), (1, "a"), (2, "b"), (3, "c")):
            state.set_timer(AT + hours * HOUR, ("p", name))
        state.commit()

        before = AT + 3 * HOUR
        assert state.has_timer(before)
        assert [(AT + HOUR, ("p", "a")), (AT + 2 * HOUR, ("p", "b")), None] == [
            state.pop_timer(before) for _ in range(3)
        ]
        assert [(AT + 3 * HOUR, ("p", "c"))] == list(state.timers())

    def test_undo_brings_them_back(self, state: State) -> None:
        """A timer that came is there again, one that was set is gone, one dropped is back."""
        state.set_timer(AT, ("came",))
        state.set_timer(AT, ("dropped",))
        state.commit()
        state.mark()
        state.pop_timer(AT + HOUR)
        state.drop_timer(AT, ("dropped",))
        state.set_timer(AT, ("set",))
        state.undo()
        state.commit()

        assert {(AT, ("came",)), (AT, ("dropped",))} == set(state.timers())
        assert (AT, ("came",)) == state.pop_timer(AT + HOUR)


class TestSeen:
    """The ids of events, in every store."""

    def test_ids_are_remembered_up_to_a_moment(self, state: State) -> None:
        """Those of events of before are not, whatever order they came in."""
        state.see("late", AT + HOUR)
        state.see("early", AT)
        state.commit()
        state.see("\ud800", AT + HOUR)
        assert [True, True, True] == [state.has_seen(one) for one in ("late", "early", "\ud800")]

        state.forget_seen(AT + HOUR)
        state.commit()
        assert [True, False, True] == [state.has_seen(one) for one in ("late", "early", "\ud800")]
        assert not state.has_seen("other")


STEPS = st.lists(
    st.tuples(st.just("put"), st.sampled_from("abc"), st.integers(0, 9))
    | st.tuples(st.just("delete"), st.sampled_from("abc"), st.none())
    | st.tuples(st.just("set"), st.sampled_from("abc"), st.integers(0, 3))
    | st.tuples(st.just("pop"), st.none(), st.integers(0, 4))
    | st.tuples(st.sampled_from(["mark", "undo", "commit", "reopen"]), st.none(), st.none()),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(steps=STEPS)
def test_a_file_does_what_memory_does(
    steps: list[tuple[str, str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is done, also if the file is opened anew after a commit."""
    file = tmp_path_factory.mktemp("state") / "state.db"
    memory, other = Memory(), SQLite(file, cached=1)
    for what, name, number in steps:
        for state in (memory, other):
            match what:
                case "put":
                    state.put(("v", name), number)
                case "delete":
                    state.delete(("v", name))
                case "set":
                    state.set_timer(AT + number * HOUR, ("t", name))
                case "mark" | "undo" | "commit":
                    getattr(state, what)()
        if what == "pop":
            assert memory.pop_timer(AT + number * HOUR) == other.pop_timer(AT + number * HOUR)
        if what == "reopen":
            memory.commit()
            other.commit()
            other.close()
            other = SQLite(file)

    assert dict(memory.items("v")) == dict(other.items("v"))
    assert set(memory.timers()) == set(other.timers())
    other.close()


class TestFile:
    """What a file promises besides."""

    def test_what_was_not_committed_is_lost(self, file: Path) -> None:
        """And what was is there: values, timers, ids and verdicts, together."""
        state = SQLite(file)
        state.put(("a",), 1)
        state.set_timer(AT, ("a",))
        state.see("a", AT)
        state.queue("a", "verdict a")
        state.commit()
        state.put(("a",), 2)
        state.put(("b",), 2)
        state.set_timer(AT, ("b",))
        state.see("b", AT)
        state.queue("b", "verdict b")
        state.close()

        again = SQLite(file)
        assert (1, None) == (again.get(("a",)), again.get(("b",)))
        assert [(AT, ("a",))] == list(again.timers())
        assert (True, False) == (again.has_seen("a"), again.has_seen("b"))
        assert [("a", "verdict a")] == list(again.pending_delivery())
        again.close()

    def test_the_outbox_holds_until_acknowledged(self, file: Path) -> None:
        """Oldest first; what is taken back with `undo` was never in it."""
        state = SQLite(file)
        for number in range(250):
            state.queue(f"v{number}", number)
        state.mark()
        state.queue("undone", None)
        state.undo()
        state.commit()
        assert list(range(250)) == [one for _, one in state.pending_delivery()]

        state.ack(["v0", "v2", "never"])
        state.close()
        again = SQLite(file)
        assert [1, 3, 4] == [one for _, one in again.pending_delivery()][:3]
        again.close()

    @pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")
    def test_only_its_owner_reads_it(self, file: Path) -> None:
        """The file and its companions, also if it was opened to others before."""
        file.touch(0o666)
        file.chmod(0o666)
        state = SQLite(file)
        state.put(("a",), 1)
        state.commit()

        rights = {one.name: stat.S_IMODE(one.stat().st_mode) for one in file.parent.iterdir()}
        state.close()
        assert set(rights.values()) == {0o600}
        assert len(rights) == 3

    def test_two_engines_do_not_write_one_file(self, file: Path) -> None:
        """The second to commit is told, and nothing of its own is written."""
        first, second = SQLite(file), SQLite(file)
        first.put(("a",), 1)
        first.commit()
        second.put(("a",), 2)
        with pytest.raises(StateError, match="another engine"):
            second.commit()
        second.close()
        first.put(("b",), 1)
        first.commit()
        first.close()

        again = SQLite(file)
        assert (1, 1) == (again.get(("a",)), again.get(("b",)))
        again.close()

    def test_an_older_file_is_migrated(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Every step that a file has not seen is done, once; what it held is still there."""
        state = SQLite(file)
        state.put(("a",), 1)
        state.commit()
        state.close()
        more = (*store.MIGRATIONS, "ALTER TABLE outbox ADD COLUMN tries INTEGER DEFAULT 0")
        monkeypatch.setattr(store, "MIGRATIONS", more)
        for _ in range(2):
            state = SQLite(file)
            assert 1 == state.get(("a",))
            state.queue("v", 1)
            state.commit()
            state.close()

        monkeypatch.undo()
        with pytest.raises(StateError, match=r"later version \(schema 2, known 1\)"):
            SQLite(file)

    def test_a_foreign_file_is_left_alone(self, file: Path) -> None:
        """Neither a database of somebody else's nor a text is written to."""
        with sqlite3.connect(file) as db:
            db.execute("CREATE TABLE songs (title TEXT)")
        db.close()
        text = file.with_name("notes.txt")
        text.write_text("早上好" * 1000, encoding="utf-8")
        for foreign, reason in ((file, "something else"), (text, r"notes\.txt")):
            foreign.chmod(0o664)
            held = foreign.read_bytes()
            with pytest.raises(StateError, match=reason):
                SQLite(foreign)
            assert held == foreign.read_bytes()
            assert stat.S_IMODE(foreign.stat().st_mode) == 0o664 or os.name == "nt"
        assert {file.name, text.name} == {one.name for one in file.parent.iterdir()}

    def test_no_more_is_cached_than_is_said(self, file: Path) -> None:
        """However much is read; what was changed and not committed is not lost by it."""
        state = SQLite(file, cached=3)
        for number in range(9):
            state.put(("a", number), number)
        state.commit()
        read = [state.get(("a", number)) for number in range(9)]
        kept = len(state._values)
        state.put(("a", 0), "new")
        again = [state.get(("a", number)) for number in range(9)]
        state.close()

        assert (list(range(9)), ["new", *range(1, 9)]) == (read, again)
        assert kept <= 3

    def test_a_reader_sees_one_moment_and_disturbs_nobody(self, file: Path) -> None:
        """What is committed while it has the file open it does not see, nor does it write."""
        engine = SQLite(file)
        engine.put(("a",), 1)
        engine.commit()
        reader = SQLite(file, read_only=True)
        engine.put(("a",), 2)
        engine.put(("b",), 2)
        engine.commit()

        assert [(("a",), 1)] == list(reader.items())
        reader.put(("a",), 3)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.commit()
        reader.close()
        engine.put(("c",), 3)
        engine.commit()
        engine.close()

        held = file.read_bytes(), file.stat().st_mtime_ns
        reader = SQLite(file, read_only=True)
        assert [2, 2, 3] == [value for _, value in reader.items()]
        reader.close()
        assert held == (file.read_bytes(), file.stat().st_mtime_ns)
        assert [file] == list(file.parent.iterdir())

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_a_reader_makes_no_file(
        self, file: Path, language: Literal["en", "zh"], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Nor does it bring one up to date: it says what the file is."""
        with pytest.raises(FileNotFoundError):
            SQLite(file, read_only=True)
        assert not file.exists()
        file.touch()
        with pytest.raises(StateError) as empty:
            SQLite(file, read_only=True)
        SQLite(file).close()
        monkeypatch.setattr(store, "MIGRATIONS", (*store.MIGRATIONS, ""))
        with pytest.raises(StateError) as earlier:
            SQLite(file, read_only=True)

        copies = [pickle.loads(pickle.dumps(one.value)) for one in (empty, earlier)]
        said = [one.render(language) for one in copies]
        words = {"en": ["it is empty", "earlier version"], "zh": ["是空的", "较早的版本"]}[language]
        assert [True, True] == [word in one for word, one in zip(words, said, strict=True)]

    def test_erased_bytes_are_gone_once_nobody_reads(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A reader keeps them in the log; erasing says so, and does it the next time."""
        monkeypatch.setattr(store, "_PATIENCE", 0)
        state = SQLite(file)
        state.put(("a", "somebody"), "secret")
        state.put(("b",), 1)
        state.commit()
        reader = SQLite(file, read_only=True)
        with pytest.raises(StateError, match="has it open"):
            state.erase([("a", "somebody")], [])
        reader.close()
        state.erase([("a", "somebody")], [])

        held = b"".join(one.read_bytes() for one in file.parent.iterdir())
        state.close()
        assert (False, False) == (b"somebody" in held, b"secret" in held)

    @pytest.mark.skipif(os.name != "posix", reason="locks end with a descriptor in POSIX only")
    def test_opening_it_twice_ends_no_locks(self, file: Path) -> None:
        """In one process: a second use must not let another process think that nobody is there."""
        state = SQLite(file)
        state.put(("a",), 1)
        state.commit()
        SQLite(file).close()
        SQLite(file, read_only=True).close()
        program = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA user_version')"
        subprocess.run([sys.executable, "-c", program, str(file)], check=True)

        assert file.with_name("state.db-wal").exists()
        state.close()

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        """Python's own error names it."""
        with pytest.raises(FileNotFoundError, match="nowhere"):
            SQLite(tmp_path / "nowhere" / "state.db")

    def test_a_commit_that_fails_can_be_made_again(self, file: Path) -> None:
        """While somebody else holds the file nothing is written, afterwards all is."""
        state = SQLite(file)
        state._db.execute("PRAGMA busy_timeout = 1")
        state.put(("a",), 1)
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            state.commit()
        other.execute("ROLLBACK")
        other.close()
        state.commit()
        state.close()

        again = SQLite(file)
        assert 1 == again.get(("a",))
        again.close()

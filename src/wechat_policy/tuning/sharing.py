"""The policies shared out over processes: each judges all events by its share.

Policies are independent of each other: windows, duties, records and accounts are kept by policy,
and every engine sees the same events and changes its own copy of the directory alike. Two things
look over the fence, and neither is counted by policy: penalties that impose the same name each
other as sources, and a redelivered event whose id is forgotten (after `redelivery`) gives nothing
where any policy of the same engine has reported a violation of it.
"""

from __future__ import annotations

import multiprocessing
import pickle
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, Protocol

import attrs

from wechat_policy.directory import Directory
from wechat_policy.events import Event
from wechat_policy.policy import Policy
from wechat_policy.tuning.labels import Label
from wechat_policy.tuning.parts import Part
from wechat_policy.tuning.tallying import EXAMPLES, Options, Tally


@attrs.frozen
class Setting:
    """What a tally is made with besides its policies."""

    numbers: Mapping[tuple[str, str], int]
    directory: Directory
    options: Options
    labels: Mapping[str, Label] | None
    examples: int = EXAMPLES

    def tally(self, policies: Sequence[Policy]) -> Tally:
        """The tally of some policies."""
        return Tally(
            policies, self.numbers, self.directory, self.options, self.labels, self.examples
        )


class Crew(Protocol):
    """Whoever judges blocks of events and gives the counts in the end."""

    def take(self, events: Sequence[Event], *, from_archive: bool) -> None:
        """Judges a block."""

    def finish(self) -> list[Part]:
        """All counts."""


class Alone:
    """Judges in this process."""

    def __init__(self, setting: Setting, policies: Sequence[Policy]) -> None:
        self._tally = setting.tally(policies)

    def take(self, events: Sequence[Event], *, from_archive: bool) -> None:
        """Judges a block."""
        self._tally.take(events, from_archive=from_archive)

    def finish(self) -> list[Part]:
        """All counts."""
        return [self._tally.finish()]


class Shared:
    """Sends blocks to processes that judge them, each by its share of the policies."""

    def __init__(self, connections: Sequence[Connection]) -> None:
        self._connections = connections

    def take(self, events: Sequence[Event], *, from_archive: bool) -> None:
        """Sends a block; waits where a process is not done with those before."""
        told = [(one.__class__, one.type, one.id, one.at, one.facts) for one in events]
        self._send(pickle.dumps((told, from_archive), pickle.HIGHEST_PROTOCOL))

    def finish(self) -> list[Part]:
        """All counts, as the processes give them."""
        self._send(pickle.dumps(None))
        return [_received(one) for one in self._connections]

    def _send(self, told: bytes) -> None:
        for one in self._connections:
            if one.poll():  # nothing is said before the end, but what went wrong
                _received(one)
            one.send_bytes(told)


@contextmanager
def crew(setting: Setting, policies: Sequence[Policy], workers: int) -> Iterator[Crew]:
    """Who judges: this process, or as many others as are asked for and have work."""
    shares = shared_out(policies, workers)
    if len(shares) < 2:
        yield Alone(setting, policies)
        return
    # A copy of this process is at hand at once, but is sound only of one with a single thread.
    alone = sys.platform == "linux" and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if alone else "spawn")
    processes, connections = [], []
    try:
        for share in shares:
            here, there = context.Pipe()
            process = context.Process(target=_serve, args=(there, setting, share), daemon=True)
            process.start()
            there.close()
            processes.append(process)
            connections.append(here)
        yield Shared(connections)
    finally:
        for one in connections:
            one.close()
        for process in processes:
            process.terminate()
            process.join()


def shared_out(policies: Sequence[Policy], workers: int) -> list[list[Policy]]:
    """The policies in at most so many shares of about as many norms, each in its order."""
    shares: list[list[int]] = [[] for _ in range(max(1, min(workers, len(policies))))]
    sizes = [sum(len(clause.norms) for clause in one.clauses) for one in policies]
    for number in sorted(range(len(policies)), key=lambda number: -sizes[number]):
        min(shares, key=lambda share: sum(sizes[one] for one in share)).append(number)
    return [[policies[number] for number in sorted(share)] for share in shares]


def _received(connection: Connection) -> Part:
    try:
        found = connection.recv()
    except EOFError:
        raise RuntimeError("a process that judged a share of the policies has died") from None
    if isinstance(found, BaseException):
        raise found
    part: Part = found
    return part


def _serve(connection: Connection, setting: Setting, policies: Sequence[Policy]) -> None:
    """Judges what comes until the end is said, then gives the counts, or what went wrong."""
    try:
        try:
            tally = setting.tally(policies)
            for told, from_archive in _blocks(connection):
                events = [family(*stamp) for family, *stamp in told]
                tally.take(events, from_archive=from_archive)
            connection.send(tally.finish())
        except Exception as fault:
            connection.send(_sendable(fault))
            for _ in _blocks(connection):
                pass
    except (EOFError, OSError, KeyboardInterrupt):
        return  # nobody waits for an answer any more


def _blocks(connection: Connection) -> Iterable[tuple[list[tuple[Any, ...]], bool]]:
    while (told := pickle.loads(connection.recv_bytes())) is not None:
        yield told


def _sendable(fault: Exception) -> Exception:
    """What was raised, with where that was; in words only if it cannot be sent."""
    try:
        pickle.loads(pickle.dumps(fault))
    except Exception:
        return RuntimeError(f"{type(fault).__name__}: {fault}")
    return fault

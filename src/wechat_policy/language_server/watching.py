"""Keeps up with what is typed, and says what is wrong with it as soon as nobody types."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from functools import partial

from lsprotocol import types

from wechat_policy.errors import Diagnostic
from wechat_policy.language_server import wire
from wechat_policy.language_server.buffers import Buffer, Change
from wechat_policy.language_server.faults import doubts, faults
from wechat_policy.language_server.protocol import PolicyServer, answering, in_thread, log

PAUSE = 0.25
"""Seconds without a key after which a text is checked."""

LONGER_PAUSE = 0.75
"""Seconds more after which a text without errors is linted."""

_one_at_a_time = threading.Lock()


@answering
def did_open(ls: PolicyServer, params: types.DidOpenTextDocumentParams) -> None:
    """A text was opened."""
    told = params.text_document
    _changed(ls, ls.buffers.open(told.uri, told.version, told.text))


@answering
def did_change(ls: PolicyServer, params: types.DidChangeTextDocumentParams) -> None:
    """Something was typed."""
    changes: list[Change] = []
    for one in params.content_changes:
        if isinstance(one, types.TextDocumentContentChangePartial):
            place = wire.units(one.range.start), wire.units(one.range.end)
            changes.append((place, one.text))
        else:
            changes.append((None, one.text))
    told = params.text_document
    buffer = ls.buffers.change(told.uri, told.version, changes)
    if buffer is not None:
        _changed(ls, buffer)


@answering
def did_close(ls: PolicyServer, params: types.DidCloseTextDocumentParams) -> None:
    """A text was closed: what was said of it is taken back."""
    uri = params.text_document.uri
    ls.buffers.close(uri)
    task = ls.checks.pop(uri, None)
    if task is not None:
        task.cancel()
    ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


@answering
def did_save(ls: PolicyServer, params: types.DidSaveTextDocumentParams) -> None:
    """A text was saved: files that others name may have changed."""
    for buffer in (*ls.buffers.all(), *ls.buffers.cases()):
        check_soon(ls, buffer)


def _changed(ls: PolicyServer, buffer: Buffer) -> None:
    check_soon(ls, buffer)
    if buffer.page.outline.kind == "cases":
        return
    for other in ls.buffers.users(buffer):
        check_soon(ls, ls.buffers.open(other.uri, other.version, other.lines.text))


def check_soon(ls: PolicyServer, buffer: Buffer) -> None:
    """Checks a text after a pause, in place of what was on the way."""
    task = ls.checks.pop(buffer.uri, None)
    if task is not None:
        task.cancel()
    ls.checks[buffer.uri] = asyncio.get_running_loop().create_task(_checked(ls, buffer))


async def _checked(ls: PolicyServer, buffer: Buffer) -> None:
    """Checks a text once nobody types any more, then lints it; gives up when it has changed."""

    def outdated() -> bool:
        return ls.buffers.text(buffer.uri) is not buffer

    def alone(look: Callable[..., tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
        with _one_at_a_time:
            began = time.perf_counter()
            found = look(buffer.page, outdated)
            log.debug("%s: %.0f ms", look.__name__, (time.perf_counter() - began) * 1000)
            return found

    try:
        await asyncio.sleep(PAUSE)
        found = await in_thread(partial(alone, faults))
        if outdated():
            return
        _publish(ls, buffer, found)
        is_policy = buffer.page.outline.kind == "policy"
        if any(one.level == "error" for one in found) or not is_policy:
            return
        if ls.buffers.takes_in_open(buffer):
            return
        await asyncio.sleep(LONGER_PAUSE)
        found = await in_thread(partial(alone, doubts))
        if not outdated():
            _publish(ls, buffer, found)
    except Exception as error:
        ls.tell_broken(error)


def _publish(ls: PolicyServer, buffer: Buffer, found: tuple[Diagnostic, ...]) -> None:
    ls.found[buffer.uri] = (buffer, found)
    told = [wire.diagnostic(ls.buffers, buffer, one, ls.language, ls.docs) for one in found]
    ls.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(buffer.uri, told, buffer.version)
    )

"""The protocol as pygls speaks it, but for the texts, which `buffers` keeps, and for failures.

pygls cuts a text at every line separator of Unicode, and fails on a change of a text that nobody
opened; what it says of a failure holds the words of the text.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import threading
import time
import traceback
from collections.abc import Awaitable, Callable, Generator
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException, PyglsError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

import wechat_policy.language_server as package
from wechat_policy.commands.phrases import phrase
from wechat_policy.errors import Diagnostic, Language
from wechat_policy.language_server.buffers import Buffer, Buffers

log = logging.getLogger(package.__name__)

REQUEST_FAILED = -32803
"""The code of a request that cannot be done, with the reason for the user."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Protocol(LanguageServerProtocol):
    """The protocol with the texts left to the server's own handlers."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: types.DidOpenTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Passes the text on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: types.DidChangeTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Passes the changes on."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: types.DidCloseTextDocumentParams
    ) -> Generator[Any, Any, None]:
        """Passes on that a text was closed."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class PolicyServer(LanguageServer):
    """The server with what it keeps: the open texts, its language, what was found.

    `docs` is the address of the page of a diagnostic with {code} in it, empty for none.
    """

    def __init__(self, version: str, language: Language) -> None:
        self.buffers = Buffers()
        self.language = language
        self.docs = ""
        self.found: dict[str, tuple[Buffer, tuple[Diagnostic, ...]]] = {}
        self.checks: dict[str, asyncio.Task[None]] = {}
        self.ended = False
        super().__init__("wechat-policy", version, protocol_cls=Protocol)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Says of what kind an error is, and nothing of what it was about."""
        if isinstance(error, JsonRpcException) and error.code == REQUEST_FAILED:
            return
        self.tell_broken(error)

    def tell_broken(self, error: BaseException) -> None:
        """The same, with its place."""
        kind, place = type(error).__name__, _place(error)
        log.error("%s at %s", kind, place)
        if isinstance(error, JsonRpcException | PyglsError) and place == "?":
            return
        said = phrase("lsp.broken", self.language, kind=kind, place=place)
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, said))

    def say(self, type_: types.MessageType, words: str) -> None:
        """Shows a message to the user."""
        self.window_show_message(types.ShowMessageParams(type_, words))


def _place(error: BaseException) -> str:
    """The innermost line of the package on the way to an exception."""
    root = Path(package.__file__).parents[1]
    found = "?"
    for frame, line in traceback.walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(root):
            found = f"{file.relative_to(root).as_posix()}:{line}"
    return found


def answering(
    handler: Callable[[PolicyServer, Any], _T],
) -> Callable[[PolicyServer, Any], _T | None]:
    """A handler that answers nothing where it fails, and tells that it did."""

    @functools.wraps(handler)
    def answer(ls: PolicyServer, params: Any) -> _T | None:
        began = time.perf_counter()
        try:
            return handler(ls, params)
        except JsonRpcException:
            raise
        except Exception as error:
            ls.tell_broken(error)
            return None
        finally:
            log.debug("%s: %.0f ms", handler.__name__, (time.perf_counter() - began) * 1000)

    return answer


def answering_later(
    handler: Callable[_P, Awaitable[_T]],
) -> Callable[_P, Awaitable[_T | None]]:
    """The same of a handler that waits for a thread."""

    @functools.wraps(handler)
    async def answer(*args: _P.args, **kwargs: _P.kwargs) -> _T | None:
        try:
            return await handler(*args, **kwargs)
        except JsonRpcException:
            raise
        except Exception as error:
            ls = args[0]
            assert isinstance(ls, PolicyServer)
            ls.tell_broken(error)
            return None

    return answer


async def in_thread(work: Callable[[], _T]) -> _T:
    """What some work comes to that is done beside, so that the editor is answered meanwhile.

    The thread does not keep the process from ending.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_T] = loop.create_future()

    def settle(settled: Callable[[], None]) -> None:
        if not done.done():
            settled()

    def run() -> None:
        try:
            result = work()
            settled: Callable[[], None] = functools.partial(done.set_result, result)
        except BaseException as error:
            settled = functools.partial(done.set_exception, error)
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, settled)

    threading.Thread(target=run, daemon=True).start()
    return await done

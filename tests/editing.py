"""An editor for tests: a real client library before the real process, over its standard streams."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.client import LanguageClient

T = TypeVar("T")
WAIT = 60


def units(text: str) -> int:
    """How long a text is in UTF-16, as most editors count."""
    return len(text.encode("utf-16-le")) // 2


def position(text: str, offset: int) -> types.Position:
    """Where an offset lies, counted with nothing that the server counts with."""
    before = text[:offset].replace("\r\n", "\n")
    line = before.count("\n")
    return types.Position(line, units(before.rpartition("\n")[2]))


class Editor:
    """A client with a server of its own; every call waits for the answer."""

    def __init__(self, **told: Any) -> None:
        self.told = told
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.client = LanguageClient("tests", "1")
        self.published: list[types.PublishDiagnosticsParams] = []
        self.shown: list[types.ShowMessageParams] = []
        self.logged: list[types.LogMessageParams] = []
        for method, notes in (
            (types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, self.published),
            (types.WINDOW_SHOW_MESSAGE, self.shown),
            (types.WINDOW_LOG_MESSAGE, self.logged),
        ):
            self.client.feature(method)(lambda params, notes=notes: notes.append(params))
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(WAIT)

    def start(self, folder: Path, *arguments: str) -> types.InitializeResult:
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        command = (sys.executable, "-m", "wechat_policy", "lsp", *arguments)
        self.run(self.client.start_io(*command, cwd=folder, env=environment))
        told = {"capabilities": types.ClientCapabilities(), **self.told}
        params = types.InitializeParams(root_uri=folder.as_uri(), **told)
        answer = self.run(self.client.initialize_async(params))
        self.client.initialized(types.InitializedParams())
        return answer

    def stop(self, ask: bool = True) -> int:
        """Ends the server; the code that it ends with."""
        process = self.client._server
        assert process is not None
        if ask:
            self.run(self.client.shutdown_async(None))
        self.client.exit(None)
        code = self.run(process.wait())
        self.run(self.client.stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(WAIT)
        self.loop.close()
        return code

    def request(self, method: str, params: Any) -> Any:
        return self.run(self._ask(method, params))

    async def _ask(self, method: str, params: Any) -> Any:
        return await self.client.protocol.send_request_async(method, params)

    def open(self, uri: str, text: str) -> None:
        self.texts[uri], self.versions[uri] = text, 1
        item = types.TextDocumentItem(uri, "wechat-policy", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, uri: str, start: int, end: int, words: str) -> None:
        """Puts words in place of a part of a text."""
        text = self.texts[uri]
        self.versions[uri] += 1
        place = types.Range(position(text, start), position(text, end))
        change = types.TextDocumentContentChangePartial(place, words)
        told = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(told, [change]))
        self.texts[uri] = text[:start] + words + text[end:]

    def at(self, uri: str, offset: int) -> dict[str, Any]:
        """The parameters of a request about a place."""
        return {
            "text_document": types.TextDocumentIdentifier(uri),
            "position": position(self.texts[uri], offset),
        }

    def diagnostics(self, uri: str) -> types.PublishDiagnosticsParams:
        """What was last said of a text in its present version."""
        version = self.versions[uri]
        deadline = time.monotonic() + WAIT
        while time.monotonic() < deadline:
            for one in reversed(self.published):
                if one.uri == uri and one.version == version:
                    return one
            time.sleep(0.02)
        raise AssertionError(f"nothing was said of {uri} {version}")

    def after(self, uri: str, edits: list[types.TextEdit]) -> str:
        """The text with the changes that the server asks for."""
        text = self.texts[uri]
        lines = text.split("\n")

        def offset(place: types.Position) -> int:
            start = sum(len(line) + 1 for line in lines[: place.line])
            line = lines[place.line].encode("utf-16-le")
            return start + len(line[: place.character * 2].decode("utf-16-le"))

        for one in sorted(edits, key=lambda one: -offset(one.range.start)):
            start, end = offset(one.range.start), offset(one.range.end)
            text = text[:start] + one.new_text + text[end:]
        return text

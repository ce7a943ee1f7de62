"""The beginning and the end of an editor's session, and its settings."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any, cast

from lsprotocol import types

from wechat_policy.language_server.buffers import Buffers
from wechat_policy.language_server.completion import complete
from wechat_policy.language_server.lines import Encoding
from wechat_policy.language_server.pages import Page
from wechat_policy.language_server.protocol import PolicyServer, answering
from wechat_policy.language_server.watching import check_soon
from wechat_policy.source import Source


@answering
def initialize(ls: PolicyServer, params: types.InitializeParams) -> None:
    """Takes note of what the editor is."""
    told = ls.workspace.position_encoding
    encoding = cast(Encoding, getattr(told, "value", told) or "utf-16")
    ls.buffers = Buffers(encoding, ls.workspace.root_path or "")
    if params.locale:
        ls.language = "zh" if params.locale.lower().startswith("zh") else "en"
    _settle(ls, params.initialization_options)


@answering
def initialized(ls: PolicyServer, params: Any) -> None:
    """Reads the grammar and the shipped lists, so that the first key does not wait for them."""
    page = Page(Source("", "clause x\n  "), ls.buffers.find)
    threading.Thread(target=partial(_warm_up, page), daemon=True).start()


def _warm_up(page: Page) -> None:
    complete(page, len(page.source.text))
    complete(Page(Source("", "条款 甲\n  b"), page.find), 8)


def _settle(ls: PolicyServer, told: Any) -> None:
    """Takes over settings: the language, and where the pages of diagnostics are."""
    settings = as_dict(told)
    settings = as_dict(settings.get("wechat-policy")) or settings
    if settings.get("language") in ("zh", "en"):
        ls.language = settings["language"]
    if isinstance(settings.get("docs"), str):
        ls.docs = settings["docs"]


def as_dict(told: Any) -> dict[str, Any]:
    """An object of the protocol by its keys, however the library has read it."""
    if isinstance(told, dict):
        return told
    return dict(vars(told)) if hasattr(told, "__dict__") else {}


@answering
def did_change_configuration(ls: PolicyServer, params: types.DidChangeConfigurationParams) -> None:
    """Takes over settings, and says everything anew."""
    _settle(ls, params.settings)
    for buffer in ls.buffers.all():
        check_soon(ls, buffer)


@answering
def shutdown(ls: PolicyServer, params: Any) -> None:
    """Stops checking."""
    ls.ended = True
    for task in ls.checks.values():
        task.cancel()

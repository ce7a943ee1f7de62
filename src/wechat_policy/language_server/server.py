"""Wires the features to the protocol: what an editor asks, and the module that answers it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from wechat_policy.commands.phrases import phrase
from wechat_policy.errors import Language
from wechat_policy.language_server import wire
from wechat_policy.language_server.actions import actions
from wechat_policy.language_server.buffers import Buffer
from wechat_policy.language_server.completion import complete, documentation
from wechat_policy.language_server.hover import hover
from wechat_policy.language_server.layout import layout
from wechat_policy.language_server.playing import examples, play_at
from wechat_policy.language_server.protocol import (
    REQUEST_FAILED,
    PolicyServer,
    answering,
    answering_later,
    in_thread,
)
from wechat_policy.language_server.references import definition, references
from wechat_policy.language_server.rename import Refused, rename, renameable
from wechat_policy.language_server.sessions import (
    as_dict,
    did_change_configuration,
    initialize,
    initialized,
    shutdown,
)
from wechat_policy.language_server.symbols import folds, symbols
from wechat_policy.language_server.watching import (
    did_change,
    did_close,
    did_open,
    did_save,
)
from wechat_policy.source import Edit, Span

TRIGGERS = (" ", ".", "=", "(", "（", "：", ":", "、", ",", "，", "＝", "。")


def serve(version: str, language: Language) -> int:
    """Serves one editor over the standard streams; exits with 0 if it said that it would go."""
    import os
    import sys

    server = build(version, language)
    # Whatever else writes to the standard output would spoil the protocol.
    stdin, stdout = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _silence()
    server.start_io(stdin, stdout)
    sys.stdout.flush()
    return 0 if server.ended else 1


def _silence() -> None:
    """pygls logs every message whole: the words of texts, which are nobody's business."""
    for name in ("pygls", "asyncio"):
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
        logger.setLevel(logging.CRITICAL)


def build(version: str, language: Language) -> PolicyServer:
    """The server with all its features."""
    server = PolicyServer(version, language)
    for method, (handler, options) in _FEATURES.items():
        server.feature(method, options)(handler)
    server.command(wire.RUN_EXAMPLE)(run_example)
    return server


def _at(ls: PolicyServer, params: Any) -> tuple[Buffer | None, int]:
    """The text that a request is about, and the place in it."""
    buffer = ls.buffers.get(params.text_document.uri)
    if buffer is None:
        return None, 0
    return buffer, buffer.lines.offset(wire.units(params.position))


@answering
def text_hover(ls: PolicyServer, params: types.HoverParams) -> types.Hover | None:
    """What is shown of a word."""
    buffer = ls.buffers.text(params.text_document.uri)
    if buffer is None:
        return None
    offset = buffer.lines.offset(wire.units(params.position))
    found = hover(buffer.page, offset, ls.language)
    if found is None:
        return None
    words = types.MarkupContent(types.MarkupKind.Markdown, found.text)
    return types.Hover(words, wire.range_of(buffer, found.span))


@answering
def completion(ls: PolicyServer, params: types.CompletionParams) -> types.CompletionList:
    """What may be put in; asked again at every key, as the words that fit depend on the place."""
    buffer, offset = _at(ls, params)
    found = () if buffer is None else complete(buffer.page, offset)
    items = [] if buffer is None else [wire.item(buffer, one) for one in found]
    return types.CompletionList(is_incomplete=True, items=items)


@answering
def completion_resolve(ls: PolicyServer, item: types.CompletionItem) -> types.CompletionItem:
    """More of one of them."""
    uri, kind, word = item.data if isinstance(item.data, list) else ("", "", "")
    buffer = ls.buffers.get(uri)
    if buffer is not None:
        words = documentation(buffer.page, (kind, word), ls.language)
        item.documentation = types.MarkupContent(types.MarkupKind.Markdown, words)
    return item


@answering
def text_definition(ls: PolicyServer, params: types.DefinitionParams) -> types.Location | None:
    """Where a name is given."""
    buffer, offset = _at(ls, params)
    found = None if buffer is None else definition(buffer.page, offset)
    if found is None:
        return None
    start, end = map(wire.position, ls.buffers.place(found.source, found.span))
    return types.Location(ls.buffers.address(found.source), types.Range(start, end))


@answering
def text_references(ls: PolicyServer, params: types.ReferenceParams) -> list[types.Location]:
    """Everywhere a name stands."""
    buffer, offset = _at(ls, params)
    if buffer is None:
        return []
    return [
        types.Location(buffer.uri, wire.range_of(buffer, span))
        for span in references(buffer.page, offset)
    ]


@answering
def prepare_rename(ls: PolicyServer, params: types.PrepareRenameParams) -> types.Range | None:
    """The name that would be changed."""
    buffer, offset = _at(ls, params)
    if buffer is None:
        return None
    try:
        return wire.range_of(buffer, renameable(buffer.page, offset).span)
    except Refused as refused:
        raise _refusal(ls, refused) from None


@answering_later
async def text_rename(ls: PolicyServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The changes that give a name another spelling."""
    buffer, offset = _at(ls, params)
    if buffer is None:
        return None
    try:
        spans = await in_thread(partial(rename, buffer.page, offset, params.new_name))
    except Refused as refused:
        raise _refusal(ls, refused) from None
    if ls.buffers.get(buffer.uri) is not buffer:
        return None
    return wire.edits(buffer, [Edit(span, params.new_name.strip()) for span in spans])


def _refusal(ls: PolicyServer, refused: Refused) -> JsonRpcException:
    facts = dict(refused.facts)
    if refused.fault is not None:
        facts["fault"] = refused.fault.message(ls.language)
    return JsonRpcException(phrase(refused.key, ls.language, **facts), REQUEST_FAILED)


@answering
def document_symbols(
    ls: PolicyServer, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol]:
    """The sections."""
    buffer = ls.buffers.text(params.text_document.uri)
    return [] if buffer is None else [wire.symbol(buffer, one) for one in symbols(buffer.page)]


@answering
def folding_ranges(ls: PolicyServer, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """What can be folded away."""
    buffer = ls.buffers.text(params.text_document.uri)
    return [] if buffer is None else [wire.fold(buffer, one) for one in folds(buffer.page)]


@answering
def formatting(
    ls: PolicyServer, params: types.DocumentFormattingParams
) -> list[types.TextEdit] | None:
    """The whole text in the language's layout; a text that cannot be read stays as it is."""
    buffer = ls.buffers.text(params.text_document.uri)
    if buffer is None:
        return None
    text = layout(buffer.page)
    if text is None:
        ls.say(types.MessageType.Info, phrase("lsp.unreadable", ls.language))
        return None
    if text == buffer.lines.text:
        return []
    whole = Span(0, len(buffer.lines.text))
    return [types.TextEdit(wire.range_of(buffer, whole), text)]


@answering
def code_actions(ls: PolicyServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    """What would settle the faults at a place."""
    buffer = ls.buffers.text(params.text_document.uri)
    checked, found = ls.found.get(params.text_document.uri, (None, ()))
    if buffer is None or checked is not buffer:
        return []
    span = buffer.lines.span(wire.units(params.range.start), wire.units(params.range.end))
    return [wire.action(buffer, one, ls.language) for one in actions(buffer.page, found, span)]


@answering
def code_lenses(ls: PolicyServer, params: types.CodeLensParams) -> list[types.CodeLens]:
    """A command above each example that runs it."""
    buffer = ls.buffers.get(params.text_document.uri)
    if buffer is None:
        return []
    return [wire.lens(buffer, span, ls.language) for span in examples(buffer.page)]


@answering_later
async def run_example(ls: PolicyServer, uri: str, position: Any) -> dict[str, Any] | None:
    """Runs the example at a place beside; shows what came of it, and why if it failed."""
    buffer = ls.buffers.get(str(uri))
    if buffer is None:
        ls.say(types.MessageType.Warning, phrase("lsp.no_example", ls.language))
        return None
    where = as_dict(position)
    offset = buffer.lines.offset((int(where.get("line", 0)), int(where.get("character", 0))))
    outcome = await in_thread(partial(play_at, buffer.page, offset, ls.language))
    kind = types.MessageType.Info if outcome.passed else types.MessageType.Warning
    ls.say(kind, outcome.message)
    if outcome.details:
        words = f"{outcome.message}\n{outcome.details}"
        ls.window_log_message(types.LogMessageParams(types.MessageType.Info, words))
    return {"passed": outcome.passed, "message": outcome.message, "details": outcome.details}


_FEATURES: dict[str, tuple[Callable[..., Any], Any]] = {
    types.INITIALIZE: (initialize, None),
    types.INITIALIZED: (initialized, None),
    types.SHUTDOWN: (shutdown, None),
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: (did_change_configuration, None),
    types.TEXT_DOCUMENT_DID_OPEN: (did_open, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (did_change, None),
    types.TEXT_DOCUMENT_DID_CLOSE: (did_close, None),
    types.TEXT_DOCUMENT_DID_SAVE: (did_save, None),
    types.TEXT_DOCUMENT_HOVER: (text_hover, None),
    types.TEXT_DOCUMENT_COMPLETION: (
        completion,
        types.CompletionOptions(trigger_characters=list(TRIGGERS), resolve_provider=True),
    ),
    types.COMPLETION_ITEM_RESOLVE: (completion_resolve, None),
    types.TEXT_DOCUMENT_DEFINITION: (text_definition, None),
    types.TEXT_DOCUMENT_REFERENCES: (text_references, None),
    types.TEXT_DOCUMENT_PREPARE_RENAME: (prepare_rename, None),
    types.TEXT_DOCUMENT_RENAME: (text_rename, types.RenameOptions(prepare_provider=True)),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (document_symbols, None),
    types.TEXT_DOCUMENT_FOLDING_RANGE: (folding_ranges, None),
    types.TEXT_DOCUMENT_FORMATTING: (formatting, None),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        code_actions,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]),
    ),
    types.TEXT_DOCUMENT_CODE_LENS: (code_lenses, None),
}
"""What the server answers, by the name of the request."""

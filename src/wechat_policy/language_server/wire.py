"""What the features found, as the protocol wants it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lsprotocol import types

from wechat_policy.commands.phrases import phrase
from wechat_policy.errors import Diagnostic, Language, catalogue
from wechat_policy.language_server.actions import Action
from wechat_policy.language_server.buffers import Buffer, Buffers
from wechat_policy.language_server.choices import ChoiceKind
from wechat_policy.language_server.completion import Completion
from wechat_policy.language_server.faults import message, place
from wechat_policy.language_server.lines import Position
from wechat_policy.language_server.symbols import Symbol
from wechat_policy.source import Edit, Span

RUN_EXAMPLE = "wechat-policy.runExample"

_LEVELS = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "hint": types.DiagnosticSeverity.Hint,
}
_CHOICES: dict[ChoiceKind, types.CompletionItemKind] = {
    "keyword": types.CompletionItemKind.Keyword,
    "event": types.CompletionItemKind.Event,
    "fact": types.CompletionItemKind.Field,
    "value": types.CompletionItemKind.EnumMember,
    "word": types.CompletionItemKind.Function,
    "name": types.CompletionItemKind.Variable,
    "fixed": types.CompletionItemKind.Constant,
}
_SECTIONS = {
    "policy": types.SymbolKind.Module,
    "use": types.SymbolKind.Package,
    "extends": types.SymbolKind.Package,
    "clause": types.SymbolKind.Class,
    "lexicon": types.SymbolKind.Array,
    "parameter": types.SymbolKind.Variable,
    "condition": types.SymbolKind.Function,
    "penalties": types.SymbolKind.Struct,
    "note": types.SymbolKind.String,
}


def position(told: Position) -> types.Position:
    """A position."""
    return types.Position(line=told[0], character=told[1])


def units(told: types.Position) -> Position:
    """The same the other way."""
    return told.line, told.character


def range_of(buffer: Buffer, span: Span) -> types.Range:
    """A part of an open text."""
    lines = buffer.lines
    return types.Range(position(lines.position(span.start)), position(lines.position(span.end)))


def diagnostic(
    buffers: Buffers, buffer: Buffer, one: Diagnostic, language: Language, docs: str
) -> types.Diagnostic:
    """A fault; `docs` is the address of its page with {code} in it, empty for none."""
    related = []
    for other in one.related:
        source = other.source or one.source
        start, end = map(position, buffers.place(source, other.span))
        where = types.Location(buffers.address(source), types.Range(start, end))
        label = one.related_label(other, language)
        related.append(types.DiagnosticRelatedInformation(where, label))
    if one.source != buffer.page.source:
        start, end = map(position, buffers.place(one.source, one.span))
        where = types.Location(buffers.address(one.source), types.Range(start, end))
        related.insert(0, types.DiagnosticRelatedInformation(where, one.message(language)))
    href = types.CodeDescription(docs.replace("{code}", one.code)) if docs else None
    return types.Diagnostic(
        range=range_of(buffer, place(buffer.page, one)),
        message=message(one, language),
        severity=_LEVELS[one.level],
        code=one.code,
        code_description=href,
        source="wechat-policy",
        related_information=related or None,
    )


def item(buffer: Buffer, one: Completion) -> types.CompletionItem:
    """Something to put in."""
    return types.CompletionItem(
        label=one.choice.word,
        kind=_CHOICES[one.choice.kind],
        detail=one.choice.detail or None,
        sort_text=one.sort,
        filter_text=one.filter,
        text_edit=types.TextEdit(range_of(buffer, one.span), one.text),
        data=[buffer.uri, *one.choice.topic],
    )


def symbol(buffer: Buffer, one: Symbol) -> types.DocumentSymbol:
    """A section."""
    return types.DocumentSymbol(
        name=one.name,
        kind=_SECTIONS.get(one.key, types.SymbolKind.Constant),
        range=range_of(buffer, one.span),
        selection_range=range_of(buffer, one.name_span),
        detail=one.detail,
    )


def fold(buffer: Buffer, span: Span) -> types.FoldingRange:
    """What can be folded away."""
    return types.FoldingRange(
        start_line=buffer.lines.position(span.start)[0],
        end_line=buffer.lines.position(span.end)[0],
    )


def edits(buffer: Buffer, told: Iterable[Edit]) -> types.WorkspaceEdit:
    """Changes of one text."""
    return types.WorkspaceEdit(
        changes={buffer.uri: [types.TextEdit(range_of(buffer, one.span), one.text) for one in told]}
    )


def action(buffer: Buffer, one: Action, language: Language) -> types.CodeAction:
    """A change that settles a fault."""
    title = phrase("lsp.replace", language, words=one.words)
    if not one.words or "\n" in one.words:
        told = catalogue()[one.fault.code].title[language]
        title = phrase("lsp.fix", language, code=one.fault.code, title=told)
    return types.CodeAction(
        title=title,
        kind=types.CodeActionKind.QuickFix,
        edit=edits(buffer, one.edits),
        is_preferred=one.fault.level == "error",
    )


def lens(buffer: Buffer, span: Span, language: Language) -> types.CodeLens:
    """The command that runs an example, above its first line."""
    start = position(buffer.lines.position(span.start))
    arguments: list[Any] = [buffer.uri, {"line": start.line, "character": start.character}]
    return types.CodeLens(
        range=types.Range(start, start),
        command=types.Command(phrase("lsp.run", language), RUN_EXAMPLE, arguments=arguments),
    )

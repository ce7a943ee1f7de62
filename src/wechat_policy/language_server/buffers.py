"""The texts that an editor has open, each as a page that changes take the place of."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import attrs
from pygls.uris import from_fs_path, to_fs_path, uri_scheme

from wechat_policy.assembly import Find
from wechat_policy.language_server.lines import Encoding, Lines, Position
from wechat_policy.language_server.pages import Page, finding
from wechat_policy.source import Source, Span

Change = tuple[tuple[Position, Position] | None, str]
"""Words, and the part of the text that they take the place of; the whole text if there is none."""


@attrs.frozen(eq=False)
class Buffer:
    """A text that the editor has open, in one version."""

    uri: str
    version: int
    lines: Lines
    page: Page


class Buffers:
    """All texts that an editor has open, by their addresses."""

    def __init__(self, encoding: Encoding = "utf-16", root: str = "") -> None:
        self.encoding = encoding
        self.root = root
        self._open: dict[str, Buffer] = {}
        self._files: dict[str, Buffer] = {}
        self.find: Find = finding(self._source)

    def open(self, uri: str, version: int, text: str) -> Buffer:
        """Takes in a text that was opened, or opened again."""
        name = self.name(uri)
        page = Page(Source(name, text), self.find)
        buffer = Buffer(uri, version, Lines(text, self.encoding), page)
        self._open[unquote(uri)] = self._files[_key(Path(name))] = buffer
        return buffer

    def change(self, uri: str, version: int, changes: Iterable[Change]) -> Buffer | None:
        """Takes in what was typed, one change after the other; None for a text that is not open."""
        buffer = self._open.get(unquote(uri))
        if buffer is None:
            return None
        lines = buffer.lines
        for place, words in changes:
            lines = lines.changed(*place, words) if place else Lines(words, self.encoding)
        return self.open(uri, version, lines.text)

    def close(self, uri: str) -> None:
        """Forgets a text that was closed."""
        self._open.pop(unquote(uri), None)
        self._files.pop(_key(Path(self.name(uri))), None)

    def text(self, uri: str) -> Buffer | None:
        """The text of an address, a policy or cases; None if it is not open."""
        return self._open.get(unquote(uri))

    def get(self, uri: str) -> Buffer | None:
        """The policy of an address; None if it is not open, or is no policy but a file of cases."""
        found = self.text(uri)
        return None if found is None or found.page.outline.kind != "policy" else found

    def all(self) -> tuple[Buffer, ...]:
        """Every policy that is open."""
        return tuple(one for uri in self._open if (one := self.get(uri)) is not None)

    def cases(self) -> tuple[Buffer, ...]:
        """Every file of cases that is open."""
        return tuple(one for one in self._open.values() if one.page.outline.kind == "cases")

    def name(self, uri: str) -> str:
        """The file of an address; a text without one is taken to lie in the editor's folder."""
        if uri_scheme(uri) == "file" and (path := to_fs_path(uri)):
            return path
        return str(Path(self.root) / unquote(uri).rpartition(":")[2].rpartition("/")[2])

    def address(self, source: Source) -> str:
        """The address of a text by its file."""
        buffer = self._files.get(_key(Path(source.name)))
        return buffer.uri if buffer else from_fs_path(str(Path(source.name).absolute())) or ""

    def place(self, source: Source, span: Span) -> tuple[Position, Position]:
        """Where a part of a text lies, as the editor counts."""
        buffer = self._files.get(_key(Path(source.name)))
        if buffer is not None and buffer.lines.text == source.text:
            lines = buffer.lines
        else:
            lines = Lines(source.text, self.encoding)
        return lines.position(span.start), lines.position(span.end)

    def users(self, changed: Buffer) -> tuple[Buffer, ...]:
        """The other open texts that take in a text."""
        name = changed.page.source.name
        return tuple(
            other
            for other in self.all()
            if other is not changed
            and any(one.document.source.name == name for one in other.page.libraries)
        )

    def takes_in_open(self, buffer: Buffer) -> bool:
        """Whether a text takes in another that is open, and may not be saved."""
        libraries = {one.document.source.name for one in buffer.page.libraries}
        return any(
            other.page.source.name in libraries for other in self.all() if other is not buffer
        )

    def _source(self, path: Path) -> Source | None:
        buffer = self._files.get(_key(path))
        return None if buffer is None else buffer.page.source


def _key(path: Path) -> str:
    return str(path.absolute())

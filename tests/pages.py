"""Pieces of HTML as tests read them."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """A page as a browser reads it: tags, attributes, and the texts by their element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[tuple[str, str]] = []
        self.broken: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.open.append(tag)
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag in ("mark", "blockquote"):
            self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside == "mark":
            self.texts[-1] = ("mark", self.texts[-1][1] + data)
        else:
            self.texts.append((inside, data))

    def handle_comment(self, data: str) -> None:
        self.broken.append(data)

    def handle_decl(self, decl: str) -> None:
        self.broken.append(decl)

    def inside(self, tag: str) -> list[str]:
        """The texts of the elements of that name."""
        return [text for name, text in self.texts if name == tag]

    @property
    def text(self) -> str:
        """All that a reader sees."""
        return "".join(text for name, text in self.texts if name != "style")

"""The parts of a statement: words that stay together, and where a line may be broken."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

import attrs

from wechat_policy import nodes
from wechat_policy.lexical import Skin, opens_a_section
from wechat_policy.printer.spelling import phrase
from wechat_policy.source import Span


@attrs.frozen
class Part:
    """Words of one line, or pieces between which a line may be broken.

    A `block` begins with what opens it and ends with what closes it, each with a line of its own
    if it is broken. `span` is the place that words were read from; comments find them by it.
    Words that `float` stand elsewhere in the other skin: their comments go above the statement.
    """

    words: str = ""
    pieces: tuple[Part, ...] = ()
    block: bool = False
    span: Span = nodes.NOWHERE
    floats: bool = False

    @functools.cached_property
    def flat(self) -> str:
        """All of it on one line."""
        return phrase(self.words, *(piece.flat for piece in self.pieces))

    def leaves(self) -> Iterator[Part]:
        """The words in their order."""
        if not self.pieces:
            yield self
        for piece in self.pieces:
            yield from piece.leaves()

    def floating(self) -> Part:
        """The same part with words that float."""
        pieces = tuple(piece.floating() for piece in self.pieces)
        return attrs.evolve(self, pieces=pieces, floats=not pieces)


def joined(*items: str | Part) -> Part:
    """The items in a row, with no break between one and the next."""
    found: Part | None = None
    for item in items:
        part = Part(item) if isinstance(item, str) else item
        if part.words or part.pieces:
            found = part if found is None else _joined(found, part)
    return found or Part()


def _joined(left: Part, right: Part) -> Part:
    if left.pieces:
        *first, last = left.pieces
        if left.block or not right.pieces:
            return attrs.evolve(left, pieces=(*first, _joined(last, right)))
        start, *rest = right.pieces
        return Part(pieces=(*first, _joined(last, start), *rest))
    if right.pieces:
        start, *rest = right.pieces
        return attrs.evolve(right, pieces=(_joined(left, start), *rest))
    return Part(
        phrase(left.words, right.words),
        span=_cover(left.span, right.span),
        floats=left.floats or right.floats,
    )


def _cover(left: Span, right: Span) -> Span:
    if nodes.NOWHERE in (left, right):
        return left if right == nodes.NOWHERE else right
    return Span(min(left.start, right.start), max(left.end, right.end))


def row(parts: Iterable[Part]) -> Part:
    """Parts between which a line may be broken, as one part."""
    found = _together(parts)
    return found[0] if len(found) == 1 else Part(pieces=tuple(found))


def _together(parts: Iterable[Part]) -> list[Part]:
    """The parts, each that would open a section at the start of a line joined to the one before.

    A few facts and values of the vocabulary are keywords too: a category is called `policy`.
    """
    found: list[Part] = []
    for part in parts:
        if found and opens_a_section(_first(part).words):
            found[-1] = _joined(found[-1], part)
        else:
            found.append(part)
    return found


def at(span: Span, part: Part) -> Part:
    """A part that was read from a place, where its first words begin and its last ones end."""
    if span == nodes.NOWHERE:
        return part
    if not part.pieces:
        return attrs.evolve(part, span=span)
    return _ending(_beginning(part, span.start), span.end)


def _beginning(part: Part, start: int) -> Part:
    if part.pieces:
        first, *rest = part.pieces
        return attrs.evolve(part, pieces=(_beginning(first, start), *rest))
    return attrs.evolve(part, span=Span(start, max(start, part.span.end)))


def _ending(part: Part, end: int) -> Part:
    if part.pieces:
        *rest, last = part.pieces
        return attrs.evolve(part, pieces=(*rest, _ending(last, end)))
    if part.span == nodes.NOWHERE:
        return part
    return attrs.evolve(part, span=Span(part.span.start, max(part.span.start, end)))


def _first(part: Part) -> Part:
    return _first(part.pieces[0]) if part.pieces else part


def listed(items: Iterable[str | Part], skin: Skin, chinese: str = "、") -> Part:
    """Parts of equal rank in a row, each but the last with its comma."""
    return row(_listed(items, skin, chinese))


def _listed(items: Iterable[str | Part], skin: Skin, chinese: str) -> list[Part]:
    found = [joined(item) for item in items]
    comma = "," if skin == "en" else chinese
    return [*(joined(one, comma) for one in found[:-1]), *found[-1:]]


def bracketed(part: str | Part, skin: Skin) -> Part:
    """A part in round brackets."""
    return joined("(", part, ")") if skin == "en" else joined("（", part, "）")


def braced(items: Iterable[str | Part], skin: Skin) -> Part:
    """A set in braces."""
    return joined("{", listed(items, skin), "}")


def block(items: Iterable[str | Part], span: Span, skin: Skin) -> Part:
    """A set whose braces have lines of their own where it is long."""
    opening, closing = Part("{"), Part("}")
    if span != nodes.NOWHERE:
        opening = at(Span(span.start, span.start + 1), opening)
        closing = at(Span(span.end - 1, span.end), closing)
    return Part(pieces=(*_together([opening, *_listed(items, skin, "、")]), closing), block=True)

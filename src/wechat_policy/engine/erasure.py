"""Takes a person out of a store: every piece about them, with the links and timers of it."""

from __future__ import annotations

from collections.abc import Iterable

from wechat_policy.engine.holdings import Holdings, Piece, about_only, links
from wechat_policy.engine.progress import PLACE, forgotten
from wechat_policy.state import Key
from wechat_policy.state.sqlite import SQLite


def erase(store: SQLite, held: Holdings) -> None:
    """Deletes what a store holds about a person, so that no bytes of it are left in the file.

    Raises StateError if an engine has written to the file meanwhile, or keeps it open.
    """
    gone: list[Key] = []
    for piece in held.pieces:
        if piece.rest is None:
            gone.append(piece.key)
        else:
            store.put(piece.key, piece.rest)
    gone += _unlinked(store, held.of("duty"))
    _stop(store, held, set(gone))
    progress = store.get(PLACE)
    if progress is not None and progress.clock is not None:
        store.put(forgotten(held.person), progress.clock)
    store.erase(gone, [one.id for one in held.undelivered if about_only(one, held.person)])


def _unlinked(store: SQLite, duties: Iterable[Piece]) -> list[Key]:
    """Takes duties out of the links that lead to them; the links that lead nowhere any more."""
    ends: dict[Key, set[Key]] = {}
    for piece in duties:
        for link, place in links(piece):
            ends.setdefault(link, set()).add(place)
    empty = []
    for link, places in ends.items():
        rest = tuple(one for one in store.get(link) or () if one not in places)
        if rest:
            store.put(link, rest)
        else:
            empty.append(link)
    return empty


def _stop(store: SQLite, held: Holdings, gone: set[Key]) -> None:
    """Forgets the timers of duties that are gone, and those of the person's own periods."""
    for due, key in list(store.timers()):
        if key in gone or (len(key) > 6 and key[3] == "period" and held.person in key[6:]):
            store.drop_timer(due, key)

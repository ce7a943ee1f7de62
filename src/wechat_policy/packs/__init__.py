"""The shipped policies and libraries, and how they are found by number or name."""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path


@functools.cache
def _files() -> tuple[Path, ...]:
    folder = Path(str(files("wechat_policy"))) / "packs"
    return tuple(sorted(folder.glob("*.policy")))


def pack_names() -> tuple[str, ...]:
    """The names of all shipped policies and libraries."""
    return tuple(path.name.removesuffix(".policy") for path in _files())


def find_pack(name: str) -> Path | None:
    """The file of a pack by its name, number (P06, P06.en) or slug; None if there is none."""
    wanted = name.lower().removesuffix(".policy")
    for path in _files():
        whole = path.name.removesuffix(".policy").lower()
        number, _, slug = whole.partition("-")
        slug, dot, skin = slug.partition(".")
        if wanted in (whole, slug + dot + skin, number + dot + skin):
            return path
    return None

"""The font that pictures are lettered in: one that has Chinese characters."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from wechat_policy.errors import Language

_PROBE = "违规疑似制度條款龘"
"""Characters that a font for Chinese has, of both scripts, and one that only large fonts have."""

_NEEDED = 8  # of the probe: the last may be missing

_FIRST = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC", "PingFang SC",
    "Hiragino Sans GB", "Microsoft YaHei", "WenQuanYi Micro Hei", "SimHei",
)  # fmt: skip
"""Sans-serif fonts of the common systems, easier to read small than what else there is."""


class MissingFont(UserWarning):
    """No font on this machine has Chinese characters: they are drawn as boxes."""


@functools.cache
def chinese_font() -> str | None:
    """The family of an installed font that has Chinese characters; None if none does.

    Fonts are asked for their characters, not trusted by name. Raises ImportError without
    matplotlib (the extra `plots`).
    """
    from matplotlib import font_manager

    fonts = {one.name: one.fname for one in reversed(font_manager.fontManager.ttflist)}
    others = sorted(fonts.keys() - set(_FIRST))
    for family in [*(one for one in _FIRST if one in fonts), *others]:
        if _has_chinese(fonts[family]):
            return family
    return None


def _has_chinese(path: str) -> bool:
    from matplotlib.ft2font import FT2Font

    try:
        characters = FT2Font(path).get_charmap()
    except (OSError, RuntimeError):
        return False  # a broken font file is not the reader's concern
    return sum(ord(one) in characters for one in _PROBE) >= _NEEDED


@contextmanager
def lettered(language: Language) -> Iterator[None]:
    """Letters what is drawn within in a font for the language, and the minus sign with it."""
    import matplotlib

    family = chinese_font()
    if family is None and language == "zh":
        warnings.warn(
            "no font on this machine has Chinese characters: install one, "
            "such as Noto Sans CJK (on Debian: apt-get install fonts-noto-cjk), "
            "and empty matplotlib's font cache",
            MissingFont,
            stacklevel=4,
        )
    # By name: a generic family would be looked up when the picture is drawn, out of this context.
    families = [*([family] if family else []), *matplotlib.rcParams["font.sans-serif"][:1]]
    with matplotlib.rc_context({"font.family": families}):
        yield

"""Finds the files that define the language: its grammar and the keyword table of both skins.

They stand in `grammar/` at the root of the repository, and a built package carries a copy.
"""

from __future__ import annotations

from pathlib import Path


def read_text(name: str) -> str:
    """The text of one file of the language's definition, `policy.lark` or `keywords.toml`.

    Raises FileNotFoundError if neither the installed package nor the repository holds the file.
    """
    from importlib.resources import files

    packaged = files("wechat_policy").joinpath("_grammar", name)
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8")
    # An editable install runs from `src/` and never sees what the build adds to a wheel.
    in_repository = Path(__file__).parents[2] / "grammar" / name
    if in_repository.is_file():
        return in_repository.read_text(encoding="utf-8")
    raise FileNotFoundError(
        f"the language file `{name}` is neither in the package ({packaged}) "
        f"nor in the repository ({in_repository}); reinstall wechat-policy"
    )

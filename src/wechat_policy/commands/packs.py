"""`wechat-policy packs`: the shipped policies and libraries."""

from __future__ import annotations

import re
import sys

import click

from wechat_policy.commands.options import language_option
from wechat_policy.commands.phrases import phrase
from wechat_policy.errors import Language
from wechat_policy.loading import open_source
from wechat_policy.packs import pack_names
from wechat_policy.source import cells
from wechat_policy.wording import shown

# The head alone: to parse every pack would take seconds.
_HEAD = re.compile(r'^(?:policy|制度)[\s\u3000]+"[^"]*"(?:[\s\u3000]+"([^"]*)")?', re.MULTILINE)


@click.command()
@language_option
def packs(language: Language) -> None:
    """List the shipped policies and libraries.

    Each line has the name to call it by, and the title. A pack answers to its whole name, to its
    number (P06, or P06.en for the English text), and to what stands behind the number.
    """
    names = pack_names()
    width = max(map(cells, names), default=0)
    for name in names:
        head = _HEAD.search(open_source(name).text)
        title = phrase("library", language) if head is None else head[1] or ""
        sys.stdout.write(f"{name}{' ' * (width - cells(name))}  {shown(title)}".rstrip() + "\n")

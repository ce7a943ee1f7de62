"""Loads policies: from a file or a shipped pack to a Policy, with every fault said at once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from wechat_policy import nodes
from wechat_policy.assembly import Assembly, assemble
from wechat_policy.checker import check
from wechat_policy.compiler import compile_policy
from wechat_policy.errors import Diagnostic, InvalidPolicy, UnknownPack
from wechat_policy.packs import find_pack, pack_names
from wechat_policy.parser import parse
from wechat_policy.policy import Policy
from wechat_policy.source import Source
from wechat_policy.suggestion import nearest
from wechat_policy.words import canonical, known

COMMON = "common"
"""The shipped library whose lexicons every policy may name without `use`."""


def load(source: str | os.PathLike[str], parameters: Mapping[str, Any] | None = None) -> Policy:
    """The policy of a file, or of a shipped pack by its number or name.

    `parameters` binds values to the policy's parameters in place of the defaults: numbers, texts
    such as "30m", timedeltas. Raises InvalidPolicy with all faults, UnknownPack for a name that is
    neither a file nor a pack, ValueError for a parameter that the policy does not have.
    """
    return loads_source(open_source(source), parameters)


def loads(text: str, name: str = "policy", parameters: Mapping[str, Any] | None = None) -> Policy:
    """The policy of a text; `name` stands for the file in faults and for finding libraries."""
    return loads_source(Source(name, text), parameters)


def loads_source(source: Source, parameters: Mapping[str, Any] | None = None) -> Policy:
    """The policy of a source."""
    assembly, diagnostics = checked(source)
    if any(one.level == "error" for one in diagnostics):
        raise InvalidPolicy(diagnostics)
    return compile_policy(assembly, bound_values(assembly, parameters or {}), diagnostics)


def check_text(text: str, name: str = "policy") -> tuple[Diagnostic, ...]:
    """Everything that is wrong or doubtful in a policy text, in the order of the text."""
    return checked(Source(name, text))[1]


def checked(source: Source) -> tuple[Assembly, tuple[Diagnostic, ...]]:
    """The assembly of a source with what parsing, assembling and checking found."""
    document, faults = parse(source)
    assembly, missing = assemble(document, find_library, (COMMON,))
    return assembly, (*faults, *missing, *check(assembly))


def open_source(source: str | os.PathLike[str]) -> Source:
    """The text of a policy file, or of a shipped pack.

    Raises UnknownPack if there is neither, and UnicodeDecodeError for a file that is not UTF-8.
    """
    path = Path(source)
    if path.is_file():
        return Source(str(path), path.read_text(encoding="utf-8-sig"))
    pack = find_pack(str(source))
    if pack is not None:
        return Source(str(pack), pack.read_text(encoding="utf-8-sig"))
    raise UnknownPack(str(source), pack_names())


def find_library(name: str, user: Source) -> Source | None:
    """A library by its name: a file beside its user, else a shipped pack."""
    for path in (Path(user.name).parent / name, Path(user.name).parent / f"{name}.policy"):
        if path.is_file():
            return Source(str(path), path.read_text(encoding="utf-8-sig"))
    pack = find_pack(name)
    return None if pack is None else Source(str(pack), pack.read_text(encoding="utf-8-sig"))


_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)\s*([^\W\d]+|%)(?:\s+(?:of|计)\s+(\w+))?")


def bound_values(assembly: Assembly, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Values of Python, or of a tree, for parameters as the policy would write them.

    Raises ValueError for a parameter that the policy does not have, or a value of another kind.
    """
    declared = assembly.all(nodes.Parameter)
    bound = {}
    for name, value in parameters.items():
        if name not in declared:
            meant = nearest(name, declared)
            hint = f"; did you mean `{meant}`?" if meant else ""
            raise ValueError(f"the policy has no parameter `{name}`{hint}")
        default = declared[name][0].value
        bound[name] = _literal(name, value, default)
        if type(bound[name]) is not type(default) and not (
            isinstance(bound[name], nodes.Quantity | nodes.Worked)
            and isinstance(default, nodes.Quantity | nodes.Worked)
        ):
            raise ValueError(
                f"the parameter `{name}` is a {type(default).__name__.lower()}, got {value!r}"
            )
    return bound


def _literal(name: str, value: Any, default: nodes.Operand | nodes.Worked) -> Any:
    """A value of Python as the policy would write it."""
    if isinstance(value, nodes.Node):
        return value
    if isinstance(value, bool):
        return nodes.Boolean(value)
    if isinstance(value, timedelta):
        return nodes.Quantity(Decimal(str(value.total_seconds())), "s")
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        if isinstance(default, nodes.Quantity) and default.unit in ("CNY", "%", "workdays"):
            return nodes.Quantity(number, default.unit)
        return nodes.Number(number)
    if isinstance(value, list | tuple | set | frozenset):
        return nodes.Choices(tuple(_literal(name, one, nodes.Text("")) for one in value))
    if isinstance(value, str):
        match = _QUANTITY.fullmatch(value.strip())
        unit = canonical("unit", match[2]) if match else ""
        if match and known("unit", unit) and not isinstance(default, nodes.Text):
            quantity = nodes.Quantity(Decimal(match[1]), unit)
            return nodes.Worked(quantity, match[3]) if match[3] else quantity
        return nodes.Text(value)
    raise ValueError(f"the parameter `{name}` cannot be {value!r}")

"""Opens policies and directories for the commands; what is wrong with them ends the command."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from wechat_policy.adapters.directories import read_directory
from wechat_policy.commands.phrases import listed, phrase
from wechat_policy.commands.streams import WrongUse
from wechat_policy.directory import Directory, DirectoryError
from wechat_policy.errors import InvalidPolicy, Language, UnknownPack
from wechat_policy.loading import load, open_source
from wechat_policy.policy import Policy
from wechat_policy.source import Source, visible
from wechat_policy.suggestion import nearest
from wechat_policy.words import canonical

_FEW = 8
_COUNTED = re.compile(r"(\d+(?:\.\d+)?)\s*(\D*)")
_TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("true", "yes", "真", "是"), True),
    **dict.fromkeys(("false", "no", "假", "否"), False),
}
_SEPARATORS = re.compile(r"[,，、]")


@contextmanager
def reading(name: str, language: Language) -> Iterator[None]:
    """Turns what can go wrong with a policy file into wrong use."""
    try:
        yield
    except UnknownPack as error:
        if Path(error.name).is_dir():
            raise WrongUse(phrase("folder", language, name=visible(error.name))) from None
        said = phrase("no_policy", language, name=visible(name), hint=_hint(error, language))
        raise WrongUse(said) from None
    except InvalidPolicy as error:
        raise WrongUse(error.render(language)) from None
    except UnicodeDecodeError:
        raise WrongUse(phrase("encoding", language, name=visible(name))) from None
    except OSError as error:
        raise WrongUse(unreadable(name, error, language)) from None


def unreadable(name: str, error: OSError, language: Language) -> str:
    """Why a file cannot be read, as the system says it."""
    reason = error.strerror or type(error).__name__
    return phrase("unreadable", language, name=visible(name), reason=reason)


def hinted(name: str, choices: Sequence[str], language: Language) -> str:
    """The choice that was probably meant, or the choices if there are few."""
    meant = nearest(name, choices)
    if meant is not None:
        return phrase("meant", language, name=visible(meant))
    if 0 < len(choices) <= _FEW:
        return phrase("choices", language, names=listed(map(visible, choices), language))
    return ""


def _hint(error: UnknownPack, language: Language) -> str:
    """As a pack answers to its number and its slug too, these can be nearly right."""
    spellings: dict[str, str] = {}
    for whole in error.choices:
        number, _, slug = whole.partition("-")
        for spelling in (whole, number, slug):
            if spelling:
                spellings.setdefault(spelling, whole)
    wanted = error.name.removesuffix(".policy")
    if nearest(wanted, spellings):
        return hinted(wanted, tuple(spellings), language)
    return hinted(wanted, error.choices, language)


def source_of(name: str, language: Language) -> Source:
    """The text of a policy file or pack."""
    with reading(name, language):
        return open_source(name)


def open_policies(
    names: Sequence[str], language: Language, settings: Mapping[str, str] | None = None
) -> list[Policy]:
    """The policies of these files and packs, with parameters bound where they have them."""
    policies = []
    for name in names:
        with reading(name, language):
            policies.append(load(name))
    if settings:
        _known(settings, policies, language)
        policies = [
            _bound(name, policy, settings, language)
            for name, policy in zip(names, policies, strict=True)
        ]
    seen: set[str] = set()
    for policy in policies:
        if policy.id in seen:
            raise WrongUse(phrase("same_policy", language, name=visible(policy.id)))
        seen.add(policy.id)
    return policies


def read_settings(texts: Sequence[str], language: Language) -> dict[str, str]:
    """The names and values of `NAME=VALUE`, the last of a name."""
    settings = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise WrongUse(phrase("bad_setting", language, text=visible(text)))
        settings[name.strip()] = value.strip()
    return settings


def _known(settings: Mapping[str, str], policies: Sequence[Policy], language: Language) -> None:
    known = list(dict.fromkeys(name for policy in policies for name in policy.parameters))
    for name in settings:
        if name not in known:
            hint = hinted(name, known, language)
            raise WrongUse(phrase("no_parameter", language, name=visible(name), hint=hint))


def _bound(name: str, policy: Policy, settings: Mapping[str, str], language: Language) -> Policy:
    """The policy with those of the parameters bound that it has."""
    values = {
        key: _value(text, policy.parameters[key])
        for key, text in settings.items()
        if key in policy.parameters
    }
    if not values:
        return policy
    with reading(name, language):
        for key, value in values.items():
            try:
                load(name, {key: value})
            except InvalidPolicy:
                raise
            except ValueError as error:
                said = phrase(
                    "bad_parameter", language, name=visible(key), value=visible(settings[key]),
                    reason=visible(str(error)),
                )  # fmt: skip
                raise WrongUse(said) from None
        return load(name, values)


def _value(text: str, default: Any) -> Any:
    """A value as it is written on a command line, read in the light of the default."""
    if isinstance(default, bool):
        return _TRUTHS.get(text.lower(), text)
    if isinstance(default, tuple):
        return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
    counted = _COUNTED.fullmatch(text)
    if counted is None or (isinstance(default, str) and not _COUNTED.match(default)):
        return text
    number, unit = counted[1], counted[2].strip()
    return f"{number}{canonical('unit', unit)}" if unit else Decimal(number)


def open_directory(paths: Sequence[str], language: Language) -> Directory:
    """The directory that files tell together; an empty one without. What is doubtful is said.

    Raises WrongUse for a fault that has cost a row or a fact: half a directory makes verdicts that
    nobody would suspect.
    """
    if not paths:
        return Directory.of(None)
    found = read_directory(*paths)
    if len(paths) == 1 and set(found.kinds[paths[0]]) <= {"native"}:
        return _native_directory(paths[0], language)
    if found.errors:
        faults = "\n".join(fault.render(language) for fault in found.errors)
        raise WrongUse(phrase("no_directories", language, faults=faults))
    for fault in found.faults[:_FEW]:
        click.echo(phrase("doubt", language, fault=fault.render(language)), err=True)
    if len(found.faults) > _FEW:
        click.echo(phrase("more_doubts", language, count=len(found.faults) - _FEW), err=True)
    return found.directory()


def _native_directory(path: str, language: Language) -> Directory:
    try:
        return Directory.of(path)
    except DirectoryError as error:
        faults = error.render(language)
        raise WrongUse(
            phrase("no_directory", language, name=visible(path), faults=faults)
        ) from None
    except OSError as error:
        raise WrongUse(unreadable(path, error, language)) from None

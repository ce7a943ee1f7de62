"""Writes `docs/reference/cli.md`: every command and option, from what `--help` says.

Run it after changing a command:

    python tools/cli_reference.py > docs/reference/cli.md
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from wechat_policy.cli import main
from wechat_policy.commands.streams import BROKEN, FOUND, NOTHING_FOUND, WRONG_USE

INTRODUCTION = f"""\
<!-- Written by tools/cli_reference.py; change the commands where they are defined. -->

# The command line

`wechat-policy` judges records by policies, checks policies, and plays the examples in them. How it
is used on an archive is told in [Judge an archive](../how-to/judge-an-archive.md), day after day
in [Keep state](../how-to/keep-state.md), with a company's own lists in
[Load a directory](../how-to/load-a-directory.md). What `gallery` writes is seen in
[the shipped policies](../policies/index.md).

```sh
wechat-policy check ours.policy
wechat-policy fmt ours.policy
wechat-policy lint ours.policy --diff
wechat-policy test ours.policy
wechat-policy coverage ours.policy --inventory inventory
wechat-policy judge archive.jsonl --policy ours.policy --directory directory.json
wechat-policy directory members.csv departments.json --output directory.json --events archive.jsonl
wechat-policy rules export ours.policy --kind intercept
wechat-policy explain archive.jsonl:MESSAGE_ID --policy ours.policy --clause no_insults
wechat-policy judge today.jsonl --policy ours.policy --state state.db
wechat-policy ledger show PERSON --state state.db
wechat-policy gallery ours.policy --output tables --as html --lang zh
```

| exit code | what it says |
| --- | --- |
| {NOTHING_FOUND} | nothing was found: no violation, no error, nothing failed or left to do |
| {FOUND} | something was found; for `ledger`: nothing is known of the person |
| {WRONG_USE} | wrong use: something is not there, cannot be read, or has errors |
| {BROKEN} | an internal error, told in one line; `wechat-policy --debug …` shows its place |

Verdicts, and the faults that `check` finds, go to the standard output; what ends a command and
records that cannot be read go to the error output, and there no more of a message is told than the
field at fault. Standard input and files are UTF-8, and so is what is written to a file or a pipe.
A line of `judge --as jsonl` is one verdict; [its schema](verdict.schema.json) says what is in it.
"""


def usage(command: click.Command, name: str) -> str:
    """How the command is called."""
    context = click.Context(command, info_name=name)
    return f"{name} {' '.join(command.collect_usage_pieces(context))}"


def names(option: click.Option) -> str:
    """The names of an option and what it takes."""
    told = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    if option.is_flag or option.count:
        return told
    if isinstance(option.type, click.Choice):
        return f"{told} {' or '.join(f'`{choice}`' for choice in option.type.choices)}"
    return f"{told} {option.metavar or option.type.name.upper()}"


def options(command: click.Command) -> Iterator[str]:
    """The table of a command's options."""
    found = [one for one in command.params if isinstance(one, click.Option)]
    if found:
        yield "| option | what it does |"
        yield "| --- | --- |"
        for one in found:
            needed = " **Required.**" if one.required else ""
            yield f"| {names(one)} | {one.help}{needed} |"
        yield ""


def section(command: click.Command, name: str) -> Iterator[str]:
    """A command with its words and options."""
    yield "```text"
    yield usage(command, name)
    yield "```"
    yield ""
    yield inspect.cleandoc(command.help or "").replace("\f", "")
    yield ""
    yield from options(command)


def sections(group: click.Group, name: str, level: int = 2) -> Iterator[str]:
    """The commands of a group, and those of the groups among them."""
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        title = f"{name} {word}".partition(" ")[2]
        yield f"{'#' * level} {title}"
        yield ""
        yield from section(command, f"{name} {word}")
        if isinstance(command, click.Group):
            yield from sections(command, f"{name} {word}", level + 1)


def page() -> str:
    """The whole page."""
    lines = [INTRODUCTION, *section(main, "wechat-policy"), *sections(main, "wechat-policy")]
    return "\n".join(lines).rstrip("\n") + "\n"


if __name__ == "__main__":
    print(page(), end="")

"""`wechat-policy lsp`: the language server, by which an editor knows the language."""

from __future__ import annotations

import logging
import os
from importlib.metadata import PackageNotFoundError, version

import click

from wechat_policy.commands.options import default_language
from wechat_policy.commands.phrases import phrase
from wechat_policy.commands.streams import WrongUse


@click.command()
@click.option(
    "--log",
    "log_file",
    metavar="FILE",
    help="Write there what was asked and how long it took; the words of texts are left out.",
)
@click.pass_context
def lsp(context: click.Context, log_file: str | None) -> None:
    """Serve an editor over the standard streams, by the Language Server Protocol.

    The editor starts it; it says what is wrong while you write, completes words, renames, formats
    and runs examples. It speaks the language of the editor, else that of LC_ALL or LANG. Needs the
    extra `editor`. Exit code: 0 the editor said that it would go, 1 it went without.
    """
    language = default_language(os.environ)
    try:
        from wechat_policy.language_server.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("lsprotocol", "pygls"):
            raise
        raise WrongUse(phrase("lsp.missing", language)) from None
    if log_file is not None:
        _log_to(log_file, language)
    try:
        told = version("wechat-policy")
    except PackageNotFoundError:
        told = "?"
    context.exit(serve(told, language))


def _log_to(path: str, language: str) -> None:
    try:
        handler = logging.FileHandler(path, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WrongUse(
            phrase("lsp.no_log", "zh" if language == "zh" else "en", name=path, reason=reason)
        ) from None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("wechat_policy.language_server")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)

"""Policies in notebooks: `%load_ext wechat_policy` shows verdicts, faults and policies as HTML.

`magics` holds the commands of cells, `displays` what each kind of object looks like.
"""

from __future__ import annotations

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Adds `%%policy` and `%%judge` to a shell, and the displays."""
    from wechat_policy.notebook.displays import register_displays
    from wechat_policy.notebook.magics import PolicyMagics

    register_displays(shell)
    shell.register_magics(PolicyMagics)

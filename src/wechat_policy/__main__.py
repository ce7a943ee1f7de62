"""`python -m wechat_policy` is the command `wechat-policy`."""

from __future__ import annotations

from wechat_policy.cli import main

if __name__ == "__main__":
    main(prog_name="wechat-policy")

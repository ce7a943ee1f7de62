"""Callbacks of WeCom, as XML or as the same in JSON: one module for each family of them."""

from wechat_policy.adapters.callbacks.format import CALLBACK

__all__ = ["CALLBACK"]

"""Exports of personal chats by the tools there are, and what programs get from a client."""

from wechat_policy.adapters.exports.aibot import AIBOT
from wechat_policy.adapters.exports.chatlab import CHATLAB
from wechat_policy.adapters.exports.chatlog import CHATLOG
from wechat_policy.adapters.exports.pywxdump import PYWXDUMP
from wechat_policy.adapters.exports.wechatmsg import WECHATMSG
from wechat_policy.adapters.exports.weflow import WEFLOW
from wechat_policy.adapters.exports.wxmsg import WXMSG

EXPORTS = (CHATLOG, WECHATMSG, PYWXDUMP, WEFLOW, CHATLAB, WXMSG)
"""The formats of personal exports, each with signs of its own."""

__all__ = ["AIBOT", "EXPORTS"]

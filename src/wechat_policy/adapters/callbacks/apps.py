"""Use of an app in WeCom: it is entered, one of its menus or cards is clicked."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from wechat_policy.adapters.callbacks.envelope import Callback
from wechat_policy.adapters.format import Native
from wechat_policy.adapters.records import Refused

_USES = (
    "enter_agent", "click", "view", "view_miniprogram", "scancode_push", "scancode_waitmsg",
    "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select", "taskcard_click",
    "template_card_event", "template_card_menu_event",
)  # fmt: skip

# What a click on a card lets the app do with the card.
_SECRET = "ResponseCode"


def _use(callback: Callback) -> Iterator[Native | Refused]:
    part = callback.part
    yield callback.native(
        "app.use",
        actor=part.identity("FromUserName"),
        app=part.identity("AgentID"),
        # Only an administrator of the company can put an app there.
        category="work",
        x_Event=callback.event,
        **callback.rest(_SECRET),
    )


READERS = MappingProxyType(dict.fromkeys(_USES, _use))
"""The reader of each event of this kind."""

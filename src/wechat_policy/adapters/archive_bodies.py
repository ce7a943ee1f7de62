"""The bodies of the message types of the chat archive: which field says what."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs


@attrs.frozen(eq=False)
class Body:
    """How the body of a message type is read.

    `keys` are the keys it is found under, the official one first. `text` names the fields with
    words a person sees, in their order on the screen; a field may hold a list of texts, and
    "a.b" is the field b of every object in the list a. Without any, the words of the message are
    not on record. `parts` is the list of nested messages, `part` the type they all have, or else
    each names its own. `needs` are fields that must be there.
    """

    keys: tuple[str, ...]
    kind: str
    title: str = ""
    text: tuple[str, ...] = ()
    url: str = ""
    file: Mapping[str, str] = MappingProxyType({})
    source: str = ""
    duration: str = ""
    fen: str = ""
    parts: str = ""
    part: Body | None = None
    needs: tuple[str, ...] = ()
    told: frozenset[str] = attrs.field(init=False)
    """The fields that native attributes state in full."""

    @told.default
    def _told(self) -> frozenset[str]:
        single = (self.title, self.url, self.source, self.duration, self.fen, self.parts)
        return frozenset({*single, *self.text, *self.file.values()})


_MEDIA = {"size": "filesize", "md5": "md5sum"}
_NAMED = {"name": "filename", **_MEDIA}
_ARTICLE = Body((), "link", title="title", text=("title", "description"), url="url")
_RED_PACKET = Body(
    ("redpacket", "external_redpacket"), "redpacket", text=("wish",), fen="totalamount"
)

BODIES: Mapping[str, Body] = MappingProxyType(
    {
        "text": Body(("text",), "text", text=("content",), needs=("content",)),
        "image": Body(("image",), "image", file=_MEDIA),
        "voice": Body(
            ("voice",),
            "voice",
            file={"size": "voice_size", "md5": "md5sum"},
            duration="play_length",
        ),
        "video": Body(("video",), "video", file=_MEDIA, duration="play_length"),
        "card": Body(("card",), "card", text=("corpname",)),
        "location": Body(("location",), "location", title="title", text=("title", "address")),
        "emotion": Body(("emotion",), "sticker", file={"size": "imagesize", "md5": "md5sum"}),
        "file": Body(("file",), "file", file=_NAMED),
        "link": Body(
            ("link",), "link", title="title", text=("title", "description"), url="link_url"
        ),
        "weapp": Body(
            ("weapp",),
            "miniprogram",
            title="title",
            text=("title", "description", "displayname"),
            source="displayname",
        ),
        "chatrecord": Body(
            ("chatrecord",),
            "forward",
            title="title",
            text=("title",),
            parts="item",
            needs=("item",),
        ),
        "todo": Body(("todo",), "todo", title="title", text=("title", "content")),
        "vote": Body(("vote", "info"), "vote", title="votetitle", text=("votetitle", "voteitem")),
        "collect": Body(("collect",), "form", title="title", text=("title", "details.ques")),
        "redpacket": _RED_PACKET,
        "external_redpacket": _RED_PACKET,
        "meeting": Body(
            ("meeting",), "meeting", title="topic", text=("topic", "address", "remarks")
        ),
        "meeting_notification": Body(
            ("info", "meeting_notification"), "meeting", text=("content",)
        ),
        "docmsg": Body(
            ("doc", "docmsg"), "document", title="title", text=("title",), url="link_url"
        ),
        "markdown": Body(("info", "markdown"), "markdown", text=("content",), needs=("content",)),
        "news": Body(("info", "news"), "news", parts="item", part=_ARTICLE, needs=("item",)),
        "calendar": Body(
            ("calendar",), "calendar", title="title", text=("title", "place", "remarks")
        ),
        "mixed": Body(("mixed",), "mixed", parts="item", needs=("item",)),
        "sphfeed": Body(
            ("sphfeed",), "channel_video", text=("sph_name", "feed_desc"), source="sph_name"
        ),
        "qydiskfile": Body(("info", "qydiskfile"), "file", url="url", file=_NAMED),
        "solitaire": Body(("info", "solitaire"), "chain", text=("solitaire_content",)),
        "note": Body(("info", "note"), "note", title="title", text=("title",), parts="items"),
        "voip_doc_share": Body(("voip_doc_share",), "file", file=_NAMED),
    }
)
"""Message types that are a native `message`, by their archive name."""

"""The blocks and elements that views are built from, as the plain dictionaries Slack takes."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote, urlsplit

from render.message import Block
from render.picture import Picture
from render.safe import clean, escape, shorten
from render.text import clock

Element = Block

NAMELESS = "(no name)"
"""What stands where nothing visible is left of a name, for Slack refuses empty texts."""

_URL_SAFE = ":/?#[]@!$&()*+,;=%~"


def mrkdwn(text: str) -> Element:
    """Text already escaped and marked up; `verbatim` keeps Slack from finding links and names in it."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain(text: str, limit: int) -> Element:
    return {"type": "plain_text", "text": shorten(clean(text), limit) or NAMELESS, "emoji": False}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def section(text: str, *, fields: Sequence[str] = (), accessory: Element | None = None) -> Block:
    block: Block = {"type": "section"}
    if text:
        block["text"] = mrkdwn(text)
    if fields:
        block["fields"] = [mrkdwn(field) for field in fields]
    if accessory:
        block["accessory"] = accessory
    return block


def context(*lines: str) -> Block:
    """Lines below one another; as elements of their own Slack would string them along."""
    return {"type": "context", "elements": [mrkdwn("\n".join(line for line in lines if line))]}


def actions(elements: Sequence[Element]) -> Block:
    return {"type": "actions", "elements": list(elements)}


def divider() -> Block:
    return {"type": "divider"}


def image(picture: Picture) -> Block:
    """The picture from its address, else as Slack's own file."""
    block: Block = {"type": "image", "alt_text": plain(picture.alt, 2000)["text"]}
    if picture.url:
        return block | {"image_url": picture.url}
    return block | {"slack_file": {"id": picture.file_id}}


def button(
    label: str,
    action_id: str,
    value: str = "",
    *,
    style: str | None = None,
    url: str | None = None,
    spoken: str = "",
) -> Element:
    """`spoken` is what a screen reader says where the label alone does not tell."""
    element: Element = {"type": "button", "text": plain(label, 75), "action_id": action_id}
    if value:
        element["value"] = value
    if style:
        element["style"] = style
    if url:
        element["url"] = url
    if spoken:
        element["accessibility_label"] = shorten(clean(spoken), 75)
    return element


def option(label: str, value: str, description: str = "") -> Element:
    element: Element = {"text": plain(label, 75), "value": value}
    if description:
        element["description"] = plain(description, 75)
    return element


def link(url: str, label: str, limit: int = 300) -> str:
    """A link in mrkdwn, or the label alone when the address is not one of the web."""
    text = escape(label, limit) or NAMELESS
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if scheme not in {"http", "https"}:
        return text
    return f"<{escape(quote(url, safe=_URL_SAFE))}|{text}>"


def moment(at: datetime, form: str = "{date_short_pretty} at {time}") -> str:
    """A moment that Slack shows in each reader's own zone."""
    return f"<!date^{int(at.timestamp())}^{form}|{escape(clock(at))}>"


def metadata(values: Mapping[str, object]) -> str:
    """What a view remembers for its own actions."""
    return json.dumps(dict(values), separators=(",", ":"), ensure_ascii=False)

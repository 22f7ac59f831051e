"""The items behind a figure, ten a page: what each is, where its time went, and the ruling applied to it."""

from collections.abc import Sequence
from typing import Protocol

from domain.correction import Corrected
from domain.result import Receipt, Result
from render.message import Block, View
from render.receipts import order, spans, weight
from render.slack.blocks import actions, button, context, link, metadata, moment, plain, section
from render.slack.correcting import corrections, done
from render.slack.fit import fit
from render.text import escape, interpretation, nouns, plural

NEXT = "receipts.next"
PREVIOUS = "receipts.previous"
CALLBACK = "receipts"


class Page(Protocol):
    """One page of receipts, `page` counted from 0, of `pages` with `total` items in all."""

    @property
    def receipts(self) -> Sequence[Receipt]: ...
    @property
    def page(self) -> int: ...
    @property
    def pages(self) -> int: ...
    @property
    def total(self) -> int: ...


def modal(
    result: Result, page: Page, *, channel: str | None = None, corrected: Corrected | None = None
) -> View:
    """The view; its memory holds the question and the page, its buttons' values the page they lead to.

    `corrected` is what was just put right here: it is told on top, with a way back.
    """
    blocks = [*(done(corrected) if corrected else []), context(_lead(result, page))]
    for place, receipt in enumerate(page.receipts):
        blocks += _item(result, receipt, place)
    if page.pages > 1:
        blocks.append(_turning(page))
    memory: dict[str, object] = {"text": result.question.text, "page": page.page}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(plural(page.total, result.metric.noun), 24),
        "close": plain("Close", 24),
        "private_metadata": metadata(memory | ({"channel": channel} if channel else {})),
        "blocks": fit(blocks, "modal"),
    }


def _lead(result: Result, page: Page) -> str:
    understood = escape(interpretation(result.question, result.metric, result.computed_at.date()))
    if not page.total:
        return f"{understood}. No {nouns(result.metric.noun)} are behind this figure."
    return f"{understood}. {order(result)}, page {page.page + 1} of {page.pages}."


def _item(result: Result, receipt: Receipt, place: int) -> list[Block]:
    name = escape(receipt.name, 200)
    when = f"{escape(receipt.happened, 40)} {moment(receipt.at)}".strip()
    lead = f"*{link(receipt.url, receipt.title, 200)}*\n{name} · {when}"
    told = [escape(each, 500) for each in (spans(result, receipt), receipt.ruling) if each]
    menu = corrections(result, receipt, place)
    value = weight(result, receipt)
    lead += f" · *{escape(value)}*" if value else ""
    return [section(lead, accessory=menu), *([context(*told)] if told else [])]


def _turning(page: Page) -> Block:
    buttons = []
    if page.page > 0:
        buttons.append(button("Previous", PREVIOUS, str(page.page - 1), spoken="Previous page"))
    if page.page + 1 < page.pages:
        buttons.append(button("Next", NEXT, str(page.page + 1), spoken="Next page"))
    return actions(buttons)

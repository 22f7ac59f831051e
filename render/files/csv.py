"""The receipts as a CSV: one item a row, spans in seconds and in hours, other values in their unit."""

import csv
from collections.abc import Sequence
from io import StringIO

from domain.metric import Unit
from domain.result import Receipt, Result
from render.safe import clean

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_COLUMNS = ("name", "repository", "title", "author", "at", "url", "ruling")


def receipts_csv(result: Result, receipts: Sequence[Receipt]) -> str:
    """UTF-8 text without a byte order mark, lines ended as RFC 4180 says; a span that is null is empty.

    A cell that a spreadsheet would take for a formula is led by an apostrophe
    (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    is_time = result.metric.unit is Unit.DURATION
    spans = [result.metric.slug, *(phase for phase in result.metric.phases if phase != result.metric.slug)]
    units = ("_seconds", "_hours") if is_time else ("",)
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*_COLUMNS, *(f"{span}{unit}" for span in spans for unit in units)])
    for receipt in receipts:
        values = _spans(receipt, spans) if is_time else [_number(receipt.value)]
        writer.writerow([*_words(receipt), *values])
    return out.getvalue()


def _words(receipt: Receipt) -> list[str]:
    return [
        _inert(receipt.name),
        _inert(receipt.repository),
        _inert(receipt.title),
        _inert(receipt.author),
        receipt.at.isoformat(),
        _inert(receipt.url),
        _inert(receipt.ruling),
    ]


def _inert(words: str) -> str:
    """As a spreadsheet shows it rather than runs it."""
    shown = clean(words)
    return f"'{shown}" if shown.startswith(_BEGINS_A_FORMULA) else shown


def _spans(receipt: Receipt, spans: Sequence[str]) -> list[str]:
    known = {spans[0]: receipt.value, **dict(receipt.phases)}
    return [cell for span in spans for cell in _cells(known.get(span))]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def _cells(seconds: float | None) -> tuple[str, str]:
    return ("", "") if seconds is None else (f"{seconds:.0f}", f"{seconds / 3600:.2f}")

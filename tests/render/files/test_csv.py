"""The CSV is whole, exact and runs nothing."""

import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.metric import Unit
from domain.result import Receipt
from render.files.csv import receipts_csv
from tests.render import results

FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def rows(*receipts: Receipt) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(receipts_csv(results.result(), receipts), newline="")))


def test_the_header_names_every_span_in_both_units() -> None:
    header = receipts_csv(results.result(), ()).removesuffix("\r\n")
    assert header == (
        "name,repository,title,author,at,url,ruling,"
        "cycle-time_seconds,cycle-time_hours,coding_seconds,coding_hours,pickup_seconds,pickup_hours,"
        "review_seconds,review_hours,merge_seconds,merge_hours"
    )


def test_a_row_is_a_pull_request() -> None:
    (row,) = rows(results.receipt(1))
    assert row == {
        "name": "acme/pay-api#1",
        "repository": "acme/pay-api",
        "title": "Charge the card once, try 1",
        "author": "ana",
        "at": "2026-11-20T09:30:00+00:00",
        "url": "https://github.com/acme/pay-api/pull/1",
        "ruling": "Approved by raj; merged by ana.",
        "cycle-time_seconds": "140400",
        "cycle-time_hours": "39.00",
        "coding_seconds": "32400",
        "coding_hours": "9.00",
        "pickup_seconds": "50400",
        "pickup_hours": "14.00",
        "review_seconds": "",
        "review_hours": "",
        "merge_seconds": "30",
        "merge_hours": "0.01",
    }


def test_null_is_empty_and_zero_is_zero() -> None:
    (row,) = rows(replace(results.receipt(1), value=None, phases=(("coding", 0.0),)))
    assert (row["cycle-time_seconds"], row["coding_seconds"], row["merge_seconds"]) == ("", "0", "")


@pytest.mark.parametrize(
    ("unit", "value", "told"),
    [
        (Unit.LINES, 86.0, "86"),
        (Unit.SHARE, 1.0, "1"),
        (Unit.SHARE, 0.7142857, "0.7142857"),
        (Unit.COUNT, 1.0, "1"),
        (Unit.POINTS, 34.5, "34.5"),
        (Unit.NUMBER, 1234567.0, "1234567"),
        (Unit.NUMBER, None, ""),
    ],
    ids=["lines", "counts towards", "a share of its own", "a count", "points", "a number", "null"],
)
def test_what_is_no_span_has_one_column_in_its_unit(unit: Unit, value: float | None, told: str) -> None:
    """Neither seconds nor hours: a size in hours means nothing."""
    metric = replace(results.CYCLE_TIME, slug="pr-size", unit=unit, phases=())
    item = replace(results.receipt(1), value=value)
    written = receipts_csv(replace(results.result(), metric=metric), [item])
    (row,) = csv.DictReader(StringIO(written, newline=""))
    assert list(row)[-2:] == ["ruling", "pr-size"]
    assert row["pr-size"] == told


def test_there_is_no_byte_order_mark() -> None:
    assert receipts_csv(results.result(), ()).startswith("name")


def test_every_receipt_has_its_row_in_order() -> None:
    told = rows(*(results.receipt(number) for number in (3, 1, 2)))
    assert [row["name"].rpartition("#")[2] for row in told] == ["3", "1", "2"]


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1 to this", "'+1 to this"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =A1", "'=A1"),
        ("\t=A1", "'=A1"),
        ("\u200b=A1", "'=A1"),
        ("\uff1dA1", "'\uff1dA1"),
        ("a = b", "a = b"),
        ('say "hi", twice', 'say "hi", twice'),
        ("two\nlines", "two lines"),
        ("", ""),
    ],
    ids=[
        "a program", "plus", "minus", "at", "after spaces", "after a tab", "after a hidden space",
        "full width", "inside", "quotes and commas", "lines", "nothing",
    ],
)  # fmt: skip
def test_a_title_is_words_and_no_formula(title: str, cell: str) -> None:
    (row,) = rows(replace(results.receipt(1), title=title))
    assert row["title"] == cell


@given(st.text(), st.text(), st.text())
def test_no_cell_of_others_words_begins_a_formula(title: str, author: str, ruling: str) -> None:
    (row,) = rows(replace(results.receipt(1), title=title, author=author, ruling=ruling))
    assert not [cell for cell in row.values() if cell.startswith(FORMULA)]

"""What every call has: a body that is a JSON object."""

from datetime import UTC, datetime

import pytest

from domain.errors import Rejected
from integrations.webhook import Call, body_of

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def call(body: bytes) -> Call:
    return Call({}, body, AT)


def test_a_body_is_read_as_what_it_says() -> None:
    assert body_of(call(b'{"event": {"id": "E1"}, "n": 2}')) == {"event": {"id": "E1"}, "n": 2}


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"7", b"{", b"\xff\xfe", b"[" * 100_000, b"<html>"],
    ids=["nothing", "a list", "null", "a number", "cut", "no text", "nested without end", "HTML"],
)
def test_a_body_that_is_no_object_is_rejected(body: bytes) -> None:
    with pytest.raises(Rejected, match="no JSON object"):
        body_of(call(body))

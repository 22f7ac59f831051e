"""Records written as text come back as they were, whatever kind they are of."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import records
from storage.record_texts import records_of, text_of

MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
st.register_type_strategy(datetime, MOMENTS)
KINDS = get_args(records.Record)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_a_record_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    record = data.draw(st.builds(kind))
    (back,) = records_of(text_of([record]))
    assert back == record
    assert type(back) is kind
    assert repr(back) == repr(record)


def test_several_come_back_in_their_order() -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    run = records.Run(1, "ci", "7", 1, 2, "test", "main", "abc", "push", "https://ci.test/7", at)
    job = records.Job(3, 1, "unit", at, outcome=records.Outcome.SUCCESS)
    assert records_of(text_of([run, job])) == (run, job)
    assert records_of(text_of([])) == ()


def test_what_an_older_version_wrote_is_read_with_what_it_knew() -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    job = records.Job(3, 1, "unit", at)
    text = text_of([job]).replace('"url": ""', '"colour": "blue"')
    assert records_of(text) == (job,)

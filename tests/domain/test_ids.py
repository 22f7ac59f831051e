"""Ids are derived from names, the same on every machine."""

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import identify

NAMES = st.lists(st.text(), min_size=1, max_size=4)


def test_an_id_is_the_same_on_every_machine() -> None:
    assert identify("github", "pull_request", "PR_1") == 8133992287877983935


@given(NAMES)
def test_an_id_fits_a_signed_column(names: list[str]) -> None:
    assert 0 <= identify(*names) < 2**63


def test_the_place_of_a_name_matters() -> None:
    assert len({identify("a", "bc"), identify("ab", "c"), identify("bc", "a"), identify("abc")}) == 4


def test_a_name_that_is_no_proper_text_has_an_id_too() -> None:
    assert identify("github", "\ud800") != identify("github", "\ud801")

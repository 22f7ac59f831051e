"""Public holidays: those of a country or a part of it, as the `holidays` package knows them."""

import warnings
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from domain.people import WorkingHours

YEARS = range(2005, 2051)
"""The years whose holidays are known: no pull request is older, and laws change sooner than the last."""


@lru_cache(maxsize=4096)
def observed(hours: WorkingHours) -> WorkingHours:
    """The hours with the holidays of their country, from a day on those of another where they say so."""
    return hours.each(
        lambda each: replace(each, holidays=days(each.country) if each.country else frozenset())
    )


@lru_cache(maxsize=256)
def days(country: str) -> frozenset[date]:
    """The public holidays of `YEARS`, of a country such as `DE` or a part of it such as `DE-BY`.

    The day instead of one that falls on a weekend is among them where it is the law. What the package
    does not know of a country, such as years long gone, has none.
    """
    from holidays import country_holidays  # noqa: PLC0415 - a tenth of a second that only they pay who name a country

    code, _, part = country.partition("-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return frozenset(country_holidays(code, subdiv=part or None, years=YEARS))


def doubt(country: str) -> str | None:
    """What is expected instead, where nothing is known of such a country; None where it is known."""
    known = _countries()
    code, _, part = country.partition("-")
    if code not in known:
        close = get_close_matches(country.upper(), known, n=1, cutoff=0.9)
        guess = f"; did you mean {close[0]}?" if close else ""
        return f"a country's two letters such as DE, or with a part of it such as DE-BY{guess}"
    if part in known[code] or "-" not in country:
        return None
    parts = ", ".join(known[code])
    return f"{code}-, and one of {parts}" if parts else f"{code} alone: no part of it has holidays of its own"


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, tuple[str, ...]]:
    """The codes of the parts that are known, by the code of two letters of their country."""
    from holidays import list_supported_countries  # noqa: PLC0415 - the same

    iso_alpha_2 = 2
    return {
        code: tuple(parts) for code, parts in list_supported_countries().items() if len(code) == iso_alpha_2
    }

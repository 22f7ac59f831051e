"""The answers of DORA's Quick Check that figures fall into; no tiers, for they are none of its own any more.

https://dora.dev/quickcheck: the same words, so that a team can answer it with its own numbers.
"""

from collections.abc import Sequence

HOUR, DAY = 3600, 86_400
WEEK, MONTH, HALF_A_YEAR = 7 * DAY, 30 * DAY, 182 * DAY

DAILY, WEEKLY = 3, 1
"""Deployed on so many days of the median week, a service is deployed daily, or weekly."""

SEVERAL = 2
"""So many deployments on the median day that has any are on demand."""

_SPANS: Sequence[tuple[int, str]] = (
    (HOUR, "less than an hour"),
    (DAY, "less than a day"),
    (WEEK, "a day to a week"),
    (MONTH, "a week to a month"),
    (HALF_A_YEAR, "one to six months"),
)
LONGER = "more than six months"


def span_bucket(seconds: float) -> str:
    """The answer for a lead time or a recovery time in seconds.

    An hour and a day are in the next bucket, a week and longer bounds in the one they end.
    """
    for bound, words in _SPANS:
        if seconds < bound or (seconds == bound and bound > DAY):
            return words
    return LONGER


def frequency_bucket(deploy_days: float, on_such_a_day: float, every: float) -> str:
    """The answer for a deployment frequency.

    `deploy_days` is on how many days of the median week something was deployed, `on_such_a_day` how
    many deployments the median one of these days had, `every` the days from one deployment to the next
    on average.
    """
    if deploy_days >= DAILY:
        return "on demand, several a day" if on_such_a_day >= SEVERAL else "once an hour to once a day"
    if deploy_days >= WEEKLY:
        return "once a day to once a week"
    if every * DAY <= MONTH:
        return "once a week to once a month"
    rarely = "once a month to once in six months"
    return rarely if every * DAY <= HALF_A_YEAR else "less than once in six months"

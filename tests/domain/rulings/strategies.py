"""Pull requests as chance makes them, for what must hold of every one."""

from itertools import pairwise

from hypothesis import strategies as st

from domain.records import PullRequest, ReviewState
from tests.domain.rulings.stories import (
    ALICE,
    BOB,
    CAROL,
    NOT_HUMAN,
    commented,
    draft,
    merged,
    requested,
    reviewed,
    wrote,
)

MERGE = 400
HOURS = st.integers(0, MERGE)
LATER = st.integers(0, MERGE + 100)
WHO = st.sampled_from((ALICE, BOB, CAROL, None, *NOT_HUMAN))
REVIEWS = st.builds(reviewed, LATER, WHO, st.sampled_from(ReviewState))
COMMENTS = st.builds(commented, LATER, WHO)


@st.composite
def pull_requests(draw: st.DrawFn) -> PullRequest:
    """Merged pull requests with sound times: drafts follow one another, nothing precedes the opening."""
    edges = sorted(draw(st.sets(HOURS, max_size=6)))
    spells = [draft(began, ended) for began, ended in list(pairwise(edges))[::2]]
    commits = draw(st.lists(st.builds(wrote, st.integers(-900, MERGE), st.integers(0, MERGE)), max_size=4))
    return merged(
        MERGE,
        drafts=tuple(spells),
        commits=tuple(commits),
        reviews=tuple(draw(st.lists(REVIEWS, max_size=5, unique_by=lambda review: review.id))),
        comments=tuple(draw(st.lists(COMMENTS, max_size=4))),
        review_requests=tuple(draw(st.lists(st.builds(requested, LATER, WHO), max_size=3))),
    )

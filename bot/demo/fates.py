"""How lives go: written by a person and reviewed, forgotten or forced through; by a robot; or undone."""

from enum import Enum, auto
from random import Random

from bot.demo import titles
from bot.demo.hours import Office
from bot.demo.life import Birth, Life
from bot.demo.organisation import REVIEW_AGENT, account_id
from domain.records import ClosedInterval, DraftInterval, PullRequest, ReviewState


class Fate(Enum):
    """How a life ends."""

    MERGED = auto()
    UNREVIEWED = auto()
    CLOSED = auto()
    FORGOTTEN = auto()
    REOPENED = auto()
    OVER_OBJECTION = auto()


SHARES = {
    Fate.MERGED: 871,
    Fate.UNREVIEWED: 45,
    Fate.CLOSED: 40,
    Fate.FORGOTTEN: 12,
    Fate.REOPENED: 20,
    Fate.OVER_OBJECTION: 12,
}
"""Of a thousand lives, how many end so."""


def human(birth: Birth, rng: Random) -> PullRequest:
    """A pull request that a member of the crew begins on the day."""
    author = rng.choice(birth.crew.people)[0]
    life = Life(birth, author, rng, at=Office(birth.crew.zone).moment(birth.day, rng))
    life.size = min(30.0, rng.lognormvariate(0, 0.9))
    life.title = titles.title(birth.repository, birth.prefix, birth.number, rng)
    life.branch = titles.branch(author, life.title)
    life.labels = tuple(label for label in ("bug", "tech-debt", "needs-design") if life.chance(0.08))
    fate = rng.choices(list(SHARES), weights=list(SHARES.values()))[0]
    _code(life)
    _open(life, asks=fate is not Fate.UNREVIEWED)
    _ENDS[fate](life)
    return life.record()


def revert(birth: Birth, reverted: PullRequest, rng: Random) -> PullRequest:
    """What somebody opens in a hurry right after the merge, and a colleague approves."""
    author, reviewer = (login for login, _ in rng.sample(birth.crew.people, 2))
    life = Life(birth, author, rng, at=reverted.merged_at or reverted.updated_at, size=0.5)
    life.title, life.branch = f'Revert "{reverted.title}"', f"revert-{reverted.number}"
    life.pause(70)
    life.commit(author, life.title)
    life.opened_at = life.pause(2)
    life.ask(reviewer)
    life.pause(12)
    life.review(reviewer, ReviewState.APPROVED)
    life.pause(4)
    life.merge(author)
    return life.record()


def update(birth: Birth, robot: str, rng: Random) -> PullRequest:
    """A dependency update: merged by whoever gets to it, or given up for a newer one."""
    life = Life(birth, robot, rng, at=Office("UTC").moment(birth.day, rng), size=0.2)
    life.title, life.branch = titles.bump(rng)
    life.labels = ("dependencies",)
    life.commit(robot, life.title)
    life.opened_at = life.pause(1)
    life.wait(14, spread=1.0)
    keeper = rng.choice(birth.crew.people)[0]
    if life.chance(0.25):
        life.close()
        return life.record()
    if life.chance(0.7):
        life.review(keeper, ReviewState.APPROVED)
        life.pause(5)
    life.merge(keeper)
    return life.record()


def _code(life: Life) -> None:
    life.commit(life.author, "Begin")
    hours = life.birth.crew.rhythm.coding * life.size**0.4
    for _ in range(min(11, int(life.size * life.rng.uniform(0.5, 2.5)))):
        life.wait(hours / 4)
        life.commit(life.author)
    life.wait(hours / 3)


def _open(life: Life, *, asks: bool) -> None:
    life.opened_at = life.at
    if life.chance(life.birth.crew.rhythm.drafts):
        began_at = life.at
        life.wait(5.0, spread=1.0)
        life.commit(life.author)
        life.drafts.append(DraftInterval(began_at, life.pause(6)))
    if asks and life.chance(0.15):
        life.ask(None, team=life.birth.crew.slug)
    elif asks:
        for reviewer in sorted({_colleague(life) for _ in range(1 + life.chance(0.4))}):
            life.ask(reviewer)
    if life.chance(0.55):
        life.pause(4)
        life.review(REVIEW_AGENT, ReviewState.COMMENTED, comments=life.rng.randrange(5))


def _colleague(life: Life) -> str:
    """Somebody else of the crew; the first few, who know everything, far more often than the others."""
    colleagues = [login for login, _ in life.birth.crew.people if login != life.author]
    weights = [len(colleagues) - place for place, _ in enumerate(colleagues)]
    return life.rng.choices(colleagues, weights)[0]


def _reviewer(life: Life) -> str:
    """Whoever of those asked gets to it, or of the team."""
    asked = {request.reviewer_id for request in life.requests}
    named = [login for login, _ in life.birth.crew.people if account_id(login) in asked]
    return life.rng.choice(named) if named else _colleague(life)


def _discuss(life: Life, last: ReviewState) -> str:
    """Rounds of review by one of those asked, who is returned, ending in `last`."""
    rhythm, reviewer = life.birth.crew.rhythm, _reviewer(life)
    life.wait(rhythm.pickup * life.birth.slowness, spread=0.9)
    rounds = life.rng.choices((0, 1, 2, 3), weights=(30, 42, 20, 8))[0]
    for _ in range(rounds):
        objects = life.chance(0.45)
        state = ReviewState.CHANGES_REQUESTED if objects else ReviewState.COMMENTED
        life.review(reviewer, state, comments=1 + life.rng.randrange(6))
        life.wait(rhythm.review * life.birth.slowness * 0.5)
        life.comment(life.author)
        life.commit(life.author, "Answer the review")
        life.wait(rhythm.review * life.birth.slowness * 0.5)
    life.review(reviewer, last, comments=int(life.chance(0.3)))
    if life.chance(0.12):
        life.comment(reviewer)
    return reviewer


def _merged(life: Life) -> None:
    reviewer = _discuss(life, ReviewState.APPROVED)
    life.wait(life.birth.crew.rhythm.merge, spread=0.9)
    life.merge(life.author if life.chance(0.85) else reviewer)


def _unreviewed(life: Life) -> None:
    life.pause(90)
    life.merge(life.author)


def _over_objection(life: Life) -> None:
    _discuss(life, ReviewState.CHANGES_REQUESTED)
    life.wait(5)
    life.merge(life.author)


def _closed(life: Life) -> None:
    _discuss(life, ReviewState.COMMENTED)
    life.wait(20)
    life.close()


def _reopened(life: Life) -> None:
    closed_at = life.wait(6)
    life.closed.append(ClosedInterval(closed_at, life.wait(10)))
    _merged(life)


def _forgotten(life: Life) -> None:
    """Nobody reviews it, until its author tidies up weeks later, if ever."""
    if life.chance(0.5):
        life.wait(8)
        life.comment(life.author)
    if life.chance(0.8):
        life.wait(150, spread=0.4)
        life.close()


_ENDS = {
    Fate.MERGED: _merged,
    Fate.UNREVIEWED: _unreviewed,
    Fate.CLOSED: _closed,
    Fate.FORGOTTEN: _forgotten,
    Fate.REOPENED: _reopened,
    Fate.OVER_OBJECTION: _over_objection,
}

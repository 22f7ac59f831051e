"""The view of one pull request: its history, its spans on both clocks, and what is linked to it."""

from domain.errors import Unknown
from domain.facts import CHANGES, NO_SPAN, Flag, PullRequestFacts, Span
from domain.records import PullRequest, PullRequestState, Repository
from domain.rulings.milestones import milestones
from domain.rulings.people import People, is_human
from domain.rulings.turns import turn
from domain.views.pull_request import Happening, PullRequestView, Stage
from metrics.metric import MISLEADING
from render.text import duration
from services.receipts import ruling
from services.turns import waited
from services.views.happenings import happenings, who
from services.views.open_pull_requests import involved
from services.views.related import broken, linked, ran, shipped
from services.views.viewing import Viewing
from storage.shelves import Shelves

_PHASES = tuple(span for span in Span if span is not Span.CYCLE)


def pull_request(viewing: Viewing) -> PullRequestView:
    """The pull request at the address that the argument is, or called so: `acme/pay#12`.

    Raises:
        Unknown: none that was read is there; says what can be typed.
    """
    shelves = viewing.shelves
    pr = _named(viewing.argument, shelves)
    facts = shelves.facts.milestones([pr.id])[pr.id]
    people = shelves.people.accounts(involved(pr) | ({pr.merged_by_id} if pr.merged_by_id else set()))
    repository = shelves.repositories.by_ids([pr.repository_id]).get(pr.repository_id)
    deployment = shipped(pr, shelves)
    incidents = broken(pr, shelves)
    told = [*happenings(pr, milestones(pr, people), people), *deployment.happenings, *incidents.happenings]
    cycle = Stage("cycle time", *(each[0] for each in (facts.calendar, facts.working)))
    return PullRequestView(
        question=viewing.question,
        coverage=viewing.coverage,
        computed_at=viewing.now,
        title=pr.title,
        url=pr.url,
        name=_name(pr, repository),
        author=who(pr.author_id, people),
        state=_state(pr),
        opened_at=pr.created_at,
        ended_at=pr.merged_at or pr.closed_at,
        size=facts.size,
        files=pr.changed_files,
        rounds=facts.rounds,
        whole=cycle,
        stages=(*_stages(facts), *_deploy(pr, shelves)),
        ruling=ruling(pr, facts, people),
        wait=_wait(pr, people, viewing),
        left_out=_left_out(facts),
        happenings=tuple(sorted(told, key=_moment)),
        issues=linked(pr, shelves),
        runs=ran(pr, shelves),
        shipped=deployment.related,
        incidents=incidents.related,
    )


def _named(argument: str, shelves: Shelves) -> PullRequest:
    said = argument.strip("<>").split("|")[0]
    name, _, number = said.partition("#")
    if number.isdecimal() and "://" not in name and len(number) < 10:  # noqa: PLR2004 - digits of any number
        for repository in shelves.repositories.matching((name,)):
            if found := shelves.pull_requests.numbered(repository.id, int(number)):
                return found
    elif found := shelves.pull_requests.find_url(said):
        return found
    raise Unknown(
        f"I know no pull request “{said}”.",
        hint="Give its address as the browser shows it, or its name like `acme/pay#12`; "
        "`/metrics health` tells which repositories are read.",
    )


def _moment(happening: Happening) -> float:
    return happening.at.timestamp()


def _name(pr: PullRequest, repository: Repository | None) -> str:
    return f"{repository.full_name if repository else ''}#{pr.number}"


def _state(pr: PullRequest) -> str:
    if pr.state is PullRequestState.CLOSED:
        return "closed without a merge"
    return "draft" if pr.is_draft and pr.state is PullRequestState.OPEN else pr.state.value


def _stages(facts: PullRequestFacts) -> list[Stage]:
    """The phases of one that is merged."""
    if facts.merged_at is None:
        return []
    spans = list(Span)
    return [
        Stage(span.value, facts.calendar[spans.index(span)], facts.working[spans.index(span)])
        for span in _PHASES
    ]


def _deploy(pr: PullRequest, shelves: Shelves) -> list[Stage]:
    """From the merge to production, once it is there."""
    change = shelves.facts.by_ids(CHANGES, [pr.id])
    known = [int(value) for value in change.deploy if value != NO_SPAN]
    working = [int(value) for value in change.deploy_working if value != NO_SPAN]
    return [Stage("deploy", known[0], working[0] if working else None)] if known else []


def _wait(pr: PullRequest, people: People, viewing: Viewing) -> str:
    """Whose turn it is while it is open; of drafts and bots nobody is waited for."""
    if pr.state is not PullRequestState.OPEN or pr.is_draft or not is_human(pr.author_id, people):
        return ""
    found = turn(pr, people)
    spent = waited(pr, found, people, viewing.roster, viewing.now)
    return f"{found.why}, for {duration(spent, days=False)} of working time."


def _left_out(facts: PullRequestFacts) -> str:
    """Why figures about people's work leave it out."""
    reasons = [words for flag, words in MISLEADING.items() if facts.flags & Flag(flag)]
    return f"Figures leave it out, as they do {' and '.join(reasons)}." if reasons else ""

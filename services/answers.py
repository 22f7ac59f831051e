"""Answers: from what somebody typed to a figure with everything that makes it honest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.clock import Clock
from domain.errors import Choice, Forbidden, Rejected, Unknown
from domain.facts import PULL_REQUESTS, Columns, Family
from domain.metric import MetricInfo
from domain.people import Asker, Team, WorkingHours
from domain.question import Question, Scope, ScopeKind
from domain.records import Repository
from domain.result import Coverage, Receipt, Result
from domain.views import View
from metrics.metric import Metric
from metrics.views import VIEWS as VIEW_INFOS
from metrics.views import catalogue
from services.facts import Facts
from services.figures import figure, items_of, last_item_at
from services.freshness import extent
from services.grammar import Ask, Verb, Vocabulary, parse
from services.grammar.language import TEAMS_NOT_PEOPLE
from services.receipts import RECEIPTS
from services.roll_call import teams_of
from services.series import series_metrics
from services.views import FAMILY_OF, VIEWS, Build, Viewing
from storage.shelves import Shelves
from storage.store import Store

OVERVIEW = ("cycle-time", "time-to-first-review", "review-time", "throughput", "deployment-frequency",
            "change-failure-rate", "build-success-rate", "time-to-resolve")  # fmt: skip
"""What a team sees at a glance: one or two figures of each family."""

TEN_MINUTES = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """Some of the items behind a figure: page `page` of `pages`, counted from 0, of `total` items."""

    receipts: tuple[Receipt, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A team by name, with its figures at a glance."""

    team: str
    results: tuple[Result, ...]


class Answers:
    """Whoever asks, through whichever door, is answered here."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        metrics: Sequence[Metric],
        zone: str,
        every: timedelta = TEN_MINUTES,
        *,
        facts: Facts | None = None,
        views: Mapping[str, Build] = VIEWS,
    ) -> None:
        """`zone` is the organisation's; sources are synced so often; `facts` know who works when."""
        self._facts = facts or Facts(store, clock, WorkingHours(zone))
        self._views = views
        self._store = store
        self._clock = clock
        self._metrics = {metric.info.slug: metric for metric in metrics}
        self._zone = zone
        self._every = every

    def metrics(self) -> tuple[MetricInfo, ...]:
        """The catalogue, in reading order, with the series of custom points behind."""
        with self._store.read() as shelves:
            return self._catalogue(shelves)

    def explain(self, slug: str) -> MetricInfo:
        """What a metric is by its slug; Unknown when there is none of it."""
        shown = next((info for info in VIEW_INFOS if info.slug == slug), None)
        return shown or self._metric(slug).info

    def parse(self, text: str, asker: Asker) -> Ask | Verb:
        """The question or verb that the text means; Rejected says what to type instead."""
        with self._store.read() as shelves:
            vocabulary = self._vocabulary(asker, shelves)
        return parse(text, vocabulary, self._clock())

    def ask(self, text: str, asker: Asker, *, with_ids: bool = False) -> Result:
        """The answer to a text that is a question; Rejected when it is none."""
        parsed = self.parse(text, asker)
        if isinstance(parsed, Verb):
            raise Rejected(
                "That asks for no figure.", hint="Name a metric and a team, like `cycle-time payments 30d`."
            )
        return self.answer(parsed.question, asker, with_ids=with_ids)

    def answer(self, question: Question, asker: Asker, *, with_ids: bool = False) -> Result:
        """The figure, its change, trend, breakdown and coverage; Forbidden for somebody else's figures.

        Its ids are told only where they are asked for: to read and rank them takes longer than the rest.
        """
        _permit(question.scope, asker)
        metric, now = self._metric(question.metric), self._clock()
        with self._store.read() as shelves:
            result = figure(
                metric,
                question,
                shelves,
                coverage=self._extent(metric.of, question, shelves),
                computed_at=now,
            )
            result = replace(result, ids=tuple(result.ids) if with_ids else ())
            if not result.summary.n and metric.at is None:
                return replace(result, last_item_at=last_item_at(metric, question, shelves))
        return result

    def receipts(self, question: Question, asker: Asker, page: int = 0, size: int = 10) -> ReceiptPage:
        """The items behind the figure, what weighs most first; a page past the last is the last."""
        _permit(question.scope, asker)
        metric = self._metric(question.metric)
        with self._store.read() as shelves:
            items = items_of(metric, question, shelves, self._clock())
            ids = items.heaviest_first()
            pages = max(1, -(-len(ids) // size))
            page = min(max(page, 0), pages - 1)
            some = RECEIPTS[metric.of.name](ids[page * size : (page + 1) * size], items, shelves)
            spans = items.off_hours({each.id for each in some})
        some = tuple(replace(each, off_hours=spans.get(each.id, {})) for each in some)
        return ReceiptPage(some, page, pages, len(ids))

    def view(self, verb: Verb, asker: Asker) -> View:
        """What a verb such as `dora` or `sprint` shows.

        Raises:
            Unknown: the verb shows nothing, or what it names is not there.
            Forbidden: it is about somebody else.
        """
        build = self._views.get(verb.name)
        question = verb.question
        if build is None or question is None:
            raise Unknown(f"`{verb.name}` shows nothing.", hint="`/metrics help` tells what can be asked.")
        _permit(question.scope, asker)
        now = self._clock()
        with self._store.read() as shelves:

            def ask(slug: str, asked: Question) -> Result:
                metric, renamed = self._metric(slug), replace(asked, metric=slug)
                told = self._extent(metric.of, asked, shelves)
                result = figure(metric, renamed, shelves, coverage=told, computed_at=now)
                return replace(result, ids=())

            roster, of = self._facts.roster(shelves), self._told_of(verb.name, question)
            seen = self._extent(of, question, shelves)
            return build(
                Viewing(question, verb.argument, asker, shelves, now, seen, roster, ask, self._metric)
            )

    def overview(self, asker: Asker, team: str = "") -> Overview:
        """A team at a glance: the named one, else the channel's, else the asker's only one.

        Raises:
            Unknown: none of these is there; carries the teams to pick from.
        """
        with self._store.read() as shelves:
            vocabulary = self._vocabulary(asker, shelves)
        named = next((each for each in vocabulary.teams if each.slug == team), None)
        home = named or vocabulary.home
        if home is None:
            raise Unknown(
                "I don't know which team you mean.",
                hint="Pick one, or set one up with `/metrics teams`.",
                suggestions=tuple(
                    Choice(each.name, f"overview team:{each.slug}") for each in vocabulary.teams
                ),
            )
        slugs = [slug for slug in OVERVIEW if slug in self._metrics]
        return Overview(home.name, tuple(self.ask(f"{slug} team:{home.slug}", asker) for slug in slugs))

    def _metric(self, slug: str) -> Metric:
        if slug in self._metrics:
            return self._metrics[slug]
        with self._store.read() as shelves:
            series = series_metrics(shelves)
        if slug not in series:
            raise Unknown(f"There is no metric “{slug}”.", hint="`/metrics list` shows all of them.")
        return series[slug]

    def _told_of(self, verb: str, question: Question) -> Family[Columns]:
        """The family whose items a view tells of; why something changed is told of the metric's."""
        return self._metric(question.metric).of if verb == "why" else FAMILY_OF.get(verb, PULL_REQUESTS)

    def _extent(self, family: Family[Columns], question: Question, shelves: Shelves) -> Coverage:
        return extent(family, _in_scope(question, shelves), shelves, self._clock(), self._every)

    def _catalogue(self, shelves: Shelves) -> tuple[MetricInfo, ...]:
        known = (self._metrics | series_metrics(shelves)).values()
        return catalogue(tuple(metric.info for metric in known))

    def _vocabulary(self, asker: Asker, shelves: Shelves) -> Vocabulary:
        """What this asker can say, where they say it."""
        teams = shelves.teams.all()
        return Vocabulary(
            metrics=self._catalogue(shelves),
            teams=teams,
            repositories=shelves.repositories.all(),
            zone=self._zone,
            own_zone=asker.zone,
            home=_home(asker, teams, shelves, self._clock()),
            me=_own_scope(asker, shelves),
            slack_user=asker.slack_user,
        )


def _permit(scope: Scope, asker: Asker) -> None:
    """Teams' figures are for all; a person's for that person."""
    own = scope.id == asker.person_id and set(scope.account_ids) <= set(asker.account_ids)
    if scope.kind is ScopeKind.PERSON and not own:
        raise Forbidden(TEAMS_NOT_PEOPLE, hint="Type `me` for your own, or a team's name.")


def _home(asker: Asker, teams: Sequence[Team], shelves: Shelves, now: datetime) -> Team | None:
    """The channel's team, else the only one the asker is in."""
    of_channel = shelves.teams.by_channel(asker.channel) if asker.channel else None
    own = teams_of(asker.person_id, teams, shelves, now)
    return of_channel or (own[0] if len(own) == 1 else None)


def _own_scope(asker: Asker, shelves: Shelves) -> Scope | None:
    if asker.person_id is None or not asker.account_ids:
        return None
    name = next((person.name for person in shelves.people.all() if person.id == asker.person_id), "You")
    return Scope(ScopeKind.PERSON, name, asker.person_id, asker.slack_user or "", asker.account_ids)


def _in_scope(question: Question, shelves: Shelves) -> list[Repository]:
    """Where the work asked about may be: a team that names no repositories works anywhere."""
    if question.repositories:
        return list(shelves.repositories.by_ids(question.repositories).values())
    team = shelves.teams.by_slug(question.scope.slug) if question.scope.kind is ScopeKind.TEAM else None
    return (
        shelves.teams.repositories_of(team.id) if team and team.repositories else shelves.repositories.all()
    )

"""Harbour, the demo's organisation: who works there, in which teams, on what, and how each team fares."""

from dataclasses import dataclass

from domain.ids import identify
from domain.people import Membership, Person, Team, WorkingHours
from domain.records import Account, AccountKind, Repository, Source

SOURCE = Source(
    key="github",
    provider="github",
    base_url="https://github.example/api/v3",
    name="Harbour's GitHub (simulated)",
)
DOMAIN = "harbour.example"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a team works: medians in working hours, and how they drift over the demo's months.

    `drift` is the factor that pickup and review have reached at the end, 1 at the beginning; `share`
    is how many pull requests a member opens on a working day.
    """

    coding: float
    pickup: float
    review: float
    merge: float
    share: float
    drift: float = 1.0
    drafts: float = 0.25


@dataclass(frozen=True, slots=True)
class Crew:
    """A team before it has records: `logins` map to names, `repositories` to the prefix of its titles."""

    slug: str
    name: str
    channel: str
    zone: str
    rhythm: Rhythm
    people: tuple[tuple[str, str], ...]
    repositories: tuple[tuple[str, str], ...]


CREWS = (
    Crew(
        slug="payments",
        name="Payments",
        channel="C01PAYMENTS",
        zone="Europe/Lisbon",
        rhythm=Rhythm(coding=5.0, pickup=2.4, review=2.2, merge=0.7, share=0.80, drift=3.2, drafts=0.35),
        people=(
            ("ana-duarte", "Ana Duarte"), ("raj-patel", "Raj Patel"), ("ines-moreira", "Inês Moreira"),
            ("tomas-lind", "Tomas Lind"), ("chidi-okafor", "Chidi Okafor"), ("mei-tanaka", "Mei Tanaka"),
            ("luca-ferri", "Luca Ferri"), ("sara-nunes", "Sara Nunes"), ("owen-price", "Owen Price"),
        ),
        repositories=(("payments-api", "PAY"), ("ledger", "LED"), ("checkout-web", "CHK")),
    ),
    Crew(
        slug="platform",
        name="Platform",
        channel="C02PLATFORM",
        zone="Europe/Berlin",
        rhythm=Rhythm(coding=3.5, pickup=1.8, review=1.6, merge=0.4, share=0.85),
        people=(
            ("jonas-weber", "Jonas Weber"), ("aylin-kaya", "Aylin Kaya"), ("pavel-novak", "Pavel Novák"),
            ("greta-holm", "Greta Holm"), ("samir-haddad", "Samir Haddad"), ("lena-vogt", "Lena Vogt"),
            ("marek-zielinski", "Marek Zieliński"), ("hana-suzuki", "Hana Suzuki"),
            ("niklas-berg", "Niklas Berg"),
        ),
        repositories=(("infrastructure", "OPS"), ("gateway", "GW"), ("build-tools", "")),
    ),
    Crew(
        slug="mobile",
        name="Mobile",
        channel="C03MOBILE",
        zone="America/New_York",
        rhythm=Rhythm(coding=6.0, pickup=3.5, review=3.0, merge=2.2, share=0.65, drafts=0.4),
        people=(
            ("maya-brooks", "Maya Brooks"), ("diego-ramos", "Diego Ramos"), ("ella-chen", "Ella Chen"),
            ("noah-fisher", "Noah Fisher"), ("priya-nair", "Priya Nair"), ("jack-doyle", "Jack Doyle"),
            ("zoe-martin", "Zoë Martin"), ("kofi-mensah", "Kofi Mensah"),
        ),
        repositories=(("ios-app", "IOS"), ("android-app", "AND"), ("mobile-kit", "KIT")),
    ),
    Crew(
        slug="search",
        name="Search",
        channel="C04SEARCH",
        zone="Europe/London",
        rhythm=Rhythm(coding=4.0, pickup=8.0, review=5.0, merge=1.2, share=0.80, drift=0.3),
        people=(
            ("alice-morgan", "Alice Morgan"), ("ben-hughes", "Ben Hughes"), ("fatima-ali", "Fatima Ali"),
            ("george-kerr", "George Kerr"), ("ivy-clarke", "Ivy Clarke"), ("liam-walsh", "Liam Walsh"),
            ("nadia-rahman", "Nadia Rahman"), ("theo-barnes", "Theo Barnes"),
        ),
        repositories=(("search-api", "SRCH"), ("indexer", "IDX"), ("ranking", "RNK")),
    ),
)  # fmt: skip

DEPENDABOT, RENOVATE, REVIEW_AGENT = "dependabot[bot]", "renovate[bot]", "copilot-pull-request-reviewer[bot]"
ROBOTS = {
    DEPENDABOT: AccountKind.BOT,
    RENOVATE: AccountKind.BOT,
    REVIEW_AGENT: AccountKind.AGENT,
}


def account(login: str, name: str | None = None) -> Account:
    """The account behind a login of Harbour's, a person's with their name and address."""
    return Account(
        id=account_id(login),
        source=SOURCE.key,
        external_id=f"U_{login}",
        login=login,
        kind=ROBOTS.get(login, AccountKind.HUMAN),
        name=name,
        email=f"{login.replace('-', '.')}@{DOMAIN}" if name else None,
    )


def account_id(login: str) -> int:
    return identify(SOURCE.key, "account", f"U_{login}")


def accounts() -> tuple[Account, ...]:
    """Everybody's account, the robots' last."""
    people = (account(login, name) for crew in CREWS for login, name in crew.people)
    return (*people, *(account(login) for login in ROBOTS))


def people() -> tuple[tuple[Account, Person], ...]:
    """Every human account with the person behind it, known by e-mail as a directory would tell it."""
    zones = {login: crew.zone for crew in CREWS for login, _ in crew.people}
    return tuple(
        (
            found,
            Person(
                id=identify("person", found.login),
                name=found.name or found.login,
                email=found.email,
                zone=zones[found.login],
            ),
        )
        for found in accounts()
        if found.kind is AccountKind.HUMAN
    )


def repository(name: str) -> Repository:
    return Repository(
        id=identify(SOURCE.key, "repository", f"R_{name}"),
        source=SOURCE.key,
        external_id=f"R_{name}",
        full_name=f"harbour/{name}",
        url=f"https://github.example/harbour/{name}",
    )


def repositories() -> tuple[Repository, ...]:
    return tuple(repository(name) for crew in CREWS for name, _ in crew.repositories)


def team(crew: Crew) -> Team:
    return Team(
        id=identify("team", crew.slug),
        slug=crew.slug,
        name=crew.name,
        repositories=tuple(f"harbour/{name}" for name, _ in crew.repositories),
        members=tuple(Membership(login) for login, _ in crew.people),
        channel=crew.channel,
        hours=WorkingHours(zone=crew.zone),
    )

"""Credentials are kept sealed, tried before they are kept, and a connection says how it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from domain.errors import Misconfigured, Unknown
from domain.health import Check, Light
from domain.records import Source
from integrations.provider import Connection, Provider, Selection
from services.connections import Connections, Wanted
from storage.store import Store
from storage.vault import Vault, generate_key
from tests.builders import NOW
from tests.services.sync.world import World, WorldClient

KEY = generate_key()


@dataclass
class Vendor:
    """A provider that remembers how it was connected, and refuses the token `refused`."""

    connections: list[Connection] = field(default_factory=list)
    clients: list[WorldClient] = field(default_factory=list)

    def connect(self, connection: Connection) -> WorldClient:
        if connection.secrets.get("token") == "refused":
            raise Misconfigured("The token cannot be used.", hint="Copy it once more.")
        self.connections.append(connection)
        self.clients.append(World().client())
        return self.clients[-1]

    @property
    def provider(self) -> Provider:
        return Provider("github", "GitHub", "https://github.com", (), self.connect)


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/leadline.db", vault=Vault(KEY))
    opened.upgrade()
    yield opened
    opened.close()


def never(_: float) -> None:
    raise AssertionError("nobody waits here")


@pytest.fixture
def connections(store: Store, vendor: Vendor) -> Connections:
    return Connections(store, [vendor.provider], lambda: NOW, never)


def test_saved_credentials_come_back_to_the_client(connections: Connections, vendor: Vendor) -> None:
    source = connections.source("github")
    connections.save(source, {"app_id": "12", "private_key": "PEM"})
    connections.client(source)
    assert vendor.connections[-1].secrets == {"app_id": "12", "private_key": "PEM"}
    assert vendor.connections[-1].source == Source("github", "github", "https://github.com", "GitHub")


def test_credentials_of_another_way_are_forgotten(connections: Connections, vendor: Vendor) -> None:
    source = connections.source("github")
    connections.save(source, {"app_id": "12", "private_key": "PEM"})
    connections.save(source, {"token": "t"})
    connections.client(source)
    assert vendor.connections[-1].secrets == {"token": "t"}


def test_another_source_keeps_its_own_credentials(connections: Connections, vendor: Vendor) -> None:
    one = connections.source("github")
    two = Source("github2", "github", "https://ghe.example", "Enterprise")
    connections.save(two, {"token": "two"})
    connections.save(one, {"token": "one"})
    connections.client(two)
    assert vendor.connections[-1].secrets == {"token": "two"}


def test_the_database_holds_no_plaintext(connections: Connections, store: Store, tmp_path: Path) -> None:
    connections.save(connections.source("github"), {"token": "canary-of-the-token"})
    store.close()
    assert not [path for path in tmp_path.iterdir() if b"canary-of-the-token" in path.read_bytes()]


def test_what_the_provider_cannot_use_is_not_kept(connections: Connections, store: Store) -> None:
    with pytest.raises(Misconfigured, match="cannot be used"):
        connections.save(connections.source("github"), {"token": "refused"})
    with store.read() as shelves:
        assert shelves.secrets.names() == []
        assert shelves.sources.all() == []


def test_a_check_tells_how_the_deliveries_of_a_source_are(connections: Connections) -> None:
    late = Check("Webhooks", Light.YELLOW, "3 wait", "See that `leadline serve` is running.")
    connections.save(connections.source("github"), {"token": "t"})
    connections.save(connections.source("github", name="github-eu"), {"token": "t"})
    connections.webhooks = {"github": late}.get
    called, uncalled = connections.check()
    assert called.checks[-1] == late
    assert "Webhooks" not in [check.label for check in uncalled.checks]


def test_trying_out_asks_and_keeps_nothing(connections: Connections, store: Store, vendor: Vendor) -> None:
    report = connections.try_out(connections.source("github"), {"token": "t"})
    assert report.checks == (Check("Sign-in", Light.GREEN, "as ana"),)
    assert vendor.clients[-1].closed
    with store.read() as shelves:
        assert shelves.secrets.names() == []


def test_trying_out_what_cannot_be_used_says_so(connections: Connections) -> None:
    report = connections.try_out(connections.source("github"), {"token": "refused"})
    assert report.checks == (
        Check("Credentials", Light.RED, "The token cannot be used.", "Copy it once more."),
    )


def test_a_source_without_credentials_says_how_to_connect(connections: Connections) -> None:
    with pytest.raises(Misconfigured, match=r"GitHub has no credentials\. Run `leadline connect github`\."):
        connections.client(connections.source("github"))


def test_a_check_covers_what_is_connected_and_what_is_not(store: Store, vendor: Vendor) -> None:
    other = Provider("gitlab", "GitLab", "https://gitlab.com", (), vendor.connect)
    connections = Connections(store, [vendor.provider, other], lambda: NOW, never)
    connections.save(connections.source("github"), {"token": "t"})
    (known,) = connections.check()
    assert (known.source, known.checks[0].light) == ("github", Light.GREEN)
    (absent,) = connections.check("gitlab")
    assert (absent.source, absent.checks[0].light) == ("gitlab", Light.RED)
    assert absent.checks[0].next_step == "Run `leadline connect gitlab`."


def test_before_anything_is_connected_or_set_a_check_tells_of_every_provider(
    store: Store, vendor: Vendor
) -> None:
    other = Provider("gitlab", "GitLab", "https://gitlab.com", (), vendor.connect)
    connections = Connections(store, [vendor.provider, other], lambda: NOW, never)
    assert [report.source for report in connections.check()] == ["github", "gitlab"]


def test_a_check_tells_of_what_the_settings_name_and_nobody_connected(store: Store, vendor: Vendor) -> None:
    settings = {"github": Wanted("github"), "github-eu": Wanted("github", "https://ghe.example")}
    connections = Connections(store, [vendor.provider], lambda: NOW, never, wanted=settings)
    connections.save(connections.source("github"), {"token": "t"})
    known, absent = connections.check()
    assert (known.source, known.checks[0].light) == ("github", Light.GREEN)
    assert (absent.source, absent.name) == ("github-eu", "GitHub (github-eu)")
    assert absent.checks[0].next_step == "Run `leadline connect github --name github-eu`."
    assert connections.check("github-eu") == (absent,)


def test_a_check_of_a_provider_that_we_do_not_have_is_refused(connections: Connections) -> None:
    with pytest.raises(Unknown, match=r"no provider `jira`\. There are: github\."):
        connections.check("jira")


@pytest.mark.parametrize(
    ("told", "wanted", "address"),
    [
        (None, None, "https://github.com"),
        (None, "https://ghe.example/", "https://ghe.example"),
        ("https://other.example", "https://ghe.example", "https://other.example"),
    ],
    ids=["the usual address", "the settings' address", "the address that was told"],
)
def test_a_source_is_where_it_is_said_to_be(
    store: Store, vendor: Vendor, told: str | None, wanted: str | None, address: str
) -> None:
    settings = {"github": Wanted(base_url=wanted)}
    connections = Connections(store, [vendor.provider], lambda: NOW, never, wanted=settings)
    assert connections.source("github", told).base_url == address


def test_credentials_are_not_sent_to_an_address_they_were_not_given_for(store: Store, vendor: Vendor) -> None:
    before = Connections(store, [vendor.provider], lambda: NOW, never)
    source = before.source("github")
    before.save(source, {"token": "t"})
    moved = {"github": Wanted(base_url="https://evil.example")}
    after = Connections(store, [vendor.provider], lambda: NOW, never, wanted=moved)
    with pytest.raises(Misconfigured, match=r"are for https://github\.com, the settings say https://evil"):
        after.client(source)


def test_the_settings_selection_reaches_the_client(store: Store, vendor: Vendor) -> None:
    chosen = Selection("acme", ("pay-*",), ("*-old",))
    connections = Connections(
        store, [vendor.provider], lambda: NOW, never, wanted={"github": Wanted(selection=chosen)}
    )
    connections.save(connections.source("github"), {"token": "t"})
    assert vendor.connections[-1].selection == chosen


def test_a_clients_limits_outlive_it(connections: Connections, vendor: Vendor) -> None:
    connections.save(connections.source("github"), {"token": "t"})
    vendor.connections[-1].limits.put("github", {"resets_at": 12})
    connections.client(connections.source("github"))
    assert vendor.connections[-1].limits.get("github") == {"resets_at": 12}


def test_a_rotation_leaves_every_credential_readable_with_the_new_key_alone(
    connections: Connections, store: Store, vendor: Vendor, tmp_path: Path
) -> None:
    source, new = connections.source("github"), generate_key()
    connections.save(source, {"token": "t"})
    assert connections.rotate(Vault(new, [KEY])) == 1
    assert connections.rotate(Vault(new, [KEY])) == 0
    with Store.open(f"sqlite:///{tmp_path}/leadline.db", vault=Vault(new)).read() as shelves:
        assert shelves.secrets.get("github.token") == "t"
    assert vendor.connections
    assert store.url


def test_no_repr_shows_a_secret(connections: Connections, vendor: Vendor) -> None:
    connections.save(connections.source("github"), {"token": "canary-of-the-token"})
    assert "canary" not in f"{connections!r} {vars(connections)} {vendor.connections!r}"


def test_one_more_of_a_provider_has_its_own_name_address_selection_and_credentials(
    store: Store, vendor: Vendor
) -> None:
    settings = {
        "github": Wanted("github", None, Selection("acme")),
        "github-eu": Wanted("github", "https://ghe.example", Selection("acme-eu")),
    }
    connections = Connections(store, [vendor.provider], lambda: NOW, never, wanted=settings)
    first, more = connections.source("github"), connections.source("github", name="github-eu")
    assert more == Source("github-eu", "github", "https://ghe.example", "GitHub (github-eu)")
    connections.save(first, {"token": "one"})
    connections.save(more, {"token": "two"})
    assert connections.sources() == (first, more)
    connections.client(more)
    assert vendor.connections[-1].secrets == {"token": "two"}
    assert vendor.connections[-1].selection == Selection("acme-eu")
    connections.client(first)
    assert vendor.connections[-1].secrets == {"token": "one"}
    assert vendor.connections[-1].selection == Selection("acme")


@pytest.mark.parametrize("name", ["gitlab", "of-the-settings", "kept"], ids=str)
def test_a_name_that_is_another_providers_is_refused(store: Store, vendor: Vendor, name: str) -> None:
    other = Provider("gitlab", "GitLab", "https://gitlab.com", (), vendor.connect)
    settings = {"of-the-settings": Wanted("gitlab")}
    connections = Connections(store, [vendor.provider, other], lambda: NOW, never, wanted=settings)
    connections.save(connections.source("gitlab", name="kept"), {"token": "t"})
    with pytest.raises(Misconfigured, match=rf"`{name}` is the name of a connection to GitLab\."):
        connections.source("github", name=name)


def test_a_provider_without_a_usual_address_asks_for_one(store: Store, vendor: Vendor) -> None:
    jira = Provider("jira", "Jira", "", (), vendor.connect, address_hint="https://acme.atlassian.net")
    connections = Connections(store, [jira], lambda: NOW, never)
    with pytest.raises(Misconfigured, match=r"Give its address as --url, such as https://acme\.atl"):
        connections.source("jira")
    assert connections.source("jira", "https://jira.example/").base_url == "https://jira.example"


def test_the_secret_of_a_webhook_stays_and_reaches_no_client(
    connections: Connections, store: Store, vendor: Vendor
) -> None:
    source = connections.source("github")
    connections.save(source, {"token": "one"})
    with store.write() as shelves:
        shelves.secrets.put("github.webhook_secret", "w")
    connections.save(source, {"token": "two"})
    connections.client(source)
    assert vendor.connections[-1].secrets == {"token": "two"}
    with store.read() as shelves:
        assert shelves.secrets.get("github.webhook_secret") == "w"


def test_a_source_that_is_removed_leaves_nothing_of_its_own(connections: Connections, store: Store) -> None:
    source, other = connections.source("github"), connections.source("github", name="github-eu")
    connections.save(source, {"token": "one"})
    connections.save(other, {"token": "two"})
    with store.write() as shelves:
        shelves.secrets.put("github.webhook_secret", "w")
        shelves.limits.put("github", {"all": "2026-11-24T09:00:00+00:00"})
    assert connections.remove("github") == source
    assert connections.sources() == (other,)
    with store.read() as shelves:
        assert shelves.secrets.names() == ["github-eu.token"]
        assert shelves.limits.get("github") is None


def test_what_is_not_connected_cannot_be_removed(connections: Connections) -> None:
    with pytest.raises(Unknown, match=r"no source `github`\. Connected are: none yet\."):
        connections.remove("github")

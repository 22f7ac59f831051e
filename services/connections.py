"""The connections to providers: their credentials kept sealed, their clients made, their health checked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from domain.clock import Clock
from domain.errors import LeadlineError, Misconfigured, Unknown
from domain.health import Check, CheckReport, Light
from domain.records import Source
from integrations.provider import Client, Connection, Provider, Selection
from storage.shelves import Shelves
from storage.store import Store
from storage.vault import Vault

BESIDE = "webhook"
"""Secrets whose names begin so are kept beside the credentials of a source, and no client is handed them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the settings say about a source: its provider, where it is unless as usual, and what to read."""

    provider: str = ""
    base_url: str | None = None
    selection: Selection = field(default_factory=Selection)


class Connections:
    """Every source's credentials live in the store under `<source>.<credential>`, and nowhere else."""

    def __init__(
        self,
        store: Store,
        providers: Sequence[Provider],
        clock: Clock,
        sleep: Callable[[float], None],
        *,
        wanted: Mapping[str, Wanted] | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`wanted` is by source; `transport` stands in for the network."""
        self.webhooks: Callable[[str], Check | None] = _uncalled
        """How the deliveries of a source are; a check tells that too."""
        self._store = store
        self._providers = {provider.slug: provider for provider in providers}
        self._clock = clock
        self._sleep = sleep
        self._wanted = wanted or {}
        self._transport = transport

    @property
    def providers(self) -> tuple[Provider, ...]:
        return tuple(self._providers.values())

    def provider(self, slug: str) -> Provider:
        """Raises `Unknown` for a provider that we do not have."""
        found = self._providers.get(slug)
        if found is None:
            raise Unknown(f"There is no provider `{slug}`.", hint=f"There are: {', '.join(self._providers)}.")
        return found

    def source(self, slug: str, base_url: str | None = None, name: str | None = None) -> Source:
        """The source of a provider, at this address, else where the settings say, else at the usual one.

        `name` tells one more source of a provider from the first.

        Raises:
            Misconfigured: the name is another provider's, or there is no usual address.
        """
        provider, key = self.provider(slug), name or slug
        self._refuse_other(key, slug)
        address = base_url or self._want(key).base_url or provider.base_url
        if not address:
            raise Misconfigured(
                f"Where {provider.title} is has not been said.",
                hint=f"Give its address as --url, such as {provider.address_hint}.",
            )
        return Source(key, slug, address.rstrip("/"), self._title(key, provider))

    def try_out(self, source: Source, secrets: Mapping[str, str]) -> CheckReport:
        """What the source says to these credentials; nothing is kept."""
        return self._asked(source, lambda: self._connect(source, secrets))

    def save(self, source: Source, secrets: Mapping[str, str]) -> None:
        """Keep the source with these credentials; those it had before are forgotten.

        Raises:
            Misconfigured: the provider cannot use them; nothing was changed.
        """
        self._connect(source, secrets).close()
        with self._store.write() as shelves:
            shelves.sources.save(source)
            for name in _names(shelves, source.key):
                if not _is_beside(source.key, name):
                    shelves.secrets.delete(name)
            for name, secret in secrets.items():
                shelves.secrets.put(f"{source.key}.{name}", secret)

    def client(self, source: Source) -> Client:
        """A client that speaks with the source; to be closed.

        Raises:
            Misconfigured: no credentials are kept, or they cannot be used.
        """
        secrets = self._secrets(source)
        if not secrets:
            raise Misconfigured(f"{source.name} has no credentials.", hint=_how(source.provider, source.key))
        wanted = self._want(source.key).base_url
        if wanted and wanted.rstrip("/") != source.base_url:
            raise Misconfigured(
                f"The credentials of {source.name} are for {source.base_url}, the settings say {wanted}.",
                hint=_how(source.provider, source.key),
            )
        return self._connect(source, secrets)

    def remove(self, key: str) -> Source:
        """Forget the source: its credentials, and everything that was read from it.

        Raises:
            Unknown: there is no such source.
        """
        source = self._kept(key)
        with self._store.write() as shelves:
            for name in _names(shelves, key):
                shelves.secrets.delete(name)
            shelves.sources.remove(key)
        return source

    def sources(self) -> tuple[Source, ...]:
        """Every source that is connected."""
        with self._store.read() as shelves:
            return tuple(shelves.sources.all())

    def check(self, key: str | None = None) -> tuple[CheckReport, ...]:
        """What each source says about its connection; one that is to be connected says how.

        Those are the sources of the settings, or where nothing is connected nor set, every provider.

        Raises:
            Unknown: there is no such source, nor a provider of this name.
        """
        sources = {source.key: source for source in self.sources()}
        if key is not None and key not in sources:
            return (self._unconnected(key),)
        chosen = [source for source in sources.values() if key in (None, source.key)]
        known = self._wanted or ({} if sources else self._providers)
        absent = [each for each in known if key is None and each not in sources]
        return (*map(self._checked, chosen), *map(self._unconnected, absent))

    def rotate(self, to: Vault) -> int:
        """Seal every credential anew with the current key of `to`; how many were not yet."""
        with self._store.write() as shelves:
            return shelves.secrets.rotate(to)

    def _checked(self, source: Source) -> CheckReport:
        report, webhooks = self._asked(source, lambda: self.client(source)), self.webhooks(source.key)
        return replace(report, checks=(*report.checks, webhooks)) if webhooks else report

    def _asked(self, source: Source, connect: Callable[[], Client]) -> CheckReport:
        try:
            client = connect()
        except LeadlineError as error:
            checks: tuple[Check, ...] = (Check("Credentials", Light.RED, error.message, error.hint),)
        else:
            checks = client.check()
            client.close()
        return CheckReport(source.key, source.name, checks, self._clock())

    def _unconnected(self, key: str) -> CheckReport:
        slug = self._want(key).provider or key
        provider = self.provider(slug)
        check = Check("Credentials", Light.RED, "Not connected yet.", _how(slug, key))
        return CheckReport(key, self._title(key, provider), (check,), self._clock())

    def _kept(self, key: str) -> Source:
        sources = {source.key: source for source in self.sources()}
        if key not in sources:
            known = ", ".join(sources) or "none yet"
            raise Unknown(f"There is no source `{key}`.", hint=f"Connected are: {known}.")
        return sources[key]

    def _refuse_other(self, key: str, slug: str) -> None:
        """A name belongs to the provider that it says, that the settings say, or that has it already."""
        taken = {source.key: source.provider for source in self.sources()}
        taken |= {each: want.provider or each for each, want in self._wanted.items()}
        taken |= {each: each for each in self._providers}
        if taken.get(key, slug) != slug:
            title = self.provider(taken[key]).title
            raise Misconfigured(
                f"`{key}` is the name of a connection to {title}.", hint="Choose another --name."
            )

    def _title(self, key: str, provider: Provider) -> str:
        return provider.title if key == provider.slug else f"{provider.title} ({key})"

    def _secrets(self, source: Source) -> dict[str, str]:
        prefix = f"{source.key}."
        with self._store.read() as shelves:
            names = [name for name in _names(shelves, source.key) if not _is_beside(source.key, name)]
            return {name.removeprefix(prefix): shelves.secrets.get(name) or "" for name in names}

    def _connect(self, source: Source, secrets: Mapping[str, str]) -> Client:
        return self.provider(source.provider).connect(
            Connection(
                source=source,
                secrets=secrets,
                limits=_Limits(self._store),
                clock=self._clock,
                sleep=self._sleep,
                selection=self._want(source.key).selection,
                transport=self._transport,
            )
        )

    def _want(self, key: str) -> Wanted:
        return self._wanted.get(key, Wanted())


class _Limits:
    """Remembers in the store until when a source wants a rest."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, source: str) -> Mapping[str, Any] | None:
        with self._store.read() as shelves:
            return shelves.limits.get(source)

    def put(self, source: str, value: dict[str, Any]) -> None:
        with self._store.write() as shelves:
            shelves.limits.put(source, value)


def _uncalled(_: str) -> None:
    """No source calls us."""


def _names(shelves: Shelves, key: str) -> list[str]:
    """The names of everything secret that is kept for a source."""
    return [name for name in shelves.secrets.names() if name.startswith(f"{key}.")]


def _is_beside(key: str, name: str) -> bool:
    return name.startswith(f"{key}.{BESIDE}")


def _how(slug: str, key: str) -> str:
    named = "" if key == slug else f" --name {key}"
    return f"Run `leadline connect {slug}{named}`."

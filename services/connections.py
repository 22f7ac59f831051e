"""The connections to providers: their credentials kept sealed, their clients made, their health checked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from domain.clock import Clock
from domain.errors import LeadlineError, Misconfigured, Unknown
from domain.health import Check, CheckReport, Light
from domain.records import Source
from integrations.provider import Client, Connection, Provider, Selection
from storage.store import Store
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the settings say about a provider: where it is, unless at its usual address, and what to read."""

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
        """`wanted` is by provider; `transport` stands in for the network."""
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

    def source(self, slug: str, base_url: str | None = None) -> Source:
        """The source of a provider, at this address, else where the settings say, else at the usual one."""
        provider = self.provider(slug)
        address = base_url or self._want(slug).base_url or provider.base_url
        return Source(slug, slug, address.rstrip("/"), provider.title)

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
            for name in shelves.secrets.names():
                if name.startswith(f"{source.key}."):
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
            raise Misconfigured(f"{source.name} has no credentials.", hint=_how(source.provider))
        wanted = self._want(source.provider).base_url
        if wanted and wanted.rstrip("/") != source.base_url:
            raise Misconfigured(
                f"The credentials of {source.name} are for {source.base_url}, the settings say {wanted}.",
                hint=_how(source.provider),
            )
        return self._connect(source, secrets)

    def check(self, key: str | None = None) -> tuple[CheckReport, ...]:
        """What each source says about its connection; a provider never connected says how to.

        Raises:
            Unknown: there is no such source, nor a provider of this name.
        """
        with self._store.read() as shelves:
            sources = {source.key: source for source in shelves.sources.all()}
        if key is not None and key not in sources:
            return (self._unconnected(self.provider(key)),)
        chosen = [source for source in sources.values() if key in (None, source.key)]
        absent = [each for each in self.providers if key is None and each.slug not in sources]
        return (*map(self._checked, chosen), *map(self._unconnected, absent))

    def rotate(self, to: Vault) -> int:
        """Seal every credential anew with the current key of `to`; how many were not yet."""
        with self._store.write() as shelves:
            return shelves.secrets.rotate(to)

    def _checked(self, source: Source) -> CheckReport:
        return self._asked(source, lambda: self.client(source))

    def _asked(self, source: Source, connect: Callable[[], Client]) -> CheckReport:
        try:
            client = connect()
        except LeadlineError as error:
            checks: tuple[Check, ...] = (Check("Credentials", Light.RED, error.message, error.hint),)
        else:
            checks = client.check()
            client.close()
        return CheckReport(source.key, source.name, checks, self._clock())

    def _unconnected(self, provider: Provider) -> CheckReport:
        check = Check("Credentials", Light.RED, "Not connected yet.", _how(provider.slug))
        return CheckReport(provider.slug, provider.title, (check,), self._clock())

    def _secrets(self, source: Source) -> dict[str, str]:
        prefix = f"{source.key}."
        with self._store.read() as shelves:
            names = [name for name in shelves.secrets.names() if name.startswith(prefix)]
            return {name.removeprefix(prefix): shelves.secrets.get(name) or "" for name in names}

    def _connect(self, source: Source, secrets: Mapping[str, str]) -> Client:
        return self.provider(source.provider).connect(
            Connection(
                source=source,
                secrets=secrets,
                limits=_Limits(self._store),
                clock=self._clock,
                sleep=self._sleep,
                selection=self._want(source.provider).selection,
                transport=self._transport,
            )
        )

    def _want(self, slug: str) -> Wanted:
        return self._wanted.get(slug, Wanted())


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


def _how(slug: str) -> str:
    return f"Run `leadline connect {slug}`."

"""Where GitHub answers: github.com, data residency, and Enterprise Server."""

from dataclasses import dataclass
from ipaddress import ip_address

import httpx

from domain.errors import Field, Misconfigured

CLOUD = "https://github.com"


@dataclass(frozen=True, slots=True)
class Address:
    """The addresses of one GitHub: of its REST API, its GraphQL API and its pages for people."""

    rest: str
    graphql: str
    pages: str


def address(base_url: str) -> Address:
    """By the address that people open in a browser.

    Raises:
        Misconfigured: it is none, or would send credentials readable over the network.
    """
    try:
        url = httpx.URL(base_url.strip().rstrip("/"))
    except httpx.InvalidURL:
        raise _wrong(base_url, "an address such as https://github.com") from None
    if url.scheme not in ("https", "http") or not url.host or url.userinfo or url.query or url.fragment:
        raise _wrong(base_url, "an address such as https://github.com")
    if url.scheme == "http" and not _is_loopback(url.host):
        raise _wrong(base_url, "an https address, for credentials are sent there")
    host = url.netloc.decode()
    if host in ("github.com", "www.github.com", "api.github.com"):
        return Address("https://api.github.com", "https://api.github.com/graphql", CLOUD)
    if host.endswith(".ghe.com"):
        tenant = host.removeprefix("api.")
        return Address(f"https://api.{tenant}", f"https://api.{tenant}/graphql", f"https://{tenant}")
    server = str(url.copy_with(path="/")).rstrip("/")
    return Address(f"{server}/api/v3", f"{server}/api/graphql", server)


def _wrong(found: str, expected: str) -> Misconfigured:
    return Misconfigured(
        "The address of GitHub cannot be used.",
        hint=f"Set `baseUrl` to {expected}.",
        fields=(Field("integrations.github.baseUrl", found, expected),),
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

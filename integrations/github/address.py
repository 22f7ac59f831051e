"""Where GitHub answers: github.com, data residency, and Enterprise Server."""

from dataclasses import dataclass

from integrations.addresses import checked

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
    url = checked(base_url, title="GitHub", example=CLOUD, setting="integrations.github.baseUrl")
    host = url.netloc.decode()
    if host in ("github.com", "www.github.com", "api.github.com"):
        return Address("https://api.github.com", "https://api.github.com/graphql", CLOUD)
    if host.endswith(".ghe.com"):
        tenant = host.removeprefix("api.")
        return Address(f"https://api.{tenant}", f"https://api.{tenant}/graphql", f"https://{tenant}")
    server = str(url.copy_with(path="/")).rstrip("/")
    return Address(f"{server}/api/v3", f"{server}/api/graphql", server)

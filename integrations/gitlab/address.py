"""Where GitLab answers: gitlab.com, or a server of one's own, perhaps below a path."""

from dataclasses import dataclass

from integrations.addresses import checked

CLOUD = "https://gitlab.com"


@dataclass(frozen=True, slots=True)
class Address:
    """The addresses of one GitLab: of its pages for people, and of its GraphQL API."""

    pages: str
    graphql: str


def address(base_url: str) -> Address:
    """By the address that people open in a browser.

    Raises:
        Misconfigured: it is none, or would send credentials readable over the network.
    """
    url = checked(base_url, title="GitLab", example=CLOUD, setting="integrations.gitlab.baseUrl")
    pages = str(url).rstrip("/")
    return Address(pages, f"{pages}/api/graphql")

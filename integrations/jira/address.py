"""Where a Jira answers: a site of the Cloud, Atlassian's gateway for scoped tokens, or one's own server."""

import re
from dataclasses import dataclass

from integrations.addresses import checked

EXAMPLE = "https://company.atlassian.net"

_CLOUD = (".atlassian.net", ".jira.com")
_GATEWAY = "api.atlassian.com"

_PAGE = re.compile(r"/(browse|projects|secure|rest|login\.jsp|issues|jira/software)(/.*)?$")
"""Where the path of a page begins; what is before it is where the server itself lies."""


@dataclass(frozen=True, slots=True)
class Address:
    """`root` is what its API hangs on, `pages` what its pages for people do, empty where only it knows that.

    `is_cloud` is None where the address alone does not tell.
    """

    root: str
    pages: str
    is_cloud: bool | None


def address(base_url: str) -> Address:
    """By the address of the site, or of any page of it.

    Raises:
        Misconfigured: it is none, or would send credentials readable over the network.
    """
    url = checked(base_url, title="Jira", example=EXAMPLE, setting="integrations.jira.baseUrl")
    if url.host == _GATEWAY:
        return Address(str(url).rstrip("/"), "", is_cloud=True)
    if url.host.endswith(_CLOUD):
        site = str(url.copy_with(path="/")).rstrip("/")
        return Address(site, site, is_cloud=True)
    server = str(url.copy_with(path=_PAGE.sub("", url.path) or "/")).rstrip("/")
    return Address(server, server, is_cloud=None)

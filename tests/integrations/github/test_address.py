"""Where GitHub answers, by the address that people open."""

import pytest

from domain.errors import Misconfigured
from integrations.github.address import address


@pytest.mark.parametrize(
    ("base_url", "rest", "graphql"),
    [
        ("https://github.com", "https://api.github.com", "https://api.github.com/graphql"),
        ("https://github.com/", "https://api.github.com", "https://api.github.com/graphql"),
        ("https://GitHub.com", "https://api.github.com", "https://api.github.com/graphql"),
        ("https://api.github.com", "https://api.github.com", "https://api.github.com/graphql"),
        ("https://git.acme.test", "https://git.acme.test/api/v3", "https://git.acme.test/api/graphql"),
        ("https://git.acme.test:8443/", "https://git.acme.test:8443/api/v3", "https://git.acme.test:8443/api/graphql"),
        ("https://git.acme.test/api/v3", "https://git.acme.test/api/v3", "https://git.acme.test/api/graphql"),
        ("https://acme.ghe.com", "https://api.acme.ghe.com", "https://api.acme.ghe.com/graphql"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/v3", "http://127.0.0.1:8080/api/graphql"),
        ("http://localhost:1", "http://localhost:1/api/v3", "http://localhost:1/api/graphql"),
        ("http://[::1]:1", "http://[::1]:1/api/v3", "http://[::1]:1/api/graphql"),
    ],
)  # fmt: skip
def test_the_apis_of_an_address(base_url: str, rest: str, graphql: str) -> None:
    found = address(base_url)
    assert (found.rest, found.graphql) == (rest, graphql)


@pytest.mark.parametrize(
    "base_url",
    [
        "", "github.com", "ftp://github.com", "https://", "https://user:pass@github.com", "https://a.test?x=1",
        "http://git.acme.test", "http://10.0.0.1", "https://a.test:port", "http://localhost.evil.test",
    ],
)  # fmt: skip
def test_an_address_that_is_none_or_would_show_the_token_is_refused(base_url: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        address(base_url)
    assert caught.value.fields[0].found == base_url
    assert "baseUrl" in caught.value.hint

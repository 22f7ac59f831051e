"""Where PagerDuty answers: its two service regions, by whichever address people know."""

from integrations.addresses import checked

AMERICA = "https://api.pagerduty.com"
EUROPE = "https://api.eu.pagerduty.com"


def address(base_url: str) -> str:
    """The address of the API: of the account's region, or as it is given where that is neither.

    `https://acme.pagerduty.com` and `https://acme.eu.pagerduty.com` are what people see in a browser.

    Raises:
        Misconfigured: it is none, or would send credentials readable over the network.
    """
    setting = "integrations.pagerduty.baseUrl"
    url = checked(base_url, title="PagerDuty", example=AMERICA, setting=setting)
    if url.host.endswith(".eu.pagerduty.com"):
        return EUROPE
    return AMERICA if url.host.endswith(".pagerduty.com") else str(url).rstrip("/")

"""The credentials that a provider declares are taken as options, typed by somebody, or piped in."""

from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from bot.cli.credentials import asked, options, ways
from integrations import BUILTIN
from integrations.provider import Credential, Provider
from tests.services.sync.world import World

KEY = Credential("key", "API key")
MORE = Credential("more", "Another")
EMAIL = Credential("email", "Your e-mail address", secret=False, way="person")
PERSONAL = Credential("token", "Your API token", way="person")
SITE = Credential("site_token", "The site's token", way="whole site")
PEM = Credential("private_key", "The key (PEM)", way="app", from_file="key-file")
NUMBER = Credential("app_id", "The app's number", secret=False, way="app")
REGION = Credential("region", "The region (empty: the first)", secret=False, required=False, way="app")


def provider(*credentials: Credential) -> Provider:
    return Provider("vendor", "Vendor", "https://vendor.example", credentials, lambda _: World().client())


def given(of: Provider, typed: str = "", said: dict[str, Any] | None = None) -> dict[str, str]:
    """What is understood where it is piped in."""
    with CliRunner().isolation(input=typed):
        return dict(asked(of, said or {}, of_somebody=False))


def typed_in(of: Provider, typed: str, said: dict[str, Any] | None = None) -> dict[str, str]:
    """What is understood where somebody types."""
    with CliRunner().isolation(input=typed):
        return dict(asked(of, said or {}, of_somebody=True))


MANY = provider(EMAIL, PERSONAL, SITE, NUMBER, PEM, REGION)
MINE = {"email": "a@b.example"}

PIPED: dict[str, tuple[Provider, str, dict[str, Any], dict[str, str]]] = {
    "one secret": (provider(KEY), "k1\n", {}, {"key": "k1"}),
    "one secret of several lines": (provider(KEY), "a\nb\n", {}, {"key": "a\nb"}),
    "two secrets, a line each": (provider(KEY, MORE), "k1\n k2 \n", {}, {"key": "k1", "more": "k2"}),
    "an option and the rest": (MANY, "t\n", MINE, MINE | {"token": "t"}),
    "a way that only its name tells": (MANY, "s", {"with": "whole-site"}, {"site_token": "s"}),
    "what is optional left out": (
        provider(KEY, Credential("more", "Another", required=False)), "k1", {}, {"key": "k1"},
    ),
    "an option that was left empty": (MANY, "t", MINE | {"region": ""}, MINE | {"token": "t"}),
}  # fmt: skip


@pytest.mark.parametrize(("of", "typed", "said", "expected"), PIPED.values(), ids=PIPED)
def test_secrets_are_piped_in(
    of: Provider, typed: str, said: dict[str, Any], expected: dict[str, str]
) -> None:
    assert given(of, typed, said) == expected


def test_a_key_comes_in_its_file_and_nothing_is_read_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "app.pem").write_text("PEM\n")
    found = given(MANY, "never read", {"app_id": "7", "private_key": tmp_path / "app.pem"})
    assert found == {"app_id": "7", "private_key": "PEM\n"}


REFUSED: dict[str, tuple[Provider, str, dict[str, Any], str]] = {
    "nothing piped in": (provider(KEY), "", {}, "No key was given: type it when asked, or pipe it in."),
    "only blanks piped in": (provider(KEY), " \n", {}, "No key was given"),
    "the second of two missing": (
        provider(KEY, MORE), "k1", {}, "pipe it in, a line each: key, more.",
    ),
    "an option missing": (MANY, "t", {}, "Give --email too."),
    "a file missing": (MANY, "", {"app_id": "7"}, "Give --key-file too."),
    "options of two ways": (MANY, "", MINE | {"app_id": "7"}, "several ways to connect: person, app."),
    "an option of another way than the named": (
        MANY, "", MINE | {"with": "whole-site"}, "several ways to connect: whole-site, person.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("of", "typed", "said", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_is_missing_is_told(of: Provider, typed: str, said: dict[str, Any], expected: str) -> None:
    with pytest.raises(click.UsageError) as refused:
        given(of, typed, said)
    assert expected in refused.value.message


def test_somebody_is_asked_which_way_and_then_for_what_it_takes() -> None:
    assert typed_in(MANY, "whole-site\nhunter2\n") == {"site_token": "hunter2"}
    assert typed_in(MANY, "\na@b.example\nhunter2\n") == MINE | {"token": "hunter2"}


def test_who_gave_an_option_is_not_asked_which_way() -> None:
    assert typed_in(MANY, "t\n", MINE) == MINE | {"token": "t"}


def test_what_is_typed_secretly_is_not_shown() -> None:
    with CliRunner().isolation(input="hunter2\n") as streams:
        asked(provider(KEY), {}, of_somebody=True)
        shown = streams[0].getvalue().decode()
    assert "API key (it is not shown)" in shown
    assert "hunter2" not in shown


def test_what_is_not_required_may_stay_empty(tmp_path: Path) -> None:
    (tmp_path / "app.pem").write_text("PEM")
    found = typed_in(MANY, "7\n\n", {"private_key": tmp_path / "app.pem"})
    assert found == {"app_id": "7", "private_key": "PEM"}


def test_a_file_cannot_be_typed() -> None:
    with pytest.raises(click.UsageError, match="Give --key-file too"):
        typed_in(MANY, "", {"app_id": "7"})


def test_only_what_is_no_secret_has_an_option() -> None:
    assert [option.opts for option in options(MANY)] == [
        ["--with"], ["--email"], ["--app-id"], ["--key-file"], ["--region"],
    ]  # fmt: skip
    assert options(provider(KEY)) == []


def test_the_ways_are_told_with_what_they_take() -> None:
    assert [(way.options, way.words) for way in ways(MANY)] == [
        (" --email …", "asks for the rest without echo; or `< file`"),
        (" --with whole-site", "asks for the rest without echo; or `< file`"),
        (" --app-id … --key-file …", "takes what it needs from there"),
    ]
    assert [(way.options, way.words) for way in ways(provider(KEY))] == [
        ("", "asks without echo; or `< file`")
    ]


def test_what_belongs_to_no_way_belongs_to_each() -> None:
    one, two = ways(provider(KEY, EMAIL, SITE))
    assert (one.credentials, two.credentials) == ((KEY, EMAIL), (KEY, SITE))


@pytest.mark.parametrize("known", BUILTIN, ids=lambda known: known.slug)
def test_every_provider_can_be_connected_from_a_terminal_and_from_a_pipe(known: Provider) -> None:
    """Every way asks for something, and no option takes the place of another."""
    for way in ways(known):
        assert any(each.required for each in way.credentials)
        assert way.name == way.name.casefold()
        assert " " not in way.name
    names = [name for option in options(known) for name in option.opts]
    assert len({"--url", "--name", *names}) == len(names) + 2
    assert all(each.prompt and not each.prompt.endswith((".", ":")) for each in known.credentials)

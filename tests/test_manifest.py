"""Both manifests ask for what the handlers register and the table of scopes explains, and no more."""

import re
from pathlib import Path
from typing import Any

import pytest

from handlers import actions, commands, events, modals

ROOT = Path(__file__).parent.parent
SOCKET, HTTP = "manifest.yml", "manifest.http.yml"
both = pytest.mark.parametrize("name", [SOCKET, HTTP])

NEEDED = {  # https://docs.slack.dev/reference/methods: the scope each of our calls needs
    "chat_postMessage": "chat:write",
    "chat_postEphemeral": "chat:write",
    "files_upload_v2": "files:write",
    "files_info": "files:read",
    "users_info": "users:read",
    "auth_test": None,
    "views_open": None,
    "views_update": None,
    "views_publish": None,
}


def manifest(name: str) -> dict[str, Any]:
    """The small part of YAML that the manifests use: maps, lists of words and of maps, by indentation."""
    lines = [line.rstrip() for line in (ROOT / name).read_text().splitlines()]
    read, rest = block([line for line in lines if line and not line.lstrip().startswith("#")], 0)
    assert not rest
    return dict(read)


def block(lines: list[str], depth: int) -> tuple[Any, list[str]]:
    found: Any = [] if lines[0].lstrip().startswith("- ") else {}
    while lines and indent(lines[0]) == depth:
        line, lines = lines[0].strip(), lines[1:]
        if line.startswith("- ") and ": " in line:
            entry, lines = block([" " * (depth + 2) + line[2:], *lines], depth + 2)
            found.append(entry)
        elif line.startswith("- "):
            found.append(line[2:])
        elif line.endswith(":"):
            found[line[:-1]], lines = block(lines, indent(lines[0]))
        else:
            key, _, value = line.partition(": ")
            found[key] = {"true": True, "false": False}.get(value, value.strip('"'))
    return found, lines


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


class Spy:
    """An app that only writes down what is registered."""

    def __init__(self) -> None:
        self.heard: dict[str, list[Any]] = {}

    def __getattr__(self, kind: str) -> Any:  # noqa: ANN401 - any of Bolt's decorators
        return lambda name: lambda _listener: self.heard.setdefault(kind, []).append(name)


class Open:
    """A desk whose every listener is a name."""

    command = "/metrics"

    def hand_over(self, work: object) -> object:
        return work

    def open_modal(self, _title: str, fill: object) -> object:
        return fill


@pytest.fixture(scope="module")
def heard() -> dict[str, list[Any]]:
    spy: Any = Spy()
    desk: Any = Open()
    for kind in (commands, actions, modals, events):
        kind.register(spy, desk)
    return dict(spy.heard)


@both
def test_the_commands_are_those_registered(name: str, heard: dict[str, list[Any]]) -> None:
    declared = manifest(name)["features"]["slash_commands"]
    assert [each["command"] for each in declared] == heard["command"]
    assert all(each["should_escape"] for each in declared)


@both
def test_the_events_are_those_registered(name: str, heard: dict[str, list[Any]]) -> None:
    assert manifest(name)["settings"]["event_subscriptions"]["bot_events"] == heard["event"]


@both
def test_interactivity_is_on_because_clicks_and_submissions_are_heard(
    name: str, heard: dict[str, list[Any]]
) -> None:
    assert manifest(name)["settings"]["interactivity"]["is_enabled"] is bool(heard["action"] + heard["view"])


@both
def test_no_shortcuts_and_no_steps_are_declared_for_none_is_registered(
    name: str, heard: dict[str, list[Any]]
) -> None:
    assert not {"shortcut", "function", "message"} & set(heard)
    assert not {"shortcuts", "unfurl_domains", "workflow_steps"} & set(manifest(name)["features"])


def scopes(name: str) -> list[str]:
    asked = manifest(name)["oauth_config"]["scopes"]
    return sorted([*asked["bot"], *asked["bot_optional"]])


@both
def test_every_scope_is_explained_and_every_explained_scope_is_asked_for(name: str) -> None:
    table = (ROOT / "docs/reference/slack-scopes.md").read_text()
    explained = re.findall(r"^\| `([\w:.]+)` \| (.+) \|$", table, flags=re.MULTILINE)
    assert sorted(scope for scope, _ in explained) == scopes(name)
    optional = {scope for scope, why in explained if why.startswith("optional:")}
    assert optional == set(manifest(name)["oauth_config"]["scopes"]["bot_optional"])


@both
def test_the_scopes_are_what_our_calls_need(name: str) -> None:
    source = (ROOT / "bot/slack/calls.py").read_text()
    called = set(re.findall(r"\.((?:chat|files|users|views|auth|conversations|reactions)_\w+)\(", source))
    assert called <= set(NEEDED), "a new call: say which scope it needs"
    needed = {scope for call in called if (scope := NEEDED[call])}
    assert needed | {"commands", "users:read.email"} == set(scopes(name))


@pytest.mark.parametrize("scope", ["history", "search", "admin", "public", "im:"])
def test_scopes_that_frighten_admins_are_not_asked_for(scope: str) -> None:
    assert not [each for each in scopes(SOCKET) if scope in each]


def test_the_manifests_differ_only_in_how_slack_reaches_us() -> None:
    socket, http = manifest(SOCKET), manifest(HTTP)
    assert socket["settings"].pop("socket_mode_enabled") is True
    assert http["settings"].pop("socket_mode_enabled") is False
    urls = {
        http["settings"]["event_subscriptions"].pop("request_url"),
        http["settings"]["interactivity"].pop("request_url"),
        *(command.pop("url") for command in http["features"]["slash_commands"]),
    }
    assert len(urls) == 1
    assert urls.pop().endswith("/slack/events")
    assert socket == http


@both
def test_slacks_limits_on_manifests_are_kept(name: str) -> None:
    told = manifest(name)["display_information"]
    assert len(told["name"]) <= 35
    assert len(told["description"]) <= 140
    for command in manifest(name)["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["usage_hint"]) <= 1000

"""The credentials that a provider declares: as options, typed without echo, or piped in."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:  # `leadline --help` loads none of them
    from integrations.provider import Credential, Provider


WAY = "with"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to connect: what it takes, which options that means, and in words what is asked for."""

    name: str
    credentials: tuple[Credential, ...]
    is_usual: bool

    @property
    def options(self) -> str:
        """What must be given on the command line where nobody can be asked."""
        needed = [each for each in self.credentials if each.required and _option(each)]
        chosen = "" if self.is_usual or needed else f" --{WAY} {self.name}"
        return chosen + "".join(f" --{_option(each)} …" for each in needed)

    @property
    def words(self) -> str:
        typed = [each for each in self.credentials if each.secret and not each.from_file]
        if not typed:
            return "takes what it needs from there"
        return f"asks{' for the rest' if self.options else ''} without echo; or `< file`"


def ways(provider: Provider) -> tuple[Way, ...]:
    """The ways to connect, as they are declared; what belongs to no way belongs to each."""
    names = list(dict.fromkeys(each.way for each in provider.credentials if each.way)) or [""]
    return tuple(
        Way(
            _word(name),
            tuple(each for each in provider.credentials if each.way in ("", name)),
            name == names[0],
        )
        for name in names
    )


def options(provider: Provider) -> list[click.Option]:
    """An option for everything that is not secret, or comes in a file, and one for the way to connect."""
    names = [way.name for way in ways(provider)]
    found = []
    if len(names) > 1:
        chosen = f"How to connect; {names[0]} when nothing tells."
        found.append(click.Option([f"--{WAY}", WAY], type=click.Choice(names), help=chosen))
    for each in provider.credentials:
        option = _option(each)
        if option:
            kind = click.Path(exists=True, dir_okay=False, path_type=Path) if each.from_file else None
            found.append(click.Option([f"--{option}", each.name], type=kind, help=f"{each.prompt}."))
    return found


def asked(provider: Provider, given: Mapping[str, Any], *, of_somebody: bool) -> Mapping[str, str]:
    """The credentials of the way that the options are of, else of the first; what is missing is asked for.

    `of_somebody` at a terminal; else the secret ones are read from standard input, a line each.

    Raises:
        click.UsageError: something is missing, or the options are of several ways.
    """
    said = {name: value for name, value in given.items() if value and name != WAY}
    way = _way(provider, said, given.get(WAY), of_somebody=of_somebody)
    found = {each.name: _said(said[each.name]) for each in way.credentials if each.name in said}
    missing = [each for each in way.credentials if each.name not in found]
    found |= _prompted(missing) if of_somebody else _piped(missing, way)
    return {name: value for name, value in found.items() if value}


def _way(provider: Provider, said: Mapping[str, Any], chosen: str | None, *, of_somebody: bool) -> Way:
    known = ways(provider)
    owners = {each.name: _word(each.way) for each in provider.credentials}
    meant = list(dict.fromkeys([chosen] * bool(chosen) + [owners[name] for name in said if owners[name]]))
    if len(meant) > 1:
        raise click.UsageError(f"These options are of several ways to connect: {', '.join(map(str, meant))}.")
    if not meant and len(known) > 1 and of_somebody:
        names = click.Choice([way.name for way in known])
        meant = [click.prompt("Connect with", type=names, default=known[0].name)]
    return next((way for way in known if way.name in meant), known[0])


def _prompted(missing: Sequence[Credential]) -> dict[str, str]:
    """Typed by somebody; what comes in a file can only be given as an option."""
    _refuse([each for each in missing if each.from_file])
    return {
        each.name: str(
            click.prompt(
                f"{each.prompt} (it is not shown)" if each.secret else each.prompt,
                hide_input=each.secret,
                default=None if each.required else "",
                show_default=False,
            )
        ).strip()
        for each in missing
        if not each.from_file
    }


def _piped(missing: Sequence[Credential], way: Way) -> dict[str, str]:
    """A line for each secret, in the order of their declaration; one alone may have several lines."""
    _refuse([each for each in missing if each.from_file or (each.required and not each.secret)])
    secret = [each for each in missing if each.secret and not each.from_file]
    if not secret:
        return {}
    text = sys.stdin.read().strip()
    lines = [text] if len(secret) == 1 else [line.strip() for line in text.splitlines()]
    found = {each.name: line for each, line in zip(secret, lines, strict=False) if line}
    absent = [each.name.replace("_", " ") for each in secret if each.required and each.name not in found]
    if absent:
        raise click.UsageError(f"No {absent[0]} was given: type it when asked, or pipe it in{_others(way)}.")
    return found


def _others(way: Way) -> str:
    """Where several secrets are piped in, in which order."""
    names = [each.name.replace("_", " ") for each in way.credentials if each.secret and not each.from_file]
    return f", a line each: {', '.join(names)}" if len(names) > 1 else ""


def _refuse(absent: Sequence[Credential]) -> None:
    wanted = [f"--{_option(each)}" for each in absent if each.required]
    if wanted:
        raise click.UsageError(f"Give {' and '.join(wanted)} too.")


def _option(credential: Credential) -> str:
    """What its option is called; none for what is typed without echo."""
    return credential.from_file or ("" if credential.secret else credential.name.replace("_", "-"))


def _word(way: str) -> str:
    """As it is typed."""
    return way.casefold().replace(" ", "-")


def _said(value: object) -> str:
    return value.read_text(encoding="utf-8", errors="replace") if isinstance(value, Path) else str(value)

"""Words to meanings: at every place the longest phrase that means something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.errors import Ambiguous, Choice, Forbidden, Rejected
from services.grammar.dates import LONGEST_PHRASE
from services.grammar.environments import refuse_environment
from services.grammar.language import EVERYBODY, OWN_TEAM, TEAMS_NOT_PEOPLE, is_previous, own_meaning
from services.grammar.suggestions import unknown
from services.grammar.vocabulary import EVERYONE, Kind, Meaning, Vocabulary
from services.grammar.words import Words, folded, replaced


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase in its place and what it means; `compared` when it was said after `vs`."""

    at: int
    length: int
    meaning: Meaning
    compared: bool = False


def scan(said: Words, vocabulary: Vocabulary, start: int = 0) -> list[Reading]:
    """Every phrase from a place on with its meaning, but for fillers.

    Raises:
        Unknown: a phrase has none; the ways to say it right keep what stands before `start`.
        Ambiguous: a phrase has several.
        Rejected: it asks for another environment than production.
    """
    found: list[Reading] = []
    lost: list[int] = []
    at = start
    while at < len(said):
        reading = _read(said, at, vocabulary)
        if reading and reading.meaning.kind is Kind.VERSUS:
            reading = _compared(said, at + reading.length)
        if reading is None:
            lost.append(at)
        elif reading.meaning.kind is not Kind.FILLER:
            found.append(reading)
        at = reading.at + reading.length if reading else at + 1
    for at in lost:
        refuse_environment(folded(said[at]))
    if lost:
        raise unknown(said, lost, vocabulary)
    return found


def phrases(said: Words, at: int) -> Iterator[tuple[int, str]]:
    """The phrases that begin at a place, the longest first."""
    for length in range(min(LONGEST_PHRASE, len(said) - at), 0, -1):
        yield length, folded(" ".join(said[at : at + length]))


def meanings(phrase: str, vocabulary: Vocabulary) -> tuple[Meaning, ...]:
    """What a folded phrase means: Leadline's own words and metrics win over names."""
    own = own_meaning(phrase)
    if own and own.kind is not Kind.FILLER:
        return (own,)
    return vocabulary.metric(phrase) or vocabulary.named(phrase) or ((own,) if own else ())


def _read(said: Words, at: int, vocabulary: Vocabulary) -> Reading | None:
    for length, phrase in phrases(said, at):
        found = meanings(phrase, vocabulary)
        if len(found) > 1:
            raise ambiguous(said, at, length, found)
        if found:
            return Reading(at, length, found[0])
    if said[at].startswith("@"):
        raise Forbidden(TEAMS_NOT_PEOPLE, hint="Type `me` for your own, or a team's name.")
    return None


def _compared(said: Words, at: int) -> Reading:
    """What is said after `vs`: a window, or the previous one, which is also meant when nothing is said."""
    previous = Meaning(Kind.WINDOW, None, "previous", "previous")
    for length, phrase in phrases(said, at):
        if phrase in OWN_TEAM or phrase in EVERYBODY:
            other = "team" if phrase in OWN_TEAM else EVERYONE
            return Reading(at, length, Meaning(Kind.AGAINST, other, other, f"vs {other}"), compared=True)
        meaning = previous if is_previous(phrase) else own_meaning(phrase)
        if meaning and meaning.kind is Kind.WINDOW:
            return Reading(at, length, meaning, compared=True)
    if at == len(said):
        return Reading(at, 0, previous, compared=True)
    raise Rejected(
        f"I compare with another window, and “{said[at][:40]}” is none; teams are not ranked.",
        hint="Type `vs previous`, `vs last quarter`, `vs team` or `vs everyone`.",
    )


def ambiguous(said: Words, at: int, length: int, found: Sequence[Meaning]) -> Ambiguous:
    phrase = " ".join(said[at : at + length])
    return Ambiguous(
        f"“{phrase}” could mean {len(found)} things.",
        hint="Pick the one you mean.",
        choices=tuple(Choice(m.label, replaced(said, at, length, m.text)) for m in found),
    )

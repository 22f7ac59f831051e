"""Did you mean: the known phrases most like one that means nothing, each in the whole corrected command."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from domain.errors import Choice, Unknown
from domain.metric import MetricInfo
from domain.people import Team
from services.grammar.language import spellings
from services.grammar.vocabulary import Named, Vocabulary, meaning_of
from services.grammar.words import Words, key

MOST = 3
ALIKE = 0.65
LONGEST_SHOWN = 40
VERBS = ("list", "explain", "health", "check", "help", "link", "teams", "again", "overview")
NO_IDEA = "`/metrics list` shows the metrics, `/metrics teams` the teams, `/metrics help` what to type."
_QUALIFIED = re.compile(r"(?P<kind>metric|team|repo|repository):(?P<name>.+)", re.IGNORECASE)
_REPOSITORY = (str, "repository", "Type its whole name as its source shows it, like `repo:acme/api`.")
_KINDS: dict[str, tuple[type, str, str]] = {
    "metric": (MetricInfo, "metric", "`/metrics list` shows all of them."),
    "team": (Team, "team", "`/metrics teams` shows all of them."),
    "repo": _REPOSITORY,
    "repository": _REPOSITORY,
}
"""What a word says that it names: how that is known, its noun, and where all of them are."""

_WORDS_TRIED = 3
_MENDED = 3
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How much a number of words is like something known, and how that is said."""

    ratio: float
    length: int
    label: str
    text: str


def unknown(said: Words, lost: Sequence[int], vocabulary: Vocabulary) -> Unknown:
    """The error for the first of the words that mean nothing, with up to three ways to say the command right.

    Each way mends the other lost words too, as well as it can; one that leaves some is offered only
    when none mends them all.
    """
    known = list(vocabulary.spellings())
    alike = {at: _of_kind(said[at], known) or _alike(said, at, known) for at in lost[:_MENDED]}
    first, *rest = alike
    best = [(at, alike[at][0]) for at in rest if alike[at]]
    whole = [like for like in alike[first] if _mends_all(lost, [(first, like), *best])]
    sentence, hint = _unknown(said[first])
    return Unknown(
        sentence,
        hint="Did you mean one of these?" if alike[first] else hint,
        suggestions=tuple(
            Choice(like.label, _mended(said, [(first, like), *best])) for like in whole or alike[first]
        ),
    )


def _unknown(word: str) -> tuple[str, str]:
    """That the word means nothing, and what to type; of one that says what it names, with that."""
    said = _QUALIFIED.fullmatch(word)
    if said is None:
        return f"I do not know “{word[:LONGEST_SHOWN]}”.", NO_IDEA
    _, noun, hint = _KINDS[said["kind"].casefold()]
    return f"There is no {noun} “{said['name'][:LONGEST_SHOWN]}” here.", hint


def _of_kind(word: str, known: Sequence[tuple[str, Named]]) -> list[_Likeness]:
    """What a word such as `team:paymnts` is like among what it says that it names."""
    said = _QUALIFIED.fullmatch(word)
    if said is None:
        return []
    kind = _KINDS[said["kind"].casefold()][0]
    theirs = [(name, named) for name, named in known if isinstance(named, kind)]
    return _best(_names(key(said["name"]), 1, theirs))


def _mends_all(lost: Sequence[int], likenesses: Sequence[tuple[int, _Likeness]]) -> bool:
    """Whether every word that means nothing is covered."""
    return all(any(at <= word < at + like.length for at, like in likenesses) for word in lost)


def _mended(said: Words, likenesses: Sequence[tuple[int, _Likeness]]) -> str:
    """The whole command with every likeness in its place, earlier ones winning over ones that overlap."""
    parts: list[str] = []
    done = 0
    for at, like in likenesses:
        if at >= done:
            parts += [*said[done:at], like.text]
            done = at + like.length
    return " ".join((*parts, *said[done:]))


def _alike(said: Words, at: int, known: Sequence[tuple[str, Named]]) -> list[_Likeness]:
    """The best likenesses of the word, alone or with those that follow it, each text once."""
    if said[at].isdecimal() and len(said[at]) <= _DIGITS:
        return [_Likeness(1, 1, f"{said[at]} days", f"{said[at]}d")]
    found = [
        like
        for length in range(1, min(_WORDS_TRIED, len(said) - at) + 1)
        for like in _likenesses(key(" ".join(said[at : at + length])), length, known, is_first=at == 0)
    ]
    return _best(found)


def _best(found: Iterable[_Likeness]) -> list[_Likeness]:
    """The most alike, each text once."""
    best: dict[str, _Likeness] = {}
    for like in sorted(found, key=lambda like: (-like.ratio, -like.length, like.text)):
        best.setdefault(like.text, like)
    return list(best.values())[:MOST]


def _likenesses(
    wanted: str, length: int, known: Sequence[tuple[str, Named]], *, is_first: bool
) -> Iterator[_Likeness]:
    """What so many words are like: names, Leadline's own words, and in front verbs."""
    yield from _names(wanted, length, known)
    alike = _ratios(wanted)
    for word in (*spellings(), *(VERBS if is_first else ())):
        if ratio := alike(key(word)):
            yield _Likeness(ratio, length, word, word)


def _names(wanted: str, length: int, known: Sequence[tuple[str, Named]]) -> Iterator[_Likeness]:
    alike = _ratios(wanted)
    for name, named in known:
        if ratio := alike(name):
            meaning = meaning_of(named)
            yield _Likeness(ratio, length, meaning.label, meaning.text)


def _ratios(wanted: str) -> Callable[[str], float]:
    """How alike a key is to the one that is wanted, 0 when it is not."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted[:LONGEST_SHOWN])

    def ratio(name: str) -> float:
        matcher.set_seq1(name[:LONGEST_SHOWN])
        promising = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE
        found = matcher.ratio() if promising else 0
        return found if found >= ALIKE else 0

    return ratio

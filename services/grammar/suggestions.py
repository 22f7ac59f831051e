"""Did you mean: the known phrases most like one that means nothing, each in the whole corrected command."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from domain.errors import Choice, Unknown
from services.grammar.language import spellings
from services.grammar.vocabulary import Vocabulary
from services.grammar.words import Words, key

MOST = 3
ALIKE = 0.65
LONGEST_SHOWN = 40
VERBS = ("list", "explain", "health", "check", "help", "link", "teams", "again", "overview")
NO_IDEA = "`/metrics list` shows the metrics, `/metrics teams` the teams, `/metrics help` what to type."
_WORDS_TRIED = 3
_MENDED = 3
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class _Likeness:
    ratio: float
    length: int
    label: str
    text: str


def unknown(said: Words, lost: Sequence[int], vocabulary: Vocabulary) -> Unknown:
    """The error for the first of the words that mean nothing, with up to three ways to say the command right.

    Each way mends the other lost words too, as well as it can.
    """
    first, *rest = lost[:_MENDED]
    best = [(at, alike[0]) for at in rest if (alike := _alike(said, at, vocabulary))]
    found = _alike(said, first, vocabulary)
    return Unknown(
        f"I do not know “{said[first][:LONGEST_SHOWN]}”.",
        hint="Did you mean one of these?" if found else NO_IDEA,
        suggestions=tuple(Choice(like.label, _mended(said, [(first, like), *best])) for like in found),
    )


def _mended(said: Words, likenesses: Sequence[tuple[int, _Likeness]]) -> str:
    """The whole command with every likeness in its place, earlier ones winning over ones that overlap."""
    parts: list[str] = []
    done = 0
    for at, like in likenesses:
        if at >= done:
            parts += [*said[done:at], like.text]
            done = at + like.length
    return " ".join((*parts, *said[done:]))


def _alike(said: Words, at: int, vocabulary: Vocabulary) -> list[_Likeness]:
    """The best likenesses of the word, alone or with those that follow it, each text once."""
    if said[at].isdecimal() and len(said[at]) <= _DIGITS:
        return [_Likeness(1, 1, f"{said[at]} days", f"{said[at]}d")]
    known = list(_known(vocabulary, first=at == 0))
    found = [
        like
        for length in range(1, min(_WORDS_TRIED, len(said) - at) + 1)
        for like in _likenesses(key(" ".join(said[at : at + length])), length, known)
    ]
    best: dict[str, _Likeness] = {}
    for like in sorted(found, key=lambda like: (-like.ratio, -like.length, like.text)):
        best.setdefault(like.text, like)
    return list(best.values())[:MOST]


def _known(vocabulary: Vocabulary, *, first: bool) -> Iterator[tuple[str, str, str]]:
    """Spelling, label and text of all that could be said there; verbs only in front."""
    yield from ((name, meaning.label, meaning.text) for name, meaning in vocabulary.spellings())
    yield from ((word, word, word) for word in spellings())
    if first:
        yield from ((verb, verb, verb) for verb in VERBS)


def _likenesses(wanted: str, length: int, known: list[tuple[str, str, str]]) -> Iterator[_Likeness]:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted[:LONGEST_SHOWN])
    for name, label, text in known:
        matcher.set_seq1(key(name)[:LONGEST_SHOWN])
        quick = matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE
        if quick and (ratio := matcher.ratio()) >= ALIKE:
            yield _Likeness(ratio, length, label, text)

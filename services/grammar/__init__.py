"""What people type, read forgivingly: tokens in any order and case, with or without filler words.

Pure: text and a `Vocabulary` in, an `Ask` or a `Verb` out, or a `Rejected` that says what to type.
Leadline's own words (metrics, windows, clocks) win over names; a name that collides with one is said
as `team:name` or `repo:name`. What could mean two names is asked, never guessed.
"""

from services.grammar.canonical import canonical
from services.grammar.parsing import DEFAULT_DAYS, parse
from services.grammar.sentence import Ask, Verb, VerbName
from services.grammar.vocabulary import Vocabulary

__all__ = ["DEFAULT_DAYS", "Ask", "Verb", "VerbName", "Vocabulary", "canonical", "parse"]

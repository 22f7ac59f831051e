"""What a figure is held against: another window, one's own team, or everybody; never another team."""

from collections.abc import Sequence

from domain.errors import Rejected
from domain.question import ORGANISATION, Scope
from services.grammar.scanning import Reading
from services.grammar.vocabulary import EVERYONE, Kind, Vocabulary, team_scope


def against(
    found: Sequence[Reading], vocabulary: Vocabulary, scope: Scope, *, narrowed: bool
) -> Scope | None:
    """The scope it is compared with, if one was said.

    Raises:
        Rejected: there is no such team here, it is the very same work, or a window was said too.
    """
    said = {str(reading.meaning.value) for reading in found if reading.meaning.kind is Kind.AGAINST}
    if not said:
        return None
    if len(said) > 1 or any(reading.compared and reading.meaning.kind is Kind.WINDOW for reading in found):
        raise Rejected(
            "That names two things to compare with.", hint="I answer one at a time; leave one out."
        )
    other = ORGANISATION if EVERYONE in said else _own_team(vocabulary)
    if other == scope and not narrowed:
        raise Rejected(
            f"That compares {scope.label} with itself.",
            hint="Type whose work is to be compared, like `cycle-time repo:acme/api vs team`.",
        )
    return other


def _own_team(vocabulary: Vocabulary) -> Scope:
    if vocabulary.home is None:
        raise Rejected("I do not know which team is yours.", hint="Ask in your team's channel.")
    return team_scope(vocabulary.home)

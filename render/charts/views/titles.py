"""The two lines over a view's picture: its finding, and whose it is, of what and when."""

from domain.question import ScopeKind
from domain.views import View
from render.charts.canvas import WIDTH, Sheet, drawable, width, within
from render.charts.theme import Theme
from render.text import window
from render.whose import inside, who

LEFT, RIGHT = 64.0, WIDTH - 64.0
_FINDING, _SUBJECT = 46.0, 30.0
_FINDING_AT, _SUBJECT_AT = 718.0, 664.0


def titles(sheet: Sheet, view: View, colors: Theme, finding: str, rest: str) -> None:
    """`finding` in bold, and below it whose it is, the days, and the `rest`."""
    question = view.question
    told = within(finding, RIGHT - LEFT, _FINDING, bold=True)
    sheet.text((LEFT, _FINDING_AT), told, _FINDING, colors.ink, bold=True)
    yours = question.scope.kind is ScopeKind.PERSON
    whose = drawable(f"You{inside(question)}" if yours else who(question), "Team")
    after = f" · {window(question.window, view.computed_at.date())} · {rest}"
    whose = within(whose, max(200.0, RIGHT - LEFT - width(after, _SUBJECT)), _SUBJECT)
    words = within(whose + after, RIGHT - LEFT, _SUBJECT)
    sheet.text((LEFT, _SUBJECT_AT), words, _SUBJECT, colors.quiet)

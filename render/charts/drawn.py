"""What can be drawn: the result of a question, or a view."""

from domain.result import Result
from domain.views import View

Drawn = Result | View

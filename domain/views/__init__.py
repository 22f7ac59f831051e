"""Views: answers that are more than one figure, such as the five keys of DORA or a sprint's burndown."""

from domain.views.view import View

__all__ = ["View"]

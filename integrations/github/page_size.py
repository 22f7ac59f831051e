"""How much to ask for at once: halved when it was too much, slowly grown again."""

from integrations.github.queries import PAGE, SMALLEST_PAGE

GROWTH, GOOD_PAGES = 4, 5


class PageSize:
    """How many pull requests to ask for: halved when it was too much, slowly grown again."""

    def __init__(self) -> None:
        self.now = PAGE
        self._good = 0

    @property
    def may_shrink(self) -> bool:
        return self.now > SMALLEST_PAGE

    def was_good(self) -> None:
        self._good += 1
        if self._good >= GOOD_PAGES:
            self.now = min(PAGE, self.now + GROWTH)
            self._good = 0

    def was_too_much(self) -> None:
        self.now = max(SMALLEST_PAGE, self.now // 2)
        self._good = 0

"""Every error, grouped by what the one who meets it should do.

LeadlineError
├── Rejected         tell the person: what they sent cannot be taken
│   ├── Unknown      a word names nothing we know; may carry suggestions
│   ├── Ambiguous    a word names several things; carries the choices
│   └── Forbidden    this person may not see or do this
├── Retryable        try again, perhaps after a while
└── Misconfigured    tell the admin: nothing will work until a setting changes
"""

from dataclasses import dataclass, field


class LeadlineError(Exception):
    """Something went wrong that Leadline can explain."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Say in `message` what was wrong and where, and in `hint` what to do about it."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Rejected(LeadlineError):
    """The input cannot be taken as it is; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to say it right: a label to show and the command text that asks for it."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One wrong value of an input: where it stands, what was found, what is expected."""

    path: str
    found: str
    expected: str


class Unknown(Rejected):
    """A word names nothing we know."""

    def __init__(self, message: str, *, hint: str = "", suggestions: tuple[Choice, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.suggestions = suggestions


class Ambiguous(Rejected):
    """A word names several things; the person chooses."""

    def __init__(self, message: str, *, hint: str = "", choices: tuple[Choice, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.choices = choices


class Forbidden(Rejected):
    """This person may not see or do this."""


class Retryable(LeadlineError):
    """It may work later; `after` is how many seconds to wait, where known."""

    def __init__(self, message: str, *, hint: str = "", after: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.after = after


class Misconfigured(LeadlineError):
    """A setting, credential or scope is missing or wrong; trying again changes nothing."""

    def __init__(self, message: str, *, hint: str = "", fields: tuple[Field, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Unmappable:
    """A provider's record that could not be read: kept aside with its reason, never lost, never fatal."""

    source: str
    stream: str
    external_id: str
    path: str
    reason: str
    payload_hash: str
    payload: str = field(repr=False)

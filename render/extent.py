"""How much of what was asked about has been read, in words: repositories, or what else tells of it."""

from domain.question import Question
from domain.result import REPOSITORY, Coverage
from render.values import nouns, plural
from render.whose import of_scope


def coverage(extent: Coverage) -> str:
    """How much is synced: "all 12 repositories", "11 of 12 repositories", "1 incident source"."""
    if not extent.in_scope:
        return f"no {extent.kind}"
    whole = plural(extent.in_scope, extent.kind)
    if extent.synced == extent.in_scope:
        return whole if extent.in_scope == 1 else f"all {whole}"
    return f"{extent.synced:,} of {_many(extent)}"


def unread(question: Question, extent: Coverage) -> str:
    """That nothing was read yet, or that there is nothing to read (any more)."""
    whose = of_scope(question)
    if extent.in_scope:
        return f"No data{whose} yet: {coverage(extent)} are synced."
    if extent.kind != REPOSITORY:
        return f"No data{whose} yet: no {extent.kind} has been read."
    if question.repository_names:
        return f"No data{whose}{'' if whose else ' yet'}: no repository of that name can be read."
    if whose:
        return f"No data{whose}: none of its repositories can be read."
    return "No data yet: no repository is connected."


def _many(extent: Coverage) -> str:
    """In the plural even of one: "0 of 1 repositories"."""
    return f"{extent.in_scope:,} {nouns(extent.kind)}"

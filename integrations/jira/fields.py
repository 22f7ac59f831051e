"""Which of Jira's fields hold sprints, story points and flags: every site numbers them in its own way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.errors import Field, Misconfigured
from integrations.reading import Node

STATUS = "status"

SPRINT = "com.pyxis.greenhopper.jira:gh-sprint"
ESTIMATE = "com.pyxis.greenhopper.jira:jsw-story-points"
CHECKBOXES = "com.atlassian.jira.plugin.system.customfieldtypes:multicheckboxes"
POINTS = ("story points", "story point estimate")
FLAGGED = "flagged"

OWN = (
    "summary", "issuetype", "status", "project", "assignee", "reporter", "created", "updated",
    "resolutiondate", "priority", "labels", "parent",
)  # fmt: skip
"""What is asked of every issue, wherever it is tracked."""

SETTING = "integrations.jira.storyPointsField"


@dataclass(frozen=True, slots=True)
class Fields:
    """The ids of fields by what they hold: of several for points, the first that has a value counts.

    `known` gives the id by which a change of a field is told, or by its name on servers that tell no more.
    """

    sprint: str = ""
    points: tuple[str, ...] = ()
    flagged: str = ""
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def asked(self) -> list[str]:
        return [*OWN, *self.changing[1:]]

    @property
    def changing(self) -> list[str]:
        """Those whose history is asked for, at most the ten that Jira takes."""
        return [each for each in (STATUS, self.sprint, self.flagged, *self.points[:7]) if each]

    def told_of(self, item: Node) -> str | None:
        """The id of the field that an item of a history is about, if it is one of ours."""
        by_id, by_name = item.get("fieldId"), item.get("field")
        if isinstance(by_id, str):
            return by_id if by_id in self.known else None
        return self.known.get(by_name.casefold()) if isinstance(by_name, str) else None


def find(nodes: Iterable[object], points_field: str = "") -> Fields:
    """Among all the fields of a site, by their type, else by their name in English or the site's language.

    `points_field` names the one for points, by its id or name, where the settings say so.

    Raises:
        Misconfigured: they name a field that there is not.
    """
    there = {str(node["id"]): node for node in nodes if isinstance(node, dict) and node.get("id")}
    wanted = points_field.casefold()
    chosen = [id_ for id_, node in there.items() if wanted and wanted in (id_.casefold(), *_names(node))]
    if points_field and not chosen:
        raise Misconfigured(
            f"Jira has no field `{points_field}`.",
            hint="Set `storyPointsField` to the name or id of the field that holds story points.",
            fields=(Field(SETTING, points_field, "a field of this Jira"),),
        )
    sprint = next((id_ for id_, node in there.items() if _type(node) == SPRINT), "")
    flagged = next((i for i, n in there.items() if _type(n) == CHECKBOXES and FLAGGED in _names(n)), "")
    points = chosen or sorted(
        (id_ for id_, node in there.items() if _is_for_points(node)),
        key=lambda id_: (_type(there[id_]) == ESTIMATE, id_),  # company-managed projects' field goes first
    )
    ours = [each for each in (sprint, flagged, *points) if each]
    names = {label: id_ for id_ in reversed(ours) for label in _names(there[id_])}
    return Fields(sprint, tuple(points), flagged, {**names, **{id_: id_ for id_ in ours}, STATUS: STATUS})


def _is_for_points(node: Node) -> bool:
    """Whether it is a field of numbers that is called or made for story points."""
    schema = node.get("schema")
    is_number = isinstance(schema, dict) and schema.get("type") == "number"
    return is_number and (_type(node) == ESTIMATE or bool(set(POINTS) & set(_names(node))))


def _type(node: Node) -> object:
    schema = node.get("schema")
    return schema.get("custom") if isinstance(schema, dict) else None


def _names(node: Node) -> list[str]:
    return [
        value.casefold() for key in ("name", "untranslatedName") if isinstance(value := node.get(key), str)
    ]

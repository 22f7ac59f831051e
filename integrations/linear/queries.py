"""What we ask of Linear, each query within the complexity that it allows.

A property costs 0.1, an object 1, and a list what its items cost times how many are asked for
(https://linear.app/developers/rate-limiting); a query may cost 10,000.
"""

from typing import Final

PAGE: Final = 100
"""Issues a page of a first load, which fits the allowed complexity."""

SMALLEST_PAGE: Final = 10
"""Issues of the first page of what is new: the cost is that of what is asked for, not of what comes."""

HISTORY: Final = 20
TOGETHER: Final = 25
"""Issues whose long lists are followed in one request."""

_WHO = """
fragment Who on User { id name displayName email app }
"""

_SPANS = """
fragment Spans on IssueStateSpanConnection {
  pageInfo { hasNextPage endCursor }
  nodes { stateId startedAt }
}
"""

_CHANGES = """
fragment Changes on IssueHistoryConnection {
  pageInfo { hasNextPage endCursor }
  nodes { createdAt fromCycleId toCycleId fromEstimate toEstimate }
}
"""

_STORY = (
    f"""
fragment Story on Issue {{
  id identifier title url estimate priorityLabel trashed
  createdAt updatedAt completedAt canceledAt addedToCycleAt
  team {{ id }}
  state {{ name type }}
  assignee {{ ...Who }}
  creator {{ ...Who }}
  cycle {{ id }}
  parent {{ identifier }}
  labels(first: 10) {{ nodes {{ name }} }}
  attachments(first: 5) {{ nodes {{ url }} }}
  stateHistory(first: 15) {{ ...Spans }}
  history(first: {HISTORY}) {{ ...Changes }}
}}
"""
    + _SPANS
    + _CHANGES
    + _WHO
)

ISSUES: Final = (
    """
query Issues($first: Int!, $after: String, $filter: IssueFilter) {
  issues(
    first: $first, after: $after, includeArchived: true, filter: $filter
    sort: [{updatedAt: {order: Ascending}}]
  ) {
    pageInfo { hasNextPage endCursor }
    nodes { ...Story }
  }
}
"""
    + _STORY
)

STATES_OF_ALL: Final = """
query States($after: String) {
  workflowStates(first: 250, after: $after, includeArchived: true) {
    pageInfo { hasNextPage endCursor }
    nodes { id name type }
  }
}
"""

TEAMS_OF_ALL: Final = """
query Teams($after: String) {
  organization { urlKey }
  teams(first: 100, after: $after, includeArchived: true) {
    pageInfo { hasNextPage endCursor }
    nodes { id key name defaultIssueEstimate issueEstimationType }
  }
}
"""

CYCLES_OF_ALL: Final = """
query Cycles($after: String, $filter: CycleFilter) {
  organization { urlKey }
  cycles(first: 50, after: $after, includeArchived: true, filter: $filter, orderBy: createdAt) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id number name description startsAt endsAt completedAt isFuture isPast progress
      team { id key }
    }
  }
}
"""

VIEWER: Final = """
query Viewer {
  viewer { name displayName }
  organization { name urlKey }
  issues(first: 1) { nodes { id } }
}
"""


def rest_of_lists(n: int) -> str:
    """One query that follows a list of each of so many issues: which list is asked for by `@include`."""
    names = range(n)
    variables = "\n".join(
        f"  $id{i}: String!, $spans{i}: Boolean!, $spansAfter{i}: String,"
        f" $changes{i}: Boolean!, $changesAfter{i}: String"
        for i in names
    )
    issues = "\n".join(
        f"""  i{i}: issue(id: $id{i}) {{
    id
    stateHistory(first: 50, after: $spansAfter{i}) @include(if: $spans{i}) {{ ...Spans }}
    history(first: 100, after: $changesAfter{i}) @include(if: $changes{i}) {{ ...Changes }}
  }}"""
        for i in names
    )
    return f"query RestOfLists(\n{variables}\n) {{\n{issues}\n}}\n{_SPANS}{_CHANGES}"


ALL: Final = {
    "issues": ISSUES,
    "states": STATES_OF_ALL,
    "teams": TEAMS_OF_ALL,
    "cycles": CYCLES_OF_ALL,
    "viewer": VIEWER,
    "the rest of lists": rest_of_lists(TOGETHER),
}
"""By name, so that one test validates every query against Linear's schema."""

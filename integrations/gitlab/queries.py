"""The GraphQL queries, in pages that stay below GitLab's limit of complexity.

A list costs what is in it, and one per cent more for every item that is asked for; 250 is the most
(https://docs.gitlab.com/api/graphql/#limits). What servers of 14.9 lack is asked only of those that have it.
"""

from dataclasses import dataclass
from typing import Final

PAGE: Final = 50
"""Pull requests or pipelines a page."""

SMALLEST_PAGE: Final = 3
PROBED: Final = 50
"""Projects a probe: each costs a look into its repository, and GitLab gives up after thirty seconds."""

NEWER: Final = (17, 0)
"""From this version on everything in the `newer` queries is there."""

_WHO = "fragment Who on User { id username name bot }"

_NOTES = """
fragment NoteList on NoteConnection {
  pageInfo { hasNextPage endCursor }
  nodes { id createdAt system body position { positionType } author { ...Who } }
}
"""


def _commits(committed: str) -> str:
    return f"""
fragment CommitList on CommitConnection {{
  pageInfo {{ hasNextPage endCursor }}
  nodes {{ sha title authoredDate {committed} authorEmail author {{ ...Who }} }}
}}
"""


_STORY = """
fragment Story on MergeRequest {
  iid title description webUrl state draft createdAt updatedAt mergedAt
  sourceBranch targetBranch diffHeadSha mergeCommitSha squashOnMerge projectId
  diffStatsSummary { additions deletions fileCount }
  author { ...Who }
  mergeUser { ...Who }
  labels(first: 100) { nodes { title } }
  assignees(first: 20) { nodes { ...Who } }
  reviewers(first: 20) { nodes { ...Who } }
  approvedBy(first: 50) { nodes { ...Who } }
  commits(first: 50) { ...CommitList }
  notes(first: 50) { ...NoteList }
}
"""

_JOBS = """
fragment JobList on CiJobConnection {
  pageInfo { hasNextPage endCursor }
  nodes { id name status allowFailure createdAt startedAt finishedAt }
}
"""


def _pull_requests(parts: str) -> str:
    return (
        """
query PullRequests($project: ID!, $first: Int!, $after: String, $since: Time, $counted: Boolean!) {
  queryComplexity { score limit }
  projects(ids: [$project], first: 1) {
    nodes {
      mergeRequests(first: $first, after: $after, updatedAfter: $since, sort: UPDATED_DESC) {
        count @include(if: $counted)
        pageInfo { hasNextPage endCursor }
        nodes { ...Story }
      }
    }
  }
}
"""
        + parts
    )


def _these_pull_requests(parts: str) -> str:
    return (
        """
query ThesePullRequests($project: ID!, $first: Int!, $iids: [String!]!) {
  queryComplexity { score limit }
  projects(ids: [$project], first: 1) {
    nodes {
      mergeRequests(first: $first, iids: $iids) {
        pageInfo { hasNextPage endCursor }
        nodes { ...Story }
      }
    }
  }
}
"""
        + parts
    )


def _rest_of_lists(parts: str) -> str:
    return (
        """
query RestOfLists(
  $project: ID!, $iid: String!
  $commits: Boolean!, $commitsAfter: String, $notes: Boolean!, $notesAfter: String
) {
  queryComplexity { score limit }
  projects(ids: [$project], first: 1) {
    nodes {
      mergeRequest(iid: $iid) {
        commits(first: 100, after: $commitsAfter) @include(if: $commits) { ...CommitList }
        notes(first: 100, after: $notesAfter) @include(if: $notes) { ...NoteList }
      }
    }
  }
}
"""
        + parts
    )


def _runs(source: str) -> str:
    return (
        f"""
query Runs($project: ID!, $first: Int!, $after: String, $since: Time, $counted: Boolean!) {{
  queryComplexity {{ score limit }}
  projects(ids: [$project], first: 1) {{
    nodes {{
      pipelines(first: $first, after: $after, updatedAfter: $since) {{
        count @include(if: $counted)
        pageInfo {{ hasNextPage endCursor }}
        nodes {{
          id iid sha ref {source} status createdAt startedAt finishedAt path
          user {{ ...Who }}
          testReportSummary {{ total {{ count }} }}
          jobs(first: 100) {{ ...JobList }}
        }}
      }}
    }}
  }}
}}
"""
        + _JOBS
        + _WHO
    )


@dataclass(frozen=True, slots=True)
class Queries:
    """Those that differ by the age of the server."""

    pull_requests: str
    these_pull_requests: str
    rest_of_lists: str
    runs: str


def _of(committed: str, source: str) -> Queries:
    lists = _commits(committed) + _NOTES + _WHO
    return Queries(
        pull_requests=_pull_requests(_STORY + lists),
        these_pull_requests=_these_pull_requests(_STORY + lists),
        rest_of_lists=_rest_of_lists(lists),
        runs=_runs(source),
    )


OLDER: Final = _of("", "")
NEWEST: Final = _of("committedDate", "source")

REST_OF_JOBS: Final = (
    """
query RestOfJobs($project: ID!, $iid: ID!, $after: String) {
  queryComplexity { score limit }
  projects(ids: [$project], first: 1) {
    nodes { pipeline(iid: $iid) { jobs(first: 100, after: $after) { ...JobList } } }
  }
}
"""
    + _JOBS
)

PROBE: Final = """
query Probe($ids: [ID!]!, $first: Int!) {
  queryComplexity { score limit }
  projects(ids: $ids, first: $first) {
    nodes {
      id
      mergeRequests(first: 1, sort: UPDATED_DESC) { nodes { updatedAt } }
      pipelines(first: 5) { nodes { id updatedAt } }
      repository { tree { lastCommit { sha } } }
    }
  }
}
"""

USERS: Final = (
    """
query Users($usernames: [String!]!) {
  queryComplexity { score limit }
  users(usernames: $usernames, first: 100) { nodes { ...Who } }
}
"""
    + _WHO
)

OWNERS: Final = """
query Owners($project: ID!, $paths: [String!]!) {
  queryComplexity { score limit }
  projects(ids: [$project], first: 1) {
    nodes { repository { blobs(paths: $paths) { nodes { path rawTextBlob } } } }
  }
}
"""

VIEWER: Final = (
    """
query Viewer { queryComplexity { score limit } currentUser { ...Who } }
"""
    + _WHO
)

_BY_AGE = {"older": OLDER, "newest": NEWEST}

ALL: Final = {
    f"{name}, {age}": getattr(queries, name)
    for age, queries in _BY_AGE.items()
    for name in ("pull_requests", "these_pull_requests", "rest_of_lists", "runs")
} | {
    "rest_of_jobs": REST_OF_JOBS,
    "probe": PROBE,
    "users": USERS,
    "owners": OWNERS,
    "viewer": VIEWER,
}
"""By name, so that one test validates every query against GitLab's schema."""

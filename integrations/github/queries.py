"""The GraphQL queries about pull requests and repositories, for a point each (docs/how-to/connect-github.md).

A query costs (1 + the parents of every connection) / 100 points, rounded, so that twenty-four pull
requests with their five lists are the price of one
(https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api).
"""

from typing import Final

PAGE: Final = 24
"""Pull requests a page: the most that a query with six lists each has for one point."""

SMALLEST_PAGE: Final = 5
NODES: Final = 100
"""The most nodes that `nodes(ids:)` takes, and the most items of a list."""

WHO: Final = """
fragment Who on Actor { __typename login ... on Node { id } ... on User { name } }
"""

WORK: Final = """
fragment Work on Commit {
  oid authoredDate committedDate messageHeadline
  author { name email user { ...Who } }
}
"""

_LISTS = """
fragment CommitList on PullRequestCommitConnection {
  pageInfo { hasNextPage endCursor }
  nodes { commit { ...Work } }
}
fragment ReviewList on PullRequestReviewConnection {
  pageInfo { hasNextPage endCursor }
  nodes { id state submittedAt author { ...Who } comments { totalCount } }
}
fragment TimelineList on PullRequestTimelineItemsConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    __typename
    ... on ReadyForReviewEvent { createdAt }
    ... on ConvertToDraftEvent { createdAt }
    ... on ReviewRequestedEvent { createdAt requestedReviewer { ...Who ... on Team { slug } } }
    ... on ReviewRequestRemovedEvent { createdAt requestedReviewer { ...Who ... on Team { slug } } }
    ... on ReviewDismissedEvent { createdAt review { id } }
    ... on ClosedEvent { createdAt }
    ... on ReopenedEvent { createdAt }
    ... on HeadRefForcePushedEvent { createdAt beforeCommit { ...Work } }
    ... on IssueComment { id createdAt author { ...Who } }
  }
}
"""

_EVENTS = """[
  READY_FOR_REVIEW_EVENT, CONVERT_TO_DRAFT_EVENT, REVIEW_REQUESTED_EVENT, REVIEW_REQUEST_REMOVED_EVENT,
  REVIEW_DISMISSED_EVENT, CLOSED_EVENT, REOPENED_EVENT, HEAD_REF_FORCE_PUSHED_EVENT, ISSUE_COMMENT
]"""

_STORY = f"""
fragment Story on PullRequest {{
  id number title body url state isDraft createdAt updatedAt mergedAt closedAt
  repository {{ id defaultBranchRef {{ name }} }}
  author {{ ...Who }}
  mergedBy {{ ...Who }}
  baseRefName headRefName additions deletions changedFiles
  mergeCommit {{ oid }}
  labels(first: 100) {{ nodes {{ name }} }}
  assignees(first: 100) {{ nodes {{ ...Who }} }}
  commits(first: 50) {{ ...CommitList }}
  reviews(first: 50) {{ ...ReviewList }}
  timelineItems(first: 50, itemTypes: {_EVENTS}) {{ ...TimelineList }}
}}
"""

_PARTS = _STORY + _LISTS + WORK + WHO

PULL_REQUESTS: Final = (
    """
query PullRequests($repository: ID!, $first: Int!, $after: String) {
  rateLimit { cost }
  node(id: $repository) {
    ... on Repository {
      pullRequests(first: $first, after: $after, orderBy: {field: UPDATED_AT, direction: DESC}) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { ...Story }
      }
    }
  }
}
"""
    + _PARTS
)

THESE_PULL_REQUESTS: Final = (
    """
query ThesePullRequests($ids: [ID!]!) {
  rateLimit { cost }
  nodes(ids: $ids) { ...Story }
}
"""
    + _PARTS
)

REST_OF_LISTS: Final = (
    f"""
query RestOfLists(
  $id: ID!
  $commits: Boolean!, $commitsAfter: String
  $reviews: Boolean!, $reviewsAfter: String
  $timelineItems: Boolean!, $timelineItemsAfter: String
) {{
  rateLimit {{ cost }}
  node(id: $id) {{
    ... on PullRequest {{
      commits(first: 100, after: $commitsAfter) @include(if: $commits) {{ ...CommitList }}
      reviews(first: 100, after: $reviewsAfter) @include(if: $reviews) {{ ...ReviewList }}
      timelineItems(first: 100, after: $timelineItemsAfter, itemTypes: {_EVENTS})
        @include(if: $timelineItems) {{ ...TimelineList }}
    }}
  }}
}}
"""
    + _LISTS
    + WORK
    + WHO
)

_REPOSITORY = """
fragment Place on Repository { id nameWithOwner url isArchived defaultBranchRef { name } }
"""

PROBE_OF_PULL_REQUESTS: Final = """
query ProbeOfPullRequests($ids: [ID!]!) {
  rateLimit { cost }
  nodes(ids: $ids) {
    ... on Repository {
      id
      pullRequests(first: 1, orderBy: {field: UPDATED_AT, direction: DESC}) {
        totalCount
        nodes { updatedAt }
      }
      defaultBranchRef { target { oid } }
    }
  }
}
"""

PROBE: Final = """
query Probe($ids: [ID!]!) {
  rateLimit { cost }
  nodes(ids: $ids) {
    ... on Repository {
      id
      pullRequests(first: 1, orderBy: {field: UPDATED_AT, direction: DESC}) {
        totalCount
        nodes { updatedAt }
      }
      deployments(first: 1, orderBy: {field: CREATED_AT, direction: DESC}) {
        totalCount
        nodes { updatedAt }
      }
      releases(first: 1, orderBy: {field: CREATED_AT, direction: DESC}) {
        totalCount
        nodes { updatedAt }
      }
      defaultBranchRef { target { oid } }
    }
  }
}
"""

REPOSITORIES_OF_OWNER: Final = (
    """
query RepositoriesOfOwner($owner: String!, $after: String) {
  rateLimit { cost }
  repositoryOwner(login: $owner) {
    repositories(
      first: 100, after: $after, ownerAffiliations: [OWNER], orderBy: {field: NAME, direction: ASC}
    ) {
      pageInfo { hasNextPage endCursor }
      nodes { ...Place }
    }
  }
}
"""
    + _REPOSITORY
)

REPOSITORIES_OF_VIEWER: Final = (
    """
query RepositoriesOfViewer($after: String) {
  rateLimit { cost }
  viewer {
    repositories(
      first: 100, after: $after
      affiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]
      ownerAffiliations: [OWNER, COLLABORATOR, ORGANIZATION_MEMBER]
      orderBy: {field: NAME, direction: ASC}
    ) {
      pageInfo { hasNextPage endCursor }
      nodes { ...Place }
    }
  }
}
"""
    + _REPOSITORY
)

REPOSITORY_BY_NAME: Final = (
    """
query RepositoryByName($owner: String!, $name: String!) {
  rateLimit { cost }
  repository(owner: $owner, name: $name) { ...Place }
}
"""
    + _REPOSITORY
)

THESE_REPOSITORIES: Final = (
    """
query TheseRepositories($ids: [ID!]!) {
  rateLimit { cost }
  nodes(ids: $ids) { ...Place }
}
"""
    + _REPOSITORY
)

VIEWER: Final = "query Viewer { rateLimit { cost limit remaining resetAt } viewer { login } }"

ALL: Final = {
    "pull_requests": PULL_REQUESTS,
    "these_pull_requests": THESE_PULL_REQUESTS,
    "rest_of_lists": REST_OF_LISTS,
    "probe": PROBE,
    "probe_of_pull_requests": PROBE_OF_PULL_REQUESTS,
    "repositories_of_owner": REPOSITORIES_OF_OWNER,
    "repositories_of_viewer": REPOSITORIES_OF_VIEWER,
    "repository_by_name": REPOSITORY_BY_NAME,
    "these_repositories": THESE_REPOSITORIES,
    "viewer": VIEWER,
}
"""By name, so that one test validates every query against GitHub's schema."""

"""The GraphQL queries about what becomes of merged work: commits, jobs, deployments, releases and owners."""

from typing import Final

from integrations.github.queries import WHO, WORK

SUITES: Final = 50
"""Check suites a request: with two lists each, the most that cost one point."""

_LANDED = (
    """
fragment Landed on Commit {
  ...Work
  parents(first: 100) { nodes { oid } }
  associatedPullRequests(first: 1) { nodes { id mergedAt } }
}
"""
    + WORK
    + WHO
)

COMMITS: Final = (
    """
query Commits($repository: ID!, $after: String, $since: GitTimestamp) {
  rateLimit { cost }
  node(id: $repository) {
    ... on Repository {
      defaultBranchRef {
        target {
          ... on Commit {
            history(first: 100, after: $after, since: $since) {
              totalCount
              pageInfo { hasNextPage endCursor }
              nodes { ...Landed }
            }
          }
        }
      }
    }
  }
}
"""
    + _LANDED
)

THIS_COMMIT: Final = (
    """
query ThisCommit($repository: ID!, $oid: GitObjectID!) {
  rateLimit { cost }
  node(id: $repository) { ... on Repository { object(oid: $oid) { ... on Commit { ...Landed } } } }
}
"""
    + _LANDED
)

_CHECKS = """
fragment Checks on CheckRunConnection {
  pageInfo { hasNextPage endCursor }
  nodes { id name status conclusion startedAt completedAt url }
}
"""

JOBS: Final = (
    """
query Jobs($suites: [ID!]!) {
  rateLimit { cost }
  nodes(ids: $suites) {
    ... on CheckSuite {
      id
      matchingPullRequests(first: 1) { nodes { id } }
      checkRuns(first: 50, filterBy: {checkType: LATEST}) { ...Checks }
    }
  }
}
"""
    + _CHECKS
)

REST_OF_JOBS: Final = (
    """
query RestOfJobs($suite: ID!, $after: String) {
  rateLimit { cost }
  node(id: $suite) {
    ... on CheckSuite { checkRuns(first: 100, after: $after, filterBy: {checkType: LATEST}) { ...Checks } }
  }
}
"""
    + _CHECKS
)

_DEPLOYED = (
    """
fragment Statuses on DeploymentStatusConnection {
  pageInfo { hasNextPage endCursor }
  nodes { state createdAt logUrl }
}
fragment Deployed on Deployment {
  id createdAt environment latestEnvironment task state commitOid
  repository { id url }
  ref { name }
  creator { ...Who }
  statuses(first: 50) { ...Statuses }
}
"""
    + WHO
)

DEPLOYMENTS: Final = (
    """
query Deployments($repository: ID!, $after: String) {
  rateLimit { cost }
  node(id: $repository) {
    ... on Repository {
      deployments(first: 100, after: $after, orderBy: {field: CREATED_AT, direction: DESC}) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { ...Deployed }
      }
    }
  }
}
"""
    + _DEPLOYED
)

REST_OF_STATUSES: Final = """
query RestOfStatuses($deployment: ID!, $after: String) {
  rateLimit { cost }
  node(id: $deployment) {
    ... on Deployment {
      statuses(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { state createdAt logUrl }
      }
    }
  }
}
"""

_RELEASED = """
fragment Released on Release {
  id tagName isDraft isPrerelease createdAt publishedAt url
  repository { id }
  tagCommit { oid }
  author { __typename id login name }
}
"""

RELEASES: Final = (
    """
query Releases($repository: ID!, $after: String) {
  rateLimit { cost }
  node(id: $repository) {
    ... on Repository {
      releases(first: 100, after: $after, orderBy: {field: CREATED_AT, direction: DESC}) {
        totalCount
        pageInfo { hasNextPage endCursor }
        nodes { ...Released }
      }
    }
  }
}
"""
    + _RELEASED
)

THESE_DEPLOYMENTS: Final = (
    """
query TheseDeployments($ids: [ID!]!) {
  rateLimit { cost }
  nodes(ids: $ids) { __typename ...Deployed ...Released }
}
"""
    + _DEPLOYED
    + _RELEASED
)

OWNERS: Final = """
query Owners($repository: ID!) {
  rateLimit { cost }
  node(id: $repository) {
    ... on Repository {
      hidden: object(expression: "HEAD:.github/CODEOWNERS") { ... on Blob { text } }
      root: object(expression: "HEAD:CODEOWNERS") { ... on Blob { text } }
      docs: object(expression: "HEAD:docs/CODEOWNERS") { ... on Blob { text } }
    }
  }
}
"""

ALL: Final = {
    "commits": COMMITS,
    "this_commit": THIS_COMMIT,
    "jobs": JOBS,
    "rest_of_jobs": REST_OF_JOBS,
    "deployments": DEPLOYMENTS,
    "rest_of_statuses": REST_OF_STATUSES,
    "releases": RELEASES,
    "these_deployments": THESE_DEPLOYMENTS,
    "owners": OWNERS,
}
"""By name, so that one test validates every query against GitHub's schema."""

"""Which derived facts rest on which records: what a change of the one makes out of date of the other."""

from collections.abc import Mapping

PULL_REQUESTS, COMMITS, DEPLOYMENTS, RUNS, CASES = "pull_requests", "commits", "deployments", "runs", "cases"
JOBS, RECOVERIES = "jobs", "recoveries"
INCIDENTS, SHIFTS, ISSUES, SPRINTS, SERVICES = "incidents", "shifts", "issues", "sprints", "services"
HOURS = "hours"
"""Who works when, of which services.facts keeps account: no record, but as much to rest on."""

EVERYWHERE = 0
"""The place of what belongs to no repository or project; a derivation told of it makes everything anew."""

RESTS_ON: Mapping[str, tuple[str, ...]] = {
    PULL_REQUESTS: (DEPLOYMENTS, ISSUES),
    COMMITS: (DEPLOYMENTS, ISSUES),
    DEPLOYMENTS: (DEPLOYMENTS, INCIDENTS, ISSUES),
    SERVICES: (DEPLOYMENTS, INCIDENTS, SHIFTS, ISSUES),
    RUNS: (RUNS, CASES),
    JOBS: (RUNS, CASES),
    CASES: (CASES,),
    INCIDENTS: (INCIDENTS, DEPLOYMENTS),
    SHIFTS: (SHIFTS,),
    ISSUES: (ISSUES, SPRINTS),
    SPRINTS: (SPRINTS,),
    HOURS: (DEPLOYMENTS, RECOVERIES, INCIDENTS, SHIFTS, ISSUES, SPRINTS),
}
"""By the records that changed, the derivations (services/derivation) that have work to do.

A place is a repository or project. Of runs there are too many in one: they are told by the ids of
attempts too, and a repository's id stands for all its runs.
"""

"""The shelves of the store: each keeps one kind of thing, all within one transaction."""

from storage.shelves.ci import Builds, Cases, Jobs
from storage.shelves.corrections import Audit, Exclusions, Overrides
from storage.shelves.cursors import Cursors
from storage.shelves.deliveries import Deliveries
from storage.shelves.deployments import BranchCommits, Deployments, Failures, Merged, Services
from storage.shelves.due import Due
from storage.shelves.facts import Facts
from storage.shelves.flows import Flows
from storage.shelves.holdings import Holdings
from storage.shelves.incidents import Incidents, Shifts
from storage.shelves.issues import Issues
from storage.shelves.labels import Labels
from storage.shelves.limits import Limits
from storage.shelves.mentions import Mentions
from storage.shelves.notes import Notes
from storage.shelves.outdated import Outdated
from storage.shelves.people import People
from storage.shelves.pictures import Pictures
from storage.shelves.points import Points
from storage.shelves.projects import Projects
from storage.shelves.pull_requests import PullRequests
from storage.shelves.quarantine import Quarantine
from storage.shelves.repositories import Repositories
from storage.shelves.runs import Runs
from storage.shelves.secrets import Secrets
from storage.shelves.sources import Sources
from storage.shelves.sprints import Snapshots, Sprints
from storage.shelves.teams import Teams
from storage.transaction import Transaction
from storage.vault import Vault

__all__ = ["Shelves"]


class Shelves:
    """What a transaction can reach."""

    def __init__(self, tx: Transaction, vault: Vault | None) -> None:
        self.sources = Sources(tx)
        self.holdings = Holdings(tx)
        self.repositories = Repositories(tx)
        self.people = People(tx)
        self.teams = Teams(tx)
        self.facts = Facts(tx)
        self.pull_requests = PullRequests(tx, self.facts)
        self.cursors = Cursors(tx)
        self.runs = Runs(tx)
        self.quarantine = Quarantine(tx)
        self.due = Due(tx)
        self.secrets = Secrets(tx, vault)
        self.pictures = Pictures(tx)
        self.notes = Notes(tx)
        self.limits = Limits(tx)
        self.deliveries = Deliveries(tx)
        self.labels = Labels(tx)
        self.outdated = Outdated(tx)
        self.exclusions = Exclusions(tx)
        self.overrides = Overrides(tx)
        self.audit = Audit(tx)
        self.builds = Builds(tx)
        self.jobs = Jobs(tx)
        self.cases = Cases(tx)
        self.deployments = Deployments(tx)
        self.branch_commits = BranchCommits(tx)
        self.merged = Merged(tx)
        self.services = Services(tx)
        self.failures = Failures(tx)
        self.incidents = Incidents(tx)
        self.shifts = Shifts(tx)
        self.projects = Projects(tx)
        self.issues = Issues(tx)
        self.mentions = Mentions(tx)
        self.flows = Flows(tx)
        self.sprints = Sprints(tx)
        self.snapshots = Snapshots(tx)
        self.points = Points(tx, self.facts)

"""What becomes of work in the fake: commits on the default branch, runs and their jobs, deployments."""

from datetime import datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tests.fakes.github.world import EPOCH, Thing, World, stamp

QUEUE, TAKES = timedelta(seconds=20), timedelta(minutes=6)


def land(
    world: World, place: Thing, at: datetime | str, *, pr: Thing | None = None, **fields: object
) -> Thing:
    """A commit at the head of the default branch, perhaps with the pull request that it came with."""
    branch = place["defaultBranchRef"]
    history = branch["target"]["history"]
    commit = {
        **world.loose_commit(at, "ada"),
        "parents": [{"__typename": "Commit", "oid": history[0]["oid"]}] if history else [],
        "associatedPullRequests": [pr] if pr else [],
        **fields,
    }
    history.insert(0, commit)
    branch["target"]["oid"] = commit["oid"]
    return commit


def run(
    world: World,
    place: Thing,
    at: datetime,
    *,
    conclusion: str | None = "success",
    jobs: tuple[str, ...] = ("build", "test"),
    **fields: object,
) -> Thing:
    """A run that began a little after it was created and took a few minutes, with its jobs."""
    number = world.number()
    suite = world.keep(
        {
            "__typename": "CheckSuite",
            "id": f"CS_{number}",
            "matchingPullRequests": [],
            "checkRuns": [],
        }
    )
    made: Thing = {
        "id": 9_000_000_000 + number,
        "node_id": f"WFR_{number}",
        "name": "CI",
        "path": ".github/workflows/ci.yml",
        "head_branch": place["defaultBranchRef"]["name"],
        "head_sha": f"{number:040x}",
        "head_commit": {"tree_id": f"{number + 1:040x}"},
        "event": "push",
        "status": "completed" if conclusion else "in_progress",
        "conclusion": conclusion,
        "check_suite_node_id": suite["id"],
        "html_url": f"{place['url']}/actions/runs/{9_000_000_000 + number}",
        "created_at": stamp(at),
        "updated_at": stamp(at + TAKES),
        "run_started_at": stamp(at),
        "run_attempt": 1,
        "actor": _user(world, "ada"),
        "triggering_actor": _user(world, "ada"),
        "_attempts": {},
        "_jobs": [],
        "_suite": suite,
        **fields,
    }
    place["runs"].append(made)
    for name in jobs:
        job(world, made, name, at, conclusion)
    return made


def job(world: World, made: Thing, name: str, at: datetime, conclusion: str | None = "success") -> Thing:
    """A job of the run's attempt at hand, in REST and as the check run that it is."""
    number = 50_000_000_000 + world.number()
    told = {
        "id": number,
        "run_id": made["id"],
        "run_attempt": made["run_attempt"],
        "name": name,
        "status": "completed" if conclusion else "in_progress",
        "conclusion": conclusion,
        "created_at": stamp(at),
        "started_at": stamp(at + QUEUE),
        "completed_at": stamp(at + TAKES) if conclusion else None,
        "html_url": f"{made['html_url']}/job/{number}",
    }
    made["_jobs"].append(told)
    made["_suite"]["checkRuns"].append(
        {
            "__typename": "CheckRun",
            "id": f"CR_{number}",
            "name": name,
            "status": told["status"].upper(),
            "conclusion": conclusion and conclusion.upper(),
            "startedAt": told["started_at"],
            "completedAt": told["completed_at"],
            "url": told["html_url"],
        }
    )
    return told


def run_again(
    world: World,
    made: Thing,
    at: datetime,
    conclusion: str | None = "success",
    jobs: tuple[str, ...] = ("test",),
) -> None:
    """Another attempt: what the run came to is overwritten, and check runs of the one before are past."""
    made["_attempts"][made["run_attempt"]] = {k: v for k, v in made.items() if not k.startswith("_")}
    made["_suite"]["checkRuns"].clear()
    made |= {
        "run_attempt": made["run_attempt"] + 1,
        "run_started_at": stamp(at),
        "updated_at": stamp(at + TAKES),
        "status": "completed" if conclusion else "in_progress",
        "conclusion": conclusion,
        "triggering_actor": _user(world, "grace"),
    }
    for name in jobs:
        job(world, made, name, at, conclusion)


def artifact(
    world: World,
    place: Thing,
    made: Thing,
    files: dict[str, str | bytes],
    *,
    at: datetime,
    name: str = "junit",
) -> Thing:
    """A zip file that a run left behind."""
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    told: Thing = {
        "id": 70_000 + world.number(),
        "name": name,
        "size_in_bytes": len(content.getvalue()),
        "expired": False,
        "created_at": stamp(at),
        "workflow_run": {"id": made["id"], "head_sha": made["head_sha"]},
        "_zip": content.getvalue(),
    }
    place["artifacts"].append(told)
    return told


def deploy(
    world: World,
    place: Thing,
    at: datetime,
    *states: tuple[str, datetime],
    environment: str = "production",
    **fields: object,
) -> Thing:
    """A deployment, with its states in the order in which they came; without any it succeeded."""
    told = states or (("IN_PROGRESS", at), ("SUCCESS", at + TAKES))
    number = world.number()
    made: Thing = {
        "__typename": "Deployment",
        "id": f"DE_{number}",
        "createdAt": stamp(at),
        "updatedAt": stamp(max(when for _, when in told)),
        "environment": environment,
        "latestEnvironment": environment,
        "task": "deploy",
        "state": "ACTIVE",
        "commitOid": f"{number:040x}",
        "repository": place,
        "ref": {"__typename": "Ref", "name": "main"},
        "creator": world.add_actor("ada"),
        "statuses": [],
        **fields,
    }
    for word, when in told:
        tell(made, word, when)
    place["deployments"].append(world.keep(made))
    return made


def tell(deployment: Thing, word: str, at: datetime, log: str | None = None) -> None:
    """Its next state; GitHub tells the latest first."""
    told = {"__typename": "DeploymentStatus", "state": word, "createdAt": stamp(at), "logUrl": log}
    deployment["statuses"].insert(0, told)
    deployment["updatedAt"] = max(deployment["updatedAt"], stamp(at))


def release(world: World, place: Thing, at: datetime, tag: str = "v1", **fields: object) -> Thing:
    number = world.number()
    made: Thing = {
        "__typename": "Release",
        "id": f"RE_{number}",
        "tagName": tag,
        "isDraft": False,
        "isPrerelease": False,
        "createdAt": stamp(at),
        "updatedAt": stamp(at),
        "publishedAt": stamp(at),
        "url": f"{place['url']}/releases/tag/{tag}",
        "repository": place,
        "tagCommit": {"__typename": "Commit", "oid": f"{number:040x}"},
        "author": world.add_actor("ada"),
        **fields,
    }
    place["releases"].append(world.keep(made))
    return made


def own(place: Thing, text: str | None, path: str = ".github/CODEOWNERS") -> None:
    """The file at that path of the default branch; None takes it away."""
    if text is None:
        place["_files"].pop(path, None)
    else:
        place["_files"][path] = text


def ship(world: World, place: Thing, n: int, began_at: datetime = EPOCH) -> None:
    """That many commits, runs and deployments, an hour apart."""
    for index in range(n):
        at = began_at + timedelta(hours=index)
        land(world, place, at)
        run(world, place, at, conclusion="failure" if index % 9 == 4 else "success")
        deploy(world, place, at + timedelta(minutes=20))
    own(place, "* @acme/payments\n")


def _user(world: World, login: str) -> Thing:
    """As REST tells of somebody."""
    actor = world.add_actor(login)
    return {"login": login, "id": 1, "node_id": actor["id"], "type": actor["__typename"]}

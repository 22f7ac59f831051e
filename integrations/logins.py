"""Who acts under a login, as far as its name tells: known agents and bots, whatever the vendor calls them."""

from domain.records import AccountKind

AGENTS = (
    "amazon-q", "chatgpt-codex", "claude", "codegen-sh", "codex", "coderabbit", "copilot", "cursor",
    "devin-ai", "ellipsis-dev", "gemini-code-assist", "google-labs-jules", "greptile", "korbit-ai",
    "openhands", "qodo-merge", "sourcery-ai", "sweep-ai",
)  # fmt: skip
"""How the logins of apps begin behind which a model writes code or reviews it."""

AGENT_USERS = {"claude", "copilot", "cursoragent", "devin-ai-integration", "openhands-agent", "sweep-nightly"}
"""Agents that sign as users. Only whole logins: a person may well be called Claudette."""

BOT_USERS = {
    "actions-user", "allcontributors", "bors", "codecov-io", "codecov-commenter", "dependabot-support",
    "github-actions", "googlebot", "greenkeeperio-bot", "k8s-ci-robot", "mergify", "netlify-bot",
    "pre-commit-ci", "pyup-bot", "renovate-bot", "semantic-release-bot", "snyk-bot", "stale",
    "typescript-bot", "weblate", "web-flow",
}  # fmt: skip
"""Bots that sign as users."""


def kind(login: str, *, is_app: bool = False) -> AccountKind:
    """Human, unless the vendor says that it is an app, or the name says what it is."""
    bare = login.lower().removesuffix("[bot]")
    if is_app or bare != login.lower():
        return AccountKind.AGENT if bare.startswith(AGENTS) else AccountKind.BOT
    if bare in AGENT_USERS:
        return AccountKind.AGENT
    if bare in BOT_USERS or bare.endswith(("-bot", "-robot")):
        return AccountKind.BOT
    return AccountKind.HUMAN

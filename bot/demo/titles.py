"""What Harbour's pull requests are called: the words of each repository, put together."""

from random import Random

FEATURES = {
    "payments-api": ("SEPA instant transfers", "refund webhooks", "card token rotation", "payout schedules",
                     "3-D Secure retries", "dispute evidence uploads", "idempotency keys", "merchant limits"),
    "ledger": ("double-entry postings", "currency rounding", "month-end snapshots", "balance locks",
               "settlement imports", "the reconciliation report", "FX revaluation", "journal archiving"),
    "checkout-web": ("the address form", "Apple Pay", "guest checkout", "voucher codes", "the order summary",
                     "saved cards", "the tax breakdown", "error messages of select fields"),
    "infrastructure": ("the staging cluster", "node pools", "secret rotation", "Terraform modules",
                       "backup restores", "the VPN gateway", "DNS records", "alert routing"),
    "gateway": ("rate limits", "request tracing", "JWT validation", "the retry budget", "canary routing",
                "connection pooling", "header allow-lists", "gRPC health checks"),
    "build-tools": ("the remote cache", "flaky test quarantine", "Docker layers", "the release script",
                    "changelog checks", "incremental type checks", "pipeline templates", "SBOM uploads"),
    "ios-app": ("the onboarding flow", "Face ID", "push permissions", "the cart badge", "deep links",
                "Dynamic Type", "the offline banner", "widget refreshes"),
    "android-app": ("the splash screen", "background sync", "Material You colours", "crash reports",
                    "the back gesture", "predictive prefetch", "notification channels", "App Links"),
    "mobile-kit": ("the design tokens", "the networking layer", "feature flags", "analytics events",
                   "image caching", "the session store", "localised dates", "the logger"),
    "search-api": ("typo tolerance", "the facets endpoint", "query suggestions", "pagination cursors",
                   "synonyms for sale", "price filters", "saved searches", "multi-language queries"),
    "indexer": ("bulk updates", "the backfill job", "dead letters", "schema versions", "shard balancing",
                "stock changes", "partial documents", "the <!channel> mention in error mails"),
    "ranking": ("click signals", "the freshness boost", "A/B buckets", "embedding refreshes",
                "seasonal weights", "the evaluation set", "position bias", "cold-start items"),
}  # fmt: skip
VERBS = ("Add {}", "Fix {}", "Speed up {}", "Retry {}", "Test {} end to end", "Move {} behind a flag",
         "Log less around {}", "Remove the old code of {}", "Make {} configurable", "Handle timeouts in {}",
         "Document {}", "Simplify {}", "Fix a race in {}", "Measure {}", "Prepare {} for launch")  # fmt: skip
WHERE = ("on slow networks", "for new customers", "in the nightly job", "behind the proxy", "in tests",
         "for EU tenants", "after a restart", "under load", "on first use", "for the beta")  # fmt: skip
PACKAGES = ("httpx", "pydantic", "sqlalchemy", "react", "vite", "eslint", "typescript", "okhttp", "kotlin",
            "swift-nio", "boto3", "grpcio", "opentelemetry-sdk", "protobuf", "playwright")  # fmt: skip

TICKETED = 0.75
"""How often a title names its ticket where that is the habit."""

NARROWED = 0.45
"""How often a title says where or for whom."""


def title(repository: str, prefix: str, number: int, rng: Random) -> str:
    """A person's title, with the ticket in front where the repository has that habit."""
    words = rng.choice(VERBS).format(rng.choice(FEATURES[repository]))
    words += f" {rng.choice(WHERE)}" if rng.random() < NARROWED else ""
    return f"{prefix}-{900 + number * 2}: {words}" if prefix and rng.random() < TICKETED else words


def bump(rng: Random) -> tuple[str, str]:
    """A dependency update's title and branch."""
    package, major, minor = rng.choice(PACKAGES), rng.randint(0, 6), rng.randint(0, 18)
    was, now = f"{major}.{minor}.{rng.randint(0, 4)}", f"{major}.{minor + 1}.0"
    return f"Bump {package} from {was} to {now}", f"deps/{package}-{now}"


def branch(login: str, words: str) -> str:
    """The branch somebody would push such work on."""
    plain = "".join(c if c.isalnum() else "-" for c in words.lower())
    return f"{login.partition('-')[0]}/{'-'.join(filter(None, plain.split('-')))[:48].rstrip('-')}"

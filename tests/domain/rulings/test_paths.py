"""Paths as CODEOWNERS names them."""

import pytest

from domain.rulings.paths import codeowners, is_any, matches, owners

CODEOWNERS = """
# Everybody's, unless somebody else is named below
*                 @acme/core
/services/pay/    @acme/pay  @ana  # refunds too
*.sql             @acme/Data
docs/*            docs@acme.example
/services/pay/generated
[Frontend][2] @acme/web
apps/web/**/test  @acme/qa
"""


@pytest.mark.parametrize(
    ("pattern", "path", "is_match"),
    [
        ("*", "anything/at/all.py", True),
        ("/services/pay/", "services/pay/api/refund.py", True),
        ("/services/pay/", "services/pay", False),
        ("/services/pay", "services/pay/api/refund.py", True),
        ("services/pay/**", "services/pay/api/refund.py", True),
        ("services/pay/**", "services/search/pay.py", False),
        ("/pay/", "services/pay/refund.py", False),
        ("pay/", "services/pay/refund.py", True),
        ("*.sql", "db/migrations/12.sql", True),
        ("*.sql", "db/12.sql.py", False),
        ("/*.sql", "db/12.sql", False),
        ("docs/*", "docs/start.md", True),
        ("docs/*", "docs/how-to/start.md", False),
        ("docs/*", "site/docs/start.md", False),
        ("apps/**/test", "apps/web/deep/test/a.py", True),
        ("apps/**/test", "apps/test/a.py", True),
        ("file?.py", "src/file1.py", True),
        ("file?.py", "src/file12.py", False),
        ("a+b(c)", "a+b(c)", True),
        ("/Makefile", "/Makefile", True),
        ("Make", "Makefile", False),
    ],
)
def test_a_pattern_matches_as_gitignore_has_it(pattern: str, path: str, *, is_match: bool) -> None:
    assert matches(pattern, path) is is_match


@pytest.mark.parametrize(
    ("path", "who"),
    [
        pytest.param("README.md", {"@acme/core"}, id="a pattern for everything"),
        pytest.param("services/pay/refund.py", {"@acme/pay", "@ana"}, id="several owners"),
        pytest.param("services/pay/refund.sql", {"@acme/data"}, id="the last line that matches decides"),
        pytest.param("services/pay/generated/x.py", set(), id="a line without owners gives it to nobody"),
        pytest.param("docs/start.md", {"docs@acme.example"}, id="an e-mail address"),
        pytest.param("apps/web/a/test/x.ts", {"@acme/qa"}, id="below a heading of a section"),
    ],
)
def test_the_owners_of_a_path(path: str, who: set[str]) -> None:
    assert owners(path, codeowners(CODEOWNERS)) == who


def test_nobody_owns_a_path_that_no_line_matches() -> None:
    assert owners("src/a.py", codeowners("/docs/ @ana")) == frozenset()


def test_comments_and_empty_lines_are_no_rules() -> None:
    assert codeowners("# only\n\n  # comments\n") == ()


def test_any_of_the_paths_may_match_any_of_the_patterns() -> None:
    assert is_any(["/docs/", "*.sql"], ["src/a.py", "db/b.sql"])
    assert not is_any(["/docs/"], ["src/a.py"])
    assert not is_any([], ["src/a.py"])

"""`/metrics why` from the payload to what is seen, and the buttons that show what moved the figure."""

from tests.bot.slack.house import House
from tests.fakes.slack.blocks import elements, strings

WHY = "why did cycle-time of payments change 12d"


def test_the_phases_that_moved_it_are_told(bot: House) -> None:
    (seen,) = bot.types(WHY)
    told = " ".join(strings(seen.blocks))
    assert "Payments · why cycle time changed" in told
    assert "*By phase*" in told
    assert "of the mean" in seen.text
    assert bot.space.said_in("CPAY") == [], "nobody else sees it"


def test_a_button_shows_the_figure_by_phase_in_its_place(bot: House) -> None:
    (seen,) = bot.types(WHY)
    buttons = {element["text"]["text"]: element for _, element in elements(seen.blocks)}
    assert buttons["The figure"]["value"].startswith("cycle-time team:payments ")
    bot.clicks(seen, "ask.again.0")
    (shown,) = bot.space.seen_by("UANA")
    assert "Payments' median cycle time" in shown.text
    assert "why" not in shown.text


def test_without_a_metric_it_asks_which(bot: House) -> None:
    (seen,) = bot.types("why")
    assert "Why did which metric change?" in seen.text
    assert any(element["value"].startswith("why ") for _, element in elements(seen.blocks))


def test_of_too_few_it_says_so(bot: House) -> None:
    (seen,) = bot.types("why cycle-time payments 8d")
    assert "cannot be told from so few" in seen.text
    assert "*By" not in " ".join(strings(seen.blocks))


def test_again_asks_why_again(bot: House) -> None:
    first = bot.types(WHY)[-1]
    assert bot.types("again")[-1].text == first.text

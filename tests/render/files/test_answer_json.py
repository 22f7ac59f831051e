"""The answer as JSON says what the result says."""

import json

from render.files.answer_json import answer_json
from tests.render.results import empty, result


def test_the_figures_stand_under_their_own_names() -> None:
    told = json.loads(answer_json(result()))
    assert told["summary"]["value"] == result().summary.value
    assert told["metric"]["slug"] == "cycle-time"
    assert told["question"]["window"]["first"] == result().question.window.first.isoformat()
    assert len(told["trend"]) == len(result().trend)


def test_ids_are_text_so_that_no_reader_rounds_them() -> None:
    assert json.loads(answer_json(result()))["ids"] == [str(each) for each in result().ids]


def test_null_stays_null() -> None:
    told = json.loads(answer_json(empty()))
    assert told["summary"]["n"] == 0
    assert told["summary"]["value"] is None

"""Nobody is left out, and every subject has enough to be put through the suite."""

from tests.conformance.bench import Bench
from tests.conformance.subject import Subject, subjects, without_subject


def test_every_provider_is_put_through_the_suite() -> None:
    assert without_subject() == []
    assert len({subject.name for subject in subjects()}) == len(subjects())


def test_every_stream_has_three_pages_and_nothing_unreadable(bench: Bench, subject: Subject) -> None:
    streams = {stream.name for stream in bench.client().streams}
    assert len(streams) == len(bench.client().streams)
    longest = bench.longest()
    assert {stream.name for stream, _ in longest} == streams
    for place in longest:
        pages = bench.pages(place)
        assert len(pages) >= (1 if place[0].name in subject.short else 3), place[0].name
        assert [aside for page in pages for aside in page.unmappable] == []
        assert [page.cursor for page in pages].index(None) == len(pages) - 1


def test_a_fake_is_always_filled_with_the_same(subject: Subject) -> None:
    one, other = Bench(subject), Bench(subject)
    for mine, theirs in zip(one.places(), other.places(), strict=True):
        assert one.pages(mine) == other.pages(theirs)


def test_every_kind_of_fixture_has_its_reader(subject: Subject) -> None:
    kinds = {path.stem.split(".")[0] for path in subject.folder.glob("*.json")}
    assert kinds
    assert kinds <= subject.readers.keys(), "name the reader of each kind in the subject"
    assert subject.words.keys() <= kinds

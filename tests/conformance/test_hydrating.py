"""Hydrating: what is read by its id, as webhooks and quarantine need it, is what a reading brings."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from domain.records import Record
from tests.conformance.bench import Bench, Place


def own(bench: Bench, place: Place) -> dict[str, Record]:
    """Some records of the place that have an id of their own, by it."""
    pages = bench.pages(place)
    found = [record for page in pages for record in page.records if getattr(record, "external_id", "")]
    return {record.external_id: record for record in found[:7]}  # type: ignore[union-attr] # it has one


def test_what_is_read_by_its_id_is_the_same_record(bench: Bench) -> None:
    """It may know more, as a list may leave out who started a run, but nothing else."""
    hydrated = 0
    for stream, repository in bench.longest():
        wanted = own(bench, (stream, repository))
        pages = bench.client().hydrate(stream.name, list(wanted), repository) if wanted else ()
        records = [record for page in pages for record in page.records]
        got = {getattr(record, "external_id", ""): record for record in records}
        hydrated += len(got)
        for id_ in wanted.keys() & got.keys():
            told = {name: value for name, value in asdict(wanted[id_]).items() if value is not None}
            told = {name: value for name, value in told.items() if name not in bench.subject.approximate}
            assert _those(asdict(got[id_]), told) == told, (stream.name, id_)
        assert not got or wanted.keys() <= got.keys(), stream.name
    assert hydrated


def test_where_an_id_alone_finds_it_no_repository_is_needed(bench: Bench) -> None:
    for stream, repository in bench.longest():
        wanted = own(bench, (stream, repository)) if stream.is_found_by_id else {}
        pages = bench.client().hydrate(stream.name, list(wanted)) if wanted else ()
        got = {getattr(record, "external_id", "") for page in pages for record in page.records}
        assert wanted.keys() <= got, stream.name


def _those(fields: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: fields[name] for name in names}

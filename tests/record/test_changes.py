"""What was changed in texts that stood at one address, and whether they say so."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from onrecord.cli import app
from onrecord.data import Document, Page
from onrecord.read import document
from onrecord.record import Ledger
from onrecord.record.changes import SAYS, Changed, changes
from onrecord.record.versions import Sentences, compared, marked
from tests.record.made import RUN, TEXT, page

URL = "https://example.org/troops"
LATER = msgspec.structs.replace(RUN, id="run-later", at="2026-02-01T00:00:00+00:00")
NOTE = "Correction: an earlier version of this report gave another number. "
CLOSED = "Karsia closed the crossing."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "x.ledger", new=True) as opened:
        yield opened


def call(*words: object) -> Result:
    return CliRunner().invoke(app, [str(w) for w in words])


def version(count: str = "about 9,000", number: float = 9_000, day: str | None = "2021-11-30", **more: Any) -> Page:
    return page(count, number, published=day, url=URL, **more)


def put(ledger: Ledger, *pages: Page) -> list[Changed]:
    for n, one in enumerate(pages):
        ledger.add([one], RUN if n == 0 else LATER)
    ledger.settle()
    return list(changes(ledger))


def read(*sentences: str, title: str | None = None) -> Sentences:
    """A report of these sentences."""
    starts, at = [], 0
    for said in sentences:
        starts.append(at)
        at += len(said) + 1
    made = document(" ".join(sentences) or "-", title=title, url=URL)
    return Sentences(msgspec.structs.replace(made, sentences=tuple(starts)))


def test_a_number_that_was_changed_silently_is_listed(ledger: Ledger) -> None:
    (one,) = put(ledger, version(), version("about 12,000", 12_000, day="2021-12-02"))
    assert (one.address, one.order, one.says) == (URL, "published", None)
    assert [a.marked for a in one.altered] == [
        "The Orvanian News Agency quoted General Ilya Brandt on Tuesday as saying that Orvania has sent about "
        "[-9,000-] {+12,000+} troops to Port Selm."
    ]
    assert (one.taken_out, one.put_in) == ((), ())
    assert [(c.kind, c.quote) for c in one.claims_gone if c.kind == "statement"] == [
        ("statement", "Orvania has sent about 9,000 troops to Port Selm")
    ]
    assert [c.told for c in one.claims_gone if c.kind == "event"] == ["MOBILIZE, actual: Orvania (ORV GOV)"]
    assert len(one.claims_new) == 2
    assert (one.before.published, one.after.published) == ("2021-11-30", "2021-12-02")
    assert one.before.recorded != one.after.recorded


def test_a_change_that_the_report_tells_of_is_not_silent(ledger: Ledger) -> None:
    noted = TEXT.replace(CLOSED, NOTE + CLOSED)
    (one,) = put(ledger, version(), version("about 12,000", 12_000, day="2021-12-02", text=noted))
    assert one.says == NOTE.strip()
    text = call("changes", ledger.path).stdout
    assert "the newer text says so: “Correction: an" in text
    assert "SILENTLY" not in text


def test_a_note_of_an_earlier_change_says_nothing_of_a_later_one(ledger: Ledger) -> None:
    noted = TEXT.replace(CLOSED, NOTE + CLOSED)
    found = put(
        ledger,
        version(),
        version("about 12,000", 12_000, day="2021-12-02", text=noted),
        version("about 15,000", 15_000, day="2021-12-03", text=noted),
    )
    assert [one.says is None for one in found] == [False, True]
    assert found[0].after == found[1].before


def test_a_claim_that_was_taken_out_is_listed(ledger: Ledger) -> None:
    whole = version()
    cut = TEXT.replace(CLOSED, "Talks are to go on next week in the old customs house.")
    less = version(
        day="2021-12-02", text=cut.replace("next week", "next week, Karsia closed its books, and")
    )  # keeps "Karsia"
    less = msgspec.structs.replace(less, events=less.events[:1])
    (one,) = put(ledger, whole, less)
    assert one.taken_out == (CLOSED,)
    assert [(c.told, c.quote) for c in one.claims_gone] == [
        ("COERCE, actual: Karsia (KAR) → Orvania (ORV GOV)", "Karsia [closed] the crossing.")
    ]
    assert one.claims_new == ()


def test_what_one_version_alone_was_read_as_is_no_change_of_the_text(ledger: Ledger) -> None:
    other = version(day="2021-12-02", text=TEXT + " The river was high.")
    (one,) = put(ledger, version(), msgspec.structs.replace(other, events=other.events[:1], statements=()))
    assert one.put_in == ("The river was high.",)
    assert (one.claims_gone, one.claims_new) == ((), ())


@pytest.mark.parametrize(
    ("days", "runs", "order"),
    [
        (("2021-11-30", "2021-11-30"), (RUN, LATER), "recorded"),
        ((None, None), (RUN, LATER), "recorded"),
        (("2021-12-05", None), (RUN, LATER), "recorded"),
        (("2021-11-30", "2021-11-30"), (RUN, RUN), "unknown"),
        (("2021-12-01", "2021-11-30"), (LATER, RUN), "published"),
    ],
)
def test_what_tells_the_order_is_said(
    ledger: Ledger, days: tuple[str | None, str | None], runs: Any, order: str
) -> None:
    first, second = version(day=days[0]), version("about 5", 5, day=days[1])
    for one, run in sorted(((first, runs[0]), (second, runs[1])), key=lambda each: each[1].at):
        ledger.add([one], run)
    ledger.settle()
    (told,) = changes(ledger)
    assert told.order == order
    if order == "recorded":
        assert told.before.report == first.document.id
    text = call("changes", ledger.path).stdout
    assert ("order   " in text) == (order != "published")


def test_a_view_has_the_versions_of_its_day(ledger: Ledger) -> None:
    put(ledger, version(), version("about 5", 5, day="2021-12-02"), version("about 6", 6, day="2021-12-04"))
    for when, most in (("2021-12-01", 0), ("2021-12-02", 1), ("2021-12-04", 2)):
        found = json.loads(call("changes", ledger.path, "--as-of", when, "--format", "json").stdout)
        assert len(found) == most
    recorded = call("changes", ledger.path, "--as-of", "2026-01-15", "--view", "recorded")
    assert recorded.stdout == "No address has several texts in the ledger.\n"


def test_one_address_alone(ledger: Ledger) -> None:
    other = page("about 1", 1, url="https://example.org/other")
    put(ledger, version(), version("about 5", 5, day="2021-12-02"), other)
    assert call("changes", ledger.path, URL).stdout == call("changes", ledger.path).stdout
    assert call("changes", ledger.path, version().document.id).stdout == call("changes", ledger.path).stdout
    one = call("changes", ledger.path, "https://example.org/other")
    assert one.stdout == "The ledger holds one text at https://example.org/other: no change is known.\n"
    assert json.loads(call("changes", ledger.path, "https://example.org/other", "--format", "json").stdout) == []
    near = call("changes", ledger.path, "https://example.org/troop")
    assert (near.exit_code, near.stderr) == (
        2, f"error: the ledger holds no report at https://example.org/troop; did you mean {URL}?\n",
    )  # fmt: skip


def test_a_ledger_without_versions_says_so(ledger: Ledger) -> None:
    ledger.add([page(), version()], RUN)
    result = call("changes", ledger.path)
    assert (result.exit_code, result.stdout) == (0, "No address has several texts in the ledger.\n")
    assert json.loads(call("changes", ledger.path, "--format", "json").stdout) == []


# ----------------------------------------------------------------------------------------------------------- sentences


def test_a_sentence_that_only_stands_elsewhere_is_no_change() -> None:
    a, b, c = "The bridge is closed.", "Two ferries ran.", "Rain fell all night."
    found = compared(read(a, b, c), read(c, a, b))
    assert (found.taken_out, found.put_in, found.altered) == ((), (), ())


def test_other_quotation_marks_and_spaces_are_no_change() -> None:
    found = compared(read("“We left”, she said – twice."), read('"We left",  she said - twice.'))
    assert (found.taken_out, found.put_in, found.altered) == ((), (), ())


def test_a_sentence_that_stands_less_often_was_taken_out() -> None:
    found = compared(read("Shots fell.", "Shots fell.", "It rained."), read("Shots fell.", "It rained."))
    assert (found.taken_out, found.put_in) == (("Shots fell.",), ())


def test_another_title_is_a_change_also_where_it_stands_outside_the_text() -> None:
    text = "The guard fired on two boats."
    found = compared(read(text, title="Guard sinks two boats"), read(text, title="Guard fires on two boats"))
    assert [a.marked for a in found.altered] == ["Guard [-sinks-] {+fires on+} two boats"]
    same = compared(read("Guard fires.", text, title="Guard fires."), read("Guard fires.", text, title="Guard fires."))
    assert same == compared(read(text), read(text))


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("At least 12 were hurt.", "At least 20 were hurt.", "At least [-12-] {+20+} were hurt."),
        ("The army denied it.", "The army did not deny it.", "The army [-denied-] {+did not deny+} it."),
        ("It fired first, he said.", "It fired, he said.", "It fired [-first-], he said."),
        ("It fired.", "It fired twice.", "It fired {+twice+}."),
        ("", "New.", "{+New.+}"),
        ("Old.", "", "[-Old.-]"),
    ],
)  # fmt: skip
def test_words_that_differ_are_marked(was: str, now: str, said: str) -> None:
    assert marked(was, now) == said


@pytest.mark.parametrize(
    "note",
    [
        "Correction: the name of the river was wrong.",
        "CORRECTION (Dec. 3): two, not three.",
        "Updated 14:30 with a quote.",
        "Update: the ministry has answered.",
        "Clarification: he spoke on Monday.",
        "(Corrects day in second paragraph)",
        "Editor's note: a photograph was taken out.",
        "Editors’ Note: the headline was changed.",
        "UPDATE 2-Karsia shuts port",
        "An earlier version of this article misstated the number.",
        "This story has been updated.",
        "This report was corrected on Friday.",
        "The headline has since been changed.",
        "We have corrected the article.",
        "[Updated]",
        "Updated on Tuesday",
    ],
)  # fmt: skip
def test_a_report_that_says_that_it_was_changed(note: str) -> None:
    assert SAYS.search(note)


@pytest.mark.parametrize(
    "said",
    [
        "The army updated its maps of the valley.",
        "Updates on the talks came slowly.",
        "He made a correction to his speech.",
        "An earlier version of the bill had failed.",
        "The treaty has been amended.",
        "Orvania adds two ships.",
        "Corrections officers were among the hurt.",
        "Updating the law takes a year.",
        "The report was published.",
        "Clarity came late.",
    ],
)  # fmt: skip
def test_a_report_that_tells_of_other_changes(said: str) -> None:
    assert not SAYS.search(said)


@given(st.lists(st.text(max_size=40), max_size=8), st.lists(st.text(max_size=40), max_size=8))
@settings(max_examples=150)
def test_any_two_texts_are_compared(one: list[str], other: list[str]) -> None:
    old, new = read(*one), read(*other)
    found = compared(old, new)
    kept = len(old.all) - len(found.taken_out) - len(found.altered)
    assert kept == len(new.all) - len(found.put_in) - len(found.altered)
    assert compared(old, old) == compared(new, new)
    assert all(isinstance(old.at(n), str) for n in (0, 3, 1000))
    for said in found.new():
        SAYS.search(said)


@given(st.text("abc ,.", max_size=60), st.text("abc ,.", max_size=60))
def test_without_what_was_taken_out_the_newer_sentence_is_left(was: str, now: str) -> None:
    left = re.sub(r"\{\+(.*?)\+\}", r"\1", re.sub(r"\[-.*?-\]", "", marked(was, now)))
    assert re.sub(r"\s", "", left) == re.sub(r"\s", "", now)


def test_the_cost_grows_with_the_length_alone() -> None:
    """Alike sentences, one sentence without end, and a note that never comes, each ten times as long."""

    def took(n: int) -> float:
        alike = [[f"Polling place {i}{end} in Port Selm was closed." for i in range(n)] for end in ("", "b")]
        endless = [["the original " * n], ["original a the " * n]]
        start = time.process_time()
        for old, new in (alike, endless):
            found = compared(read(*old), read(*new))
            assert not found.taken_out or n
            [SAYS.search(said[:1000]) for said in found.new()]
        return time.process_time() - start

    small = max(took(150), 0.02)
    assert took(1500) < 40 * small


def test_documents_without_sentences_are_one(tmp_path: Path) -> None:
    made: Document = document("One. Two.", url=URL)
    assert Sentences(msgspec.structs.replace(made, sentences=())).all == ["One. Two."]

"""Copies lead to their root; reports that only quote the same words, or fill in the same form, are none."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.data import Document, Link
from onrecord.weigh.copies import MAKER, Source, Table, Words, body, copies, links, sketch, sources, touched
from onrecord.weigh.copies.outlets import credits, outlet, owner
from onrecord.weigh.copies.search import Sources
from onrecord.weigh.copies.sketches import COMMON, UNDATED, when

BOOK = tomllib.loads((Path(__file__).parents[2] / "bench" / "copies.toml").read_text(encoding="utf-8"))
EVENTS = [[r["text"].strip() for r in event["report"]] for event in BOOK["event"]]
WIRE, OTHER = EVENTS[0][0], EVENTS[1][0]
FOOT = (
    "Readers who wish to comment on what they find in these pages are asked to write to the desk on the second floor, "
    "to give their full names and addresses, and to keep what they have to say to no more than a hundred words in all."
)


def report(key: str, text: str, day: str | None = "2021-03-03", **rest: str) -> Document:
    return Document(id=key, text=text, published=day, raw="0", by="test", **rest)  # type: ignore[arg-type]


def found(*reports: Document) -> dict[str, set[str]]:
    """The roots of each copy."""
    out: dict[str, set[str]] = {}
    for link in copies(reports):
        out.setdefault(link.a, set()).add(link.b)
    return out


def scan(text: str) -> str:
    """The text with a letter misread in every sixth word, or so."""
    rng = random.Random(7)
    return " ".join(w.replace("e", "c", 1) if rng.random() < 0.16 else w for w in text.split(" "))


PARAGRAPHS = WIRE.split("\n\n")
COPIES = {
    "whole": WIRE,
    "cut": "\n\n".join(PARAGRAPHS[:2]),
    "without its head": "\n\n".join(PARAGRAPHS[1:]),
    "scanned": scan(WIRE),
    "lightly rewritten": WIRE.replace(" told ", " informed ").replace("closed", "shut").replace("three", "several"),
    "under another lead": "\n\n".join(
        ["Nobody had warned the harbour, and nobody there was surprised.", *PARAGRAPHS[1:]]
    ),
    "a paragraph lifted": "\n\n".join([*EVENTS[3][1].split("\n\n")[:2], PARAGRAPHS[4], PARAGRAPHS[1]]),
    "with a foot": f"{WIRE}\n\n{FOOT}",
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_leads_to_its_root(name: str) -> None:
    [link] = copies([report("b", COPIES[name], "2021-03-04"), report("z", WIRE), report("y", OTHER)])
    assert (link.a, link.b, link.relation, link.by) == ("b", "z", "copies", MAKER.key)
    assert 0 < link.score <= 1


def test_a_text_merged_of_two_has_two_roots() -> None:
    merged = "\n\n".join([*PARAGRAPHS[:4], *OTHER.split("\n\n")[:2]])
    assert found(report("c", merged, "2021-03-05"), report("a", WIRE), report("b", OTHER)) == {"c": {"a", "b"}}


def test_a_copy_of_a_merged_text_has_its_two_roots() -> None:
    merged = "\n\n".join([*PARAGRAPHS[:4], *OTHER.split("\n\n")[:2]])
    reports = (report("d", merged, "2021-03-06"), report("c", merged, "2021-03-05"))
    assert found(*reports, report("a", WIRE), report("b", OTHER)) == {"c": {"a", "b"}, "d": {"a", "b"}}


def test_a_copy_of_a_copy_leads_to_the_root() -> None:
    again = found(report("b", WIRE, "2021-03-04"), report("a", COPIES["cut"], "2021-03-05"), report("c", WIRE))
    assert again == {"a": {"c"}, "b": {"c"}}


def test_of_one_day_the_lowest_id_is_the_root() -> None:
    assert found(report("b", WIRE), report("a", WIRE), report("c", WIRE, None)) == {"b": {"a"}, "c": {"a"}}


@pytest.mark.parametrize("event", range(len(EVENTS)))
def test_reports_that_quote_one_speech_at_length_are_no_copies(event: int) -> None:
    assert not found(*(report(str(n), text) for n, text in enumerate(EVENTS[event])))


def test_a_form_filled_in_anew_is_no_copy() -> None:
    fills = (BOOK["fill"]["place"][:4], BOOK["fill"]["own"][:4])
    for n, form in enumerate(BOOK["form"]):
        filled = [
            {"place": place, "own": own, "a": 2 + k, "b": 7 - k, "far": 11 * k + 3, "people": 40 + k * 13,
             "depth": 9 + k, "dead": 120 + 31 * k, "years": 12 + k, "n": 300 + 71 * k, "m": 4000 + 910 * k,
             "weekday": day, "month": "May", "day": 3 + k}
            for k, (place, own, day) in enumerate(zip(*fills, ("Monday", "Friday", "Sunday", "Tuesday"), strict=True))
        ]  # fmt: skip
        assert not found(*(report(f"{n}{k}", form["text"].strip().format(**f)) for k, f in enumerate(filled)))


def test_what_stands_under_every_report_is_no_copy() -> None:
    told = [report(f"{n:03}", f"{_own(n)}\n\n{FOOT}") for n in range(COMMON + 10)]
    assert not found(*told)


def _own(number: int) -> str:
    """A text that shares nothing with that of another number."""
    rng = random.Random(number)
    return " ".join("".join(rng.choice("bcdfghklmnprst") + rng.choice("aeiou") for _ in range(3)) for _ in range(90))


def test_a_text_printed_everywhere_still_has_its_root() -> None:
    told = [report(f"{n:03}", WIRE if n % 2 else scan(WIRE), f"2021-04-{1 + n % 28:02}") for n in range(COMMON + 20)]
    assert found(report("r", WIRE), *told) == {d.id: {"r"} for d in told}


def test_the_order_of_reports_changes_nothing() -> None:
    told = _crowd()
    once = copies(told)
    assert once == copies(reversed(told))
    assert len({link.a for link in once}) > 20


@given(st.permutations(range(24)))
@settings(max_examples=6, deadline=None)
def test_no_order_of_reports_changes_anything(order: list[int]) -> None:
    told = _crowd()[-24:]
    assert copies(told[n] for n in order) == copies(told)


def _crowd() -> list[Document]:
    rng = random.Random(3)
    texts = [text for event in EVENTS for text in event]
    out = [report(f"{n:02}", text, f"2021-05-{rng.randrange(1, 20):02}") for n, text in enumerate(texts)]
    for n in range(30):
        a, b = rng.choice(texts).split("\n\n"), rng.choice(texts).split("\n\n")
        text = "\n\n".join(rng.choice((a, a[:3], a[2:], a[:3] + b[:2], b[:3] + a[-2:])))
        out.append(report(f"c{n:02}", f"{text}\n\n{FOOT}", f"2021-05-{rng.randrange(1, 25):02}"))
    return out


@pytest.mark.parametrize(("seed", "days"), [(5, 28), (11, 2)])
def test_one_report_after_the_other_gives_the_same_links(seed: int, days: int) -> None:
    told = _crowd() + [report(f"w{n:02}", WIRE, f"2021-05-{1 + n % days:02}") for n in range(COMMON + 4)]
    random.Random(seed).shuffle(told)
    words = {d.id: body(d) for d in told}
    held: dict[str, Sources] = {}
    for n in range(1, len(told) + 1):
        table = Table(map(sketch, told[:n]), words.__getitem__)
        new = table.sketch(told[n - 1].id)
        for doc in (new.doc, *touched(new, table)):
            held[doc] = sources(table.sketch(doc), table)
    assert links(held.values(), MAKER.key) == copies(told)


PAGE = "https://ledger.example/harbour"
CHANGED = WIRE.replace("closed", "shut")


def test_another_version_at_one_address_is_no_copy_of_the_first() -> None:
    first, second = report("v", WIRE, url=PAGE), report("a", CHANGED, "2021-03-05", url=PAGE)
    assert not found(first, second)
    assert found(first, second, report("c", CHANGED, "2021-03-06")) == {"c": {"v"}}


def test_a_version_is_not_from_those_who_copied_the_version_before() -> None:
    first, second = report("v", WIRE, url=PAGE), report("a", CHANGED, "2021-03-05", url=PAGE)
    third = report("b", CHANGED, "2021-03-07", url=PAGE)
    assert found(first, report("c", WIRE, "2021-03-04"), second, third) == {"c": {"v"}}


def test_a_version_of_a_copy_is_from_where_the_copy_is() -> None:
    first, second = report("v", WIRE, "2021-03-04", url=PAGE), report("a", CHANGED, "2021-03-05", url=PAGE)
    assert found(report("w", WIRE), first, second) == {"v": {"w"}, "a": {"w"}}


def test_what_a_version_adds_may_be_from_elsewhere() -> None:
    first, other = report("v", WIRE, url=PAGE), report("o", OTHER)
    longer = report("a", f"{WIRE}\n\n{OTHER}", "2021-03-05", url=PAGE)
    assert found(first, other, longer) == {"a": {"o"}}


BRIEF = "Orlec's President Radim Holub told the assembly in Stern that the ferry line to Port Kel opens again in autumn"


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        (BRIEF.replace("President", "head of state"), True),
        (BRIEF.replace("Stern", "5tcrn").replace("assembly", "asscmbly"), True),
        (BRIEF.replace("Stern", "Quarrin").replace("Port Kel", "Bas Lorme"), False),
    ],
)
def test_a_title_or_a_misread_name_is_no_other_name(text: str, copied: bool) -> None:
    assert bool(found(report("a", BRIEF), report("b", text, "2021-03-04"))) is copied


def test_of_a_form_one_sentence_with_other_names_is_no_copy() -> None:
    told = (
        "Waters within {} kilometres of {} are closed to shipping for the whole time of the exercise, the fleet said."
    )
    other = EVENTS[3][1].split("\n\n")
    a, b = told.format(40, "Yarrowdale"), told.format(61, "Gravelin")
    assert not found(report("a", f"{other[0]}\n\n{a}"), report("b", f"{b}\n\n{PARAGRAPHS[1]}", "2021-03-04"))


def test_a_link_says_how_much_is_shared_from_whom_and_through_whom() -> None:
    tenth = WIRE.replace("PORT KEL, March 3 (Meridian Wire)", "PORT KEL (Reuters)")
    root = report("a", tenth, agency="Reuters")
    part = report("b", COPIES["a paragraph lifted"] + "\n\nReuters contributed to this report.", "2021-03-04")
    [link] = copies([root, part])
    assert "credit Reuters" in link.why
    assert link.why.startswith("A passage")
    assert [v.split("%")[0].isdigit() for v in link.values] == [True, True]
    [whole] = copies([root, report("b", tenth, "2021-03-04")])
    assert whole.why.startswith("Nearly the whole text (100% of its own words)")


def test_lineage_names_those_between() -> None:
    step = {
        "share": 0.9,
        "back": 0.9,
        "words": 90,
        "slots": 0,
        "of": 100,
        "of_source": 100,
        "passages": ((0, 90, 0, 90),),
    }
    through = [
        Sources(doc="c", when="3", found=(Source(doc="c", source="b", **step),)),  # type: ignore[arg-type]
        Sources(doc="b", when="2", found=(Source(doc="b", source="a", **step),)),  # type: ignore[arg-type]
        Sources(doc="a", when="1"),
    ]
    told: list[Link] = links(through, "test")
    assert [(k.a, k.b) for k in told] == [("b", "a"), ("c", "a")]
    assert "came through b" in told[1].why


@given(
    st.lists(st.text(max_size=80), max_size=6), st.sampled_from((None, "2021-03-03", "2021-03-03T10:00+25:00", "soon"))
)
@settings(max_examples=60, deadline=None)
def test_no_text_is_an_error(texts: Iterable[str], day: str | None) -> None:
    copies(report(str(n), text + " " + text, day) for n, text in enumerate(texts))


def test_times_are_told_in_one_zone() -> None:
    assert when("2021-03-03T01:00:00+03:00") == "2021-03-02T22:00:00"
    assert when("2021-03-03") == "2021-03-03" < when("2021-03-03T00:00:00Z") < when(None) == UNDATED


def test_a_hash_is_the_same_on_every_machine() -> None:
    one, other = Words("Troops left the town at dawn."), Words("TROOPS  left the\ntówn — at dawn!")
    assert one.shingles.tolist() == other.shingles.tolist() == HASHES
    assert list(Words("the agree-\nment held").written) == ["the", "agreement", "held"]


HASHES = [8510039572191483960, 5791174488954969441]


def test_credits_and_owners() -> None:
    text = "MINSK (Reuters) - Talks went on.\n\nThey will be resumed.\n\nAFP contributed to this report."
    assert credits(report("a", text, publisher="Evening Star")) == ("AFP", "Evening Star", "Reuters")
    assert owner("the wall street journal") == owner("The Sun") == "News Corp"
    assert owner("Nobody's Paper") is None
    assert (found := outlet("tass")) is not None
    assert (found.country, found.state) == ("RUS", True)

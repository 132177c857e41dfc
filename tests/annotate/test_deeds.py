"""Deeds as the reader gives them: runs of words, what the model's answers mean, and who fills a role."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from onrecord.annotate.events.clues import Clues, codes, modes
from onrecord.annotate.events.parties import Parties
from onrecord.annotate.events.readings import Deed, _spot, evidence, factuality
from onrecord.data import STATUSES, Actor, Mention, Page
from onrecord.models import reader
from onrecord.pipeline import Annotator, builtin

Annotated = Callable[..., Page]


@pytest.fixture(scope="module")
def chain() -> Sequence[Annotator]:
    return [a for a in builtin() if a.name in ("times", "actors", "places")]


def test_the_model_answers_in_the_codebooks_types_modes_and_statuses() -> None:
    known = {"states": np.zeros((1, 384), np.float32), "told": np.zeros((1, 4), np.int64)}
    types, ways, statuses, factual = reader().run("kinds", clues=np.zeros((1, 3), np.int64), **known)
    assert types.shape == (1, len(codes())) and ways.shape == (1, len(modes())) and factual.shape == (1,)
    assert statuses.shape == (1, len(STATUSES))


def test_the_score_weighs_all_of_the_evidence(annotated: Annotated) -> None:
    page = annotated("Sweden attacked Finland.", ())
    deed = Deed((1, 1), Clues(page).trigger((1, 1)), 0.9)
    assert len(evidence(deed)) == len(reader().made.events.weights)


def test_runs_begin_at_a_beginning_and_end_with_a_sentence(annotated: Annotated) -> None:
    page = annotated("Sweden held talks and attacked. Shelling followed.", ())
    chances = np.zeros((len(page.parse.tokens), 3), np.float32)
    chances[:, 0] = 1
    for i, (begins, goes_on) in {1: (0.9, 0), 2: (0, 0.8), 4: (0.4, 0), 5: (0, 0.3), 6: (0, 0.7)}.items():
        chances[i] = (1 - begins - goes_on, begins, goes_on)
    found = [(d.run, round(d.chance, 1)) for d in _spot(chances, page.parse, Clues(page))]
    assert found == [((1, 2), 0.9), ((4, 5), 0.4), ((6, 6), 0.7)]


def test_a_run_meets_the_pattern_of_its_words(annotated: Annotated) -> None:
    page = annotated("Sweden held talks with Finland about herring.", ())
    clues = Clues(page)
    assert clues.trigger((1, 2)).group.code == "CONSULT"
    assert clues.trigger((6, 6)).group.code == ""
    assert clues.told(clues.trigger((1, 2)))[0] == codes().index("CONSULT") + 1
    assert [bool(n) for n in clues.lexical()][:3] == [False, True, True]


def test_roles_that_a_pattern_fills_are_told(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("Sweden attacked Finland.", chain)
    clues = Clues(page)
    assert clues.roles(clues.trigger((1, 1)), page.parse.sentences[0]) == [1, 0, 2, 0]
    assert clues.pair(clues.trigger((1, 1)), (1, 1)).shape == (4, 6)


def test_how_surely_something_happened_lies_on_the_scale() -> None:
    from onrecord import annotate

    page = annotate("Sweden attacked Finland. Norway did not attack Denmark.")
    parse = page.parse
    did, not_ = factuality(parse, page.document.text, [(1, 1), (7, 7)], reader())
    assert -3 <= not_ < did <= 3 and did > 0
    assert factuality(parse, page.document.text, [], reader()) == []


@pytest.mark.xfail(strict=True, reason="UDS's judges were not sure of plain negations, and the reader follows them")
def test_what_is_plainly_negated_did_not_happen() -> None:
    from onrecord import annotate

    page = annotate("Sweden attacked Finland. Norway did not attack Denmark.")
    did, not_ = factuality(page.parse, page.document.text, [(1, 1), (7, 7)], reader())
    assert not_ < 0 < did


def named(page: Page, words: str) -> list[Mention]:
    """Who stands for the words of a text."""
    start = page.document.text.index(words)
    tokens = page.parse.covering(start, start + len(words))
    return Parties(page, "test-1").named([(tokens[0].i, tokens[-1].i)], None)


def test_a_known_party_keeps_its_mention(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("The Swedish army shelled the town.", chain)
    [army] = named(page, "Swedish army")
    assert army in page.actors


def test_a_party_that_no_list_knows_gets_a_mention(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("The Quorn Brotherhood robbed the weavers of Zutphen.", chain)
    [weavers] = named(page, "the weavers")
    assert isinstance(weavers.value, Actor)
    assert (weavers.span.quote, weavers.value.kind, weavers.value.id) == ("weavers", "group", "group:weavers")


def test_a_place_that_is_attacked_stands_for_its_country(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("Rebels shelled the city of Aleppo on Monday.", chain)
    [city] = named(page, "Aleppo")
    assert isinstance(city.value, Actor)
    assert city.value.country == "SYR"


def test_a_relative_pronoun_is_whom_it_stands_for(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("Sweden, which attacked Finland, withdrew.", chain)
    [sweden] = named(page, "which")
    assert sweden.span.quote == "Sweden"


def test_a_verb_names_nobody(annotated: Annotated, chain: Sequence[Annotator]) -> None:
    page = annotated("They vanished.", chain)
    assert named(page, "vanished") == []

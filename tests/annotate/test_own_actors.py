"""A list of actors of one's own: it goes before titles and lists, and its mistakes are told at start."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from onrecord import settings
from onrecord.annotate.actors import Actors
from onrecord.codebooks.own_actors import SECTORS, WORLD, own_actors
from onrecord.data import Actor, Page
from onrecord.pipeline import builtin

OWN = """
[actors."Jane Roe"]
kind = "person"
names = ["Roe"]
country = "NOR"
sectors = ["OPP"]

[actors."Northern Shield"]
kind = "body"
names = ["NSH", "Shield of the North"]
country = "SYR"
sectors = ["REB"]

[actors.Kenya]
kind = "body"
id = "body:kenya-team"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "actors.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_it_goes_before_titles_and_lists(file: Path, annotated: Callable[..., Page]) -> None:
    text = "U.S. Senator Jane Roe met Shield of the North fighters in Kenya. Roe said the NSH had lied to Kenya."
    found = {
        (m.span.quote, v.id, v.country, v.sectors)
        for m in annotated(text, [Actors(own_actors(file))]).actors
        if isinstance(v := m.value, Actor)
    }
    assert found == {
        ("U.S. Senator Jane Roe", "person:jane-roe", "NOR", ("OPP",)),
        ("Roe", "person:jane-roe", "NOR", ("OPP",)),
        ("Shield of the North fighters", "SYR REB", "SYR", ("REB",)),
        ("NSH", "body:northern-shield", "SYR", ("REB",)),
        ("Kenya", "body:kenya-team", None, ()),
    }


def test_the_settings_name_it(file: Path, tmp_path: Path) -> None:
    path = tmp_path / "onrecord.toml"
    path.write_text('actors = "actors.toml"\n', encoding="utf-8")
    chosen = settings.read(path)
    assert chosen.actors == str(file)
    maker = next(a.maker for a in builtin(chosen) if a.name == "actors")
    assert maker.codebooks[-1] == own_actors(file).asset and maker.key != Actors().maker.key


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "actors: at least one actor"),
        ("actor = 1", "actor: there is no such table"),
        ('[actors.Roe]\nkind = "man"', "actors.Roe.kind: Invalid enum value 'man'; the kinds are person, body, group"),
        ('[actors.Roe]\nkind = "body"\ncountry = "no"', "actors.Roe.country: 'no' is no country's code"),
        (
            '[actors.Roe]\nkind = "body"\ncountry = "XXX"',
            "alpha-3 code as NOR, or one of PLOVER's: IGO, UNO, EUR, NGO, MNC",
        ),
        ('[actors.Roe]\nkind = "body"\nsectors = ["GOV", "ARM"]', "actors.Roe.sectors: 'ARM' is no sector. Those that"),
        ('[actors.Roe]\nkind = "body"\ncolour = 1', "actors.Roe: Object contains unknown field `colour`"),
        ('[actors.Roe]\nkind = "body"\nnames = ["--"]', "'--' is no name"),
        ('[actors.Roe]\nkind = "body"\n[actors.Doe]\nkind = "body"\nnames = ["Roe"]', "'Roe' stands in 'Roe' too"),
    ],
)
def test_a_mistake_is_told(written: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "actors.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(ValueError, match=r"actors\.toml: ") as error:
        own_actors(path)
    assert said in str(error.value)


def test_every_code_of_the_lists_that_come_with_it_is_taken(tmp_path: Path) -> None:
    written = "".join(
        book.read_text(encoding="utf-8")
        for book in files("onrecord.codebooks").iterdir()
        if re.match(r"(?:actors|agents|bodies|persons|offices|leaders|countries|regions)-", book.name)
    )
    sectors = {
        code for each in re.findall(r'"?sectors"? ?[:=] ?\[([^]]*)\]', written) for code in re.findall("[A-Z]+", each)
    }
    countries = set(re.findall(r'"?(?:country|iso3)"? ?[:=] ?"([A-Z]{3})"', written))
    assert sectors <= set(SECTORS) and len(sectors) > 15 and len(countries) > 200
    path = tmp_path / "actors.toml"
    path.write_text(
        "".join(f'[actors."Roe {c}"]\nkind = "body"\ncountry = "{c}"\n' for c in sorted(countries | {*WORLD})),
        encoding="utf-8",
    )
    assert len(own_actors(path).actors) == len(countries | {*WORLD})

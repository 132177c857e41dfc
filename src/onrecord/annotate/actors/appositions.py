"""Name and office that stand side by side are one: "Jane Roe, Ruritania's foreign minister"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.annotate.actors import runs
from onrecord.annotate.actors.books import slug
from onrecord.annotate.actors.identity import Index
from onrecord.annotate.actors.meaning import Meaning, is_named
from onrecord.annotate.actors.terms import firm
from onrecord.tokens import Token

# Marks that no apposition crosses.
BREAKS = frozenset((":", '"', "“", "”", "''", "``"))
# Sectors of those who are nothing else beside it.
TRADES = frozenset(("JUD", "MIL", "COP", "REL", "MED", "JRN", "LAB", "AGR"))


def appositions(found: Sequence[Meaning], index: Index) -> list[tuple[Meaning, Meaning]]:
    """Joins "Jane Roe, Ruritania's foreign minister," and "Jane Roe is the minister": name and office are one.

    Returns the pairs of name and office, for the name may yet turn out to be short for a fuller one.
    """
    joined = []
    for made in found:
        noun = made.unit.noun
        if noun is None or made.via == "title" or noun.plural or made.unit.entry or is_named(made.unit, index.parse):
            continue
        name = _named_by(made, index)
        if name is None or name is made:
            continue
        person = noun.row.kind == "person"
        if person and _other_trade(name, made):
            continue
        if person and (name.kind == "person" or (name.kind is None and name.via == "run")):
            _take_office(name, made, index)
            joined.append((name, made))
        elif not person and name.via == "run" and name.kind != "person" and noun.row.kind != "gear":
            _take_sort(name, made)
    return joined


def _named_by(made: Meaning, index: Index) -> Meaning | None:
    """The name that stands in apposition to the office `made`, or whose predicate it is."""
    head = made.unit.head
    if head.dep == "appos" and (name := index.of(head.head)) is not None and _joint(head.head, head, index):
        return name if name.unit.noun is None or name.via == "title" else None
    for child in head.children:
        if child.dep == "appos" and (name := index.of(child)) is not None and name.unit.noun is None:
            return name if _joint(head, child, index) else None
    if (name := _behind(head, index)) is not None:
        return name
    if head.dep == "attr" and head.head.lower in ("is", "'s", "’s"):
        subject = head.head.child("nsubj")
        name = index.of(subject) if subject is not None else None
        return name if name is not None and name.unit.noun is None else None
    return None


def _behind(head: Token, index: Index) -> Meaning | None:
    """ "Jane Roe" in "the head of Ruritania's Doe Service, Jane Roe,", which the parser ties to the body or country."""
    of = next((c for c in head.children if c.dep == "prep" and c.lower == "of"), None)
    whose = of.child("pobj") if of is not None else None
    owner = index.of(whose) if whose is not None else None
    if whose is None or owner is None or owner.kind not in ("body", "country"):
        return None
    named = (c for c in whose.children if c.dep == "appos" and c.ent == "PERSON" and _joint(whose, c, index))
    found = next((name for c in named if (name := index.of(c)) is not None), None)
    return found if found is not None and found.unit.noun is None and found.via == "run" else None


def _joint(first: Token, second: Token, index: Index) -> bool:
    """Whether nothing between two words in apposition says that somebody else begins to speak."""
    between = index.parse.tokens[first.i + 1 : second.i]
    return not any(t.text in BREAKS for t in between if t.i < second.left or t.head is not second)


def _other_trade(name: Meaning, office: Meaning) -> bool:
    """Whether the office is of a trade that a well known person never had: "Roe, a judge" of a mayor called Roe."""
    row = name.unit.entry.person if name.unit.entry is not None else None
    if row is None or not row.known or not row.terms or not TRADES & set(office.sectors):
        return False
    return not any(set(office.sectors) & set(t.sectors) for t in row.terms)


def _take_office(name: Meaning, office: Meaning, index: Index) -> None:
    if name.kind is None:
        assert name.unit.name is not None
        name.kind, name.via = "person", "title"
        name.id = runs.identity("person", *name.unit.name, index.parse)
    name.role = name.role or office.name
    name.country, name.sectors = office.country or name.country, firm(office.sectors) or name.sectors or office.sectors
    office.same(name)
    office.via = "apposition"


def _take_sort(name: Meaning, sort: Meaning) -> None:
    """Lets a name no list knows be what its apposition says: "the Doe Front, a rebel group"."""
    name.kind, name.country = "body", sort.country or name.country
    name.id = name.id or f"body:{slug(name.name)}"
    name.sectors = name.sectors or sort.sectors
    sort.same(name)
    sort.via = "apposition"

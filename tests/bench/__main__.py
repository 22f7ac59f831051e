"""`make bench`: every measurement, each beside its peer in one run; fails when a ratio is missed."""

import sys

from tests.bench import acks, answers, charts, first_load, ingest, providers, rewriting, runs, startup
from tests.bench.ratio import show

BENCHES = (startup, charts, acks, ingest, providers, first_load, answers, runs, rewriting)


def main(names: list[str]) -> int:
    """Run the benches of these names, or all."""
    known = {bench.__name__.rsplit(".", 1)[1]: bench for bench in BENCHES}
    unknown = set(names) - set(known)
    if unknown:
        print(
            f"There is no bench {', '.join(sorted(unknown))}; there are {', '.join(known)}.", file=sys.stderr
        )
        return 2
    held = True
    for name, bench in known.items():
        if not names or name in names:
            print(f"\n{name}: {bench.__doc__}", flush=True)
            held &= show(bench.run())
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

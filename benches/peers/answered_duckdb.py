"""Visits answered within 7 days, in DuckDB, on two threads and on one: median times in ms.

    python -m venv duck && duck/bin/pip install duckdb
    duck/bin/python benches/peers/answered_duckdb.py ../shared/data/icews14/events.tsv 1000000

The facts are those of the rows W6 and W6s of: cargo bench --bench joins -- often
"""

import datetime
import pathlib
import statistics
import sys
import time

import duckdb

QUERIES = {
    "W6": """SELECT count(*) FROM visit v JOIN host h ON h.s = v.o AND h.o = v.s
        WHERE h.day BETWEEN v.day AND v.day + 7""",
    "W6s": """SELECT count(*) FROM visit v JOIN visit w ON w.o = v.o WHERE w.day BETWEEN v.day + 1 AND v.day + 3""",
}


class Dice:
    """The same numbers as those of the bench: Knuth's MMIX generator."""

    def __init__(self) -> None:
        self.state = 1648

    def below(self, bound: int) -> int:
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return ((self.state >> 33) * bound) >> 31


def drawn(path: pathlib.Path, count: int) -> dict[str, list[tuple[int, int, int]]]:
    """The visits and the receptions: subject, object, day."""
    real = [line.split("\t") for line in path.read_text().splitlines()]
    names: dict[str, int] = {}
    tables: dict[str, list[tuple[int, int, int]]] = {"Make a visit": [], "Host a visit": []}
    dice = Dice()
    for _ in range(count):
        day = dice.below(365)
        subject, relation, object, _ = real[dice.below(len(real))]
        if relation in tables:
            ends = [names.setdefault(name, len(names)) for name in (subject, object)]
            tables[relation].append((ends[0], ends[1], day))
    return tables


def main() -> None:
    path, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    db = duckdb.connect()
    for name, facts in zip(("visit", "host"), drawn(path, count).values()):
        db.execute(f"CREATE TABLE {name} (s BIGINT, o BIGINT, day SMALLINT)")
        text = "\n".join(",".join(map(str, fact)) for fact in facts)
        scratch = pathlib.Path(f"{name}-{datetime.datetime.now().timestamp()}.csv")
        scratch.write_text(text)
        db.execute(f"COPY {name} FROM '{scratch}'")
        scratch.unlink()
    print(f"DuckDB {duckdb.__version__}, {count} facts\nquery  2 threads, ms  1 thread, ms       result")
    for number, query in QUERIES.items():
        medians = []
        for threads in (2, 1):
            db.execute(f"SET threads = {threads}")
            times = []
            for _ in range(9):
                start = time.perf_counter()
                (found,) = db.execute(query).fetchone()
                times.append((time.perf_counter() - start) * 1e3)
            medians.append(statistics.median(times))
        print(f"{number:<6} {medians[0]:>13.1f} {medians[1]:>13.1f} {found:>12}")


main()

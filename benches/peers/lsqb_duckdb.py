"""The nine queries of LSQB in DuckDB, on two threads and on one: median times in ms.

    python -m venv duck && duck/bin/pip install duckdb
    duck/bin/python benches/peers/lsqb_duckdb.py ../shared/data/lsqb/sf0.1

Beside it, in the same session: cargo bench --bench joins -- lsqb
"""

import pathlib
import statistics
import sys
import time

import duckdb

QUERIES = {
    1: """SELECT count(*) FROM City_isPartOf_Country ipo JOIN Person_isLocatedIn_City il ON il.t = ipo.s
        JOIN Forum_hasMember_Person hm ON hm.t = il.s JOIN Forum_containerOf_Post co ON co.s = hm.s
        JOIN Comment_replyOf_Post ro ON ro.t = co.t JOIN Comment_hasTag_Tag ht ON ht.s = ro.s
        JOIN Tag_hasType_TagClass ty ON ty.s = ht.t""",
    2: """SELECT count(*) FROM Knows k JOIN Comment_hasCreator_Person cc ON cc.t = k.s
        JOIN Comment_replyOf_Post ro ON ro.s = cc.s JOIN Post_hasCreator_Person pc ON pc.s = ro.t AND pc.t = k.t""",
    3: """SELECT count(*) FROM Lives a JOIN Knows ab ON ab.s = a.p JOIN Lives b ON b.p = ab.t AND b.c = a.c
        JOIN Knows bc ON bc.s = b.p JOIN Lives c ON c.p = bc.t AND c.c = a.c JOIN Knows ca ON ca.s = c.p AND ca.t = a.p""",
    4: """SELECT count(*) FROM HasTag ht JOIN HasCreator hc ON hc.s = ht.s JOIN Likes l ON l.t = ht.s
        JOIN ReplyOf ro ON ro.t = ht.s""",
    5: """SELECT count(*) FROM HasTag one JOIN ReplyOf ro ON ro.t = one.s JOIN Comment_hasTag_Tag other ON other.s = ro.s
        WHERE one.t <> other.t""",
    6: """SELECT count(*) FROM Knows a JOIN Knows b ON b.s = a.t JOIN Person_hasInterest_Tag i ON i.s = b.t
        WHERE a.s <> b.t""",
    7: """SELECT count(*) FROM HasTag ht JOIN HasCreator hc ON hc.s = ht.s LEFT JOIN Likes l ON l.t = ht.s
        LEFT JOIN ReplyOf ro ON ro.t = ht.s""",
    8: """SELECT count(*) FROM HasTag one JOIN ReplyOf ro ON ro.t = one.s JOIN Comment_hasTag_Tag other ON other.s = ro.s
        LEFT JOIN Comment_hasTag_Tag own ON own.s = ro.s AND own.t = one.t WHERE one.t <> other.t AND own.s IS NULL""",
    9: """SELECT count(*) FROM Knows a JOIN Knows b ON b.s = a.t JOIN Person_hasInterest_Tag i ON i.s = b.t
        LEFT JOIN Knows k ON k.s = a.s AND k.t = b.t WHERE a.s <> b.t AND k.s IS NULL""",
}
VIEWS = {
    "Knows": "SELECT s, t FROM Person_knows_Person UNION ALL SELECT t, s FROM Person_knows_Person",
    "HasTag": "SELECT s, t FROM Comment_hasTag_Tag UNION ALL SELECT s, t FROM Post_hasTag_Tag",
    "HasCreator": "SELECT s, t FROM Comment_hasCreator_Person UNION ALL SELECT s, t FROM Post_hasCreator_Person",
    "Likes": "SELECT s, t FROM Person_likes_Comment UNION ALL SELECT s, t FROM Person_likes_Post",
    "ReplyOf": "SELECT s, t FROM Comment_replyOf_Comment UNION ALL SELECT s, t FROM Comment_replyOf_Post",
    "Lives": "SELECT il.s AS p, ipo.t AS c FROM Person_isLocatedIn_City il JOIN City_isPartOf_Country ipo ON ipo.s = il.t",
}


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    expected = {}
    for line in (folder.parent / "expected.tsv").read_text().splitlines()[1:]:
        scale, query, count = line.split("\t")
        if scale == folder.name:
            expected[int(query)] = int(count)
    db = duckdb.connect()
    for path in sorted(folder.glob("*_*.csv")):
        db.execute(
            f"CREATE TABLE {path.stem} AS SELECT * FROM read_csv('{path}', delim='|', header=false, skip=1,"
            " columns={'s': 'BIGINT', 't': 'BIGINT'})"
        )
    for name, query in VIEWS.items():
        # As tables: a view would be joined anew each time.
        db.execute(f"CREATE TABLE {name} AS {query}")
    print(f"DuckDB {duckdb.__version__}, LSQB {folder.name}\nquery  2 threads, ms  1 thread, ms")
    for number, query in QUERIES.items():
        medians = []
        for threads in (2, 1):
            db.execute(f"SET threads = {threads}")
            times = []
            for _ in range(7):
                start = time.perf_counter()
                (count,) = db.execute(query).fetchone()
                times.append((time.perf_counter() - start) * 1e3)
                assert count == expected[number], (number, count, expected[number])
            medians.append(statistics.median(times))
        print(f"q{number:<5} {medians[0]:>13.1f} {medians[1]:>13.1f}")


main()

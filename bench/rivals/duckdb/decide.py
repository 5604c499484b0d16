#!/usr/bin/env python3
"""DuckDB: the policy is one CASE over the columns of a table, and all records are decided by one query.

    decide.py CASE_DIR

The strictest measure stands first; rows that it decides are not looked at again. The decision alone goes from a table in
memory to another; with conversion, the same query reads the JSON file and Python gets a list. All records stand there COPIES
times: DuckDB is for many rows, and what a query costs before its first row would hide what a row costs. Once with one
thread, once with two.
"""

import sys
import time

import duckdb

import harness

COPIES = 30

SIGNS = {"==": "=", "!=": "<>"}
TYPES = {"number": "BIGINT", "flag": "BOOLEAN"}


def literal(value):
    return str(value).lower() if isinstance(value, bool) else f"'{value}'" if isinstance(value, str) else str(value)


def comparison(each):
    if isinstance(each["value"], bool):
        return each["fact"] if each["value"] else f"NOT {each['fact']}"
    return f"{each['fact']} {SIGNS.get(each['op'], each['op'])} {literal(each['value'])}"


def case_expression(policy):
    branches = ""
    for measure in reversed(policy["measures"]):
        rules = [" AND ".join(map(comparison, rule["all"])) for rule in policy["rules"] if rule["measure"] == measure]
        if rules:
            branches += f"WHEN ({') OR ('.join(rules)}) THEN '{measure}'\n"
    return f"CASE {branches} ELSE '{policy['measures'][0]}' END"


def column_type(fact):
    return TYPES.get(fact["type"]) or f"ENUM ({', '.join(map(literal, fact['values']))})"


def run(case, threads):
    rival = f"DuckDB, {threads} thread{'s' if threads > 1 else ''}"
    connection = duckdb.connect(config={"threads": threads})
    # A thread takes a group of rows at a time. By default a group has 122,880, and two threads have little to share.
    connection.execute("ATTACH ':memory:' AS small_groups (ROW_GROUP_SIZE 2048)")
    connection.execute("USE small_groups")
    # A column each, so that nothing is guessed; enumerations are read as text and cast.
    columns = "{" + ", ".join(f"{fact['name']}: '{TYPES.get(fact['type'], 'VARCHAR')}'" for fact in case.policy["facts"]) + "}"
    casts = ", ".join(f"{fact['name']}::{column_type(fact)} AS {fact['name']}" for fact in case.policy["facts"])
    source = f"(SELECT {casts} FROM read_json({[str(case.folder / 'facts.ndjson')] * COPIES}, format = 'newline_delimited', columns = {columns}))"
    connection.execute(f"CREATE TABLE facts AS SELECT * FROM {source}")
    connection.execute("CREATE TABLE decisions (measure VARCHAR)")
    # What is prepared is planned once, as elsewhere.
    query = f"SELECT {case_expression(case.policy)} AS measure FROM"
    began = time.perf_counter()
    connection.execute(f"PREPARE decided AS INSERT INTO decisions {query} facts")
    load_ms = 1000 * (time.perf_counter() - began)
    connection.execute(f"PREPARE converted AS {query} {source}")

    def decided():
        connection.execute("TRUNCATE decisions")
        connection.execute("EXECUTE decided")

    def converted():
        return [measure for measure, in connection.execute("EXECUTE converted").fetchall()]

    expected = case.expected * COPIES
    decided()
    harness.check(rival, [measure for measure, in connection.execute("SELECT measure FROM decisions").fetchall()], expected)
    harness.check(rival, converted(), expected)
    records = len(expected)
    decision, conversion = harness.median_ns(records, decided), harness.median_ns(records, converted)
    harness.report(rival, duckdb.__version__, case, load_ms, decision, conversion, records, records)


if __name__ == "__main__":
    for threads in (1, 2):
        run(harness.Case(sys.argv[1]), threads)

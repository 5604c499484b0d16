"""Inputs that grow in one way each.

A shape is a function of a size n. It returns the files to write, by name, and the arguments for `pasal`. What it makes is
a policy as an official could write it, only longer, and it takes no randomness: the same n is the same input.
"""

import datetime

FACTS = """facts about a platform
  users: number of people
  registered: yes or no
"""
REPORT = "platform: Tik Tok\nas of: 2018-07-04\nusers: 5000\nregistered: yes\n"


def joined(lines):
    return "\n".join(lines) + "\n"


def check(policy):
    return {"p.pasal": policy}, ["check", "p.pasal"]


def decide(policy, facts=REPORT):
    return {"p.pasal": policy, "f.yaml": facts}, ["decide", "p.pasal", "f.yaml"]


def rules(n):
    """rules"""
    return decide(FACTS + joined(f'rule "R{i}"\n  block if registered and users > {i + 5000}\n  cite "art. {i}"' for i in range(n)))


def reasons(n):
    """rules that apply"""
    return decide(FACTS + joined(f'rule "R{i}"\n  block if registered and users > {i % 5000}\n  because "{{users}} users are more than {i % 5000}."'
                                 for i in range(n)))


def questions(n):
    """unknown facts and rules that hang on them"""
    facts = "facts about a platform\n" + joined(f"  detail {i}: yes or no" for i in range(n))
    return decide(facts + joined(f'rule "R{i}"\n  block if detail {i} and no detail {(i + 1) % n}' for i in range(n)),
                  "platform: Tik Tok\nas of: 2018-07-04\n")


def long_condition(n):
    """parts of one condition"""
    facts = "facts about a platform\n" + joined(f"  detail {i}: yes or no" for i in range(n))
    return decide(facts + "block if " + "\n  and ".join(f"detail {i}" for i in range(n)) + "\n",
                  "platform: Tik Tok\nas of: 2018-07-04\n" + joined(f"detail {i}: yes" for i in range(n)))


def nesting(n):
    """nesting of conditions (limit at 4n)"""
    condition = "(" * n + "registered" + " and users > 1)" * n
    return decide(FACTS + joined(f'rule "R{i}"\n  block if {condition}' for i in range(200)))


def names(n):
    """declared names and uses"""
    facts = "facts about a platform\n" + joined(f"  number of reports of kind {i} in the region: number" for i in range(n))
    return decide(facts + joined(f"block if number of reports of kind {i} in the region > 5" for i in range(n)),
                  "platform: Tik Tok\nas of: 2018-07-04\n" + joined(f"number_of_reports_of_kind_{i}_in_the_region: {i}" for i in range(n)))


def long_names(n):
    """length of 1,000 names (limit at 4n)"""
    def name(i):
        return f"k{i} " + "report " * ((n - 8) // 7) + "z"
    facts = "facts about a platform\n" + joined(f"  {name(i)}: number" for i in range(1000))
    return decide(facts + joined(f"block if {name(i)} > 5" for i in range(1000)),
                  "platform: Tik Tok\nas of: 2018-07-04\n" + joined(f"{name(i)}: {i}" for i in range(1000)))


def definitions(n):
    """definitions, each of the one before"""
    chain = joined(f"define step {i} as step {i - 1} and users > {i % 5000}" for i in range(1, n))
    return decide(FACTS + "define step 0 as registered\n" + chain + f"block if step {n - 1}\n")


def exceptions(n):
    """exceptions, each to the one before"""
    chain = joined(f'exception "E{i}" to "E{i - 1}"\n  warn if users > {i % 5000}' for i in range(1, n))
    return decide(FACTS + 'rule "E0"\n  block if registered\n' + chain)


def values(n):
    """values of an enumeration and uses"""
    kinds = ", ".join(f"kind {i}" for i in range(n))
    return decide(f"facts about a platform\n  category: one of {kinds}\n" + joined(f"block if category is kind {i}" for i in range(n)),
                  "platform: Tik Tok\nas of: 2018-07-04\ncategory: kind 3\n")


def table(n):
    """rows of a table"""
    rows = joined(f"  {i} to {i} | yes | {'block' if i % 2 else 'warn'} | \"art. {i}\"" for i in range(n))
    return decide(FACTS + 'table "Users"\n  users | registered | measure | cite\n' + rows)


COMPLAINTS = """facts about a platform
  complaints: list of complaint
facts about a complaint
  category: one of gambling, hoax
  size: number of people
"""


def complaint_list(n):
    return "platform: Tik Tok\nas of: 2018-07-04\ncomplaints:\n" + joined(
        f"  - {{complaint: C{i}, category: {'gambling' if i % 2 else 'hoax'}, size: {i}}}" for i in range(n))


def items(n):
    """items of a list that quantifiers ask"""
    return decide(COMPLAINTS + "block if any complaint where category is hoax and size > 1 million\n"
                  "warn if fewer than 80% of complaints where category is hoax have size > 10\n"
                  "warn if sum of size of complaints > 5\n", complaint_list(n))


def for_each(n):
    """items that a rule is for"""
    return decide(COMPLAINTS + 'rule "Gambling"\n  for each complaint where category is gambling\n  block if size > 10\n', complaint_list(n))


def subjects(n):
    """subjects in a facts file"""
    one = "---\nplatform: P{}\nas of: 2018-07-04\nusers: {}\nregistered: yes\n"
    return decide(FACTS + "block if registered and users > 100\n", "".join(one.format(i, i) for i in range(n)))


def history(n):
    """dated values of a fact"""
    days = joined(f"  {2000 + i // 336}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}: {{users: {i}}}" for i in range(n))
    return decide(FACTS + "block if users > 100\n", "platform: Tik Tok\nas of: 2080-07-04\nhistory:\n" + days)


def taken(n):
    """measures taken"""
    records = joined(f'  - {{measure: warn, from: {2000 + i // 336}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}, under: "R{i}"}}' for i in range(n))
    return decide(FACTS + 'rule "Again"\n  block if warn and users > 10 and (sum of amount of measures taken where measure is block) = 0\n',
                  REPORT + "measures taken:\n" + records)


def duties_taken(n):
    """duties of an item and measures taken"""
    policy = """facts about a platform
  commitments: list of commitment
facts about a commitment
  due: date
  done: date, if any
obligation "Keep"
  for each commitment
  the platform must have done
  by due
  or else warn
  then block after 10 days
"""
    days = [f"2018-0{i % 6 + 1}-{i % 28 + 1:02}" for i in range(n)]
    items = joined(f"  - {{commitment: c{i}, due: {day}}}" for i, day in enumerate(days))
    records = joined(f'  - {{measure: warn, from: {day}, under: "Keep", about: c{i}}}' for i, day in enumerate(days))
    return decide(policy, "platform: Tik Tok\nas of: 2018-07-04\ncommitments:\n" + items + "measures taken:\n" + records)


LADDER = "measures mildest first\n  allow\n  warn\n  throttle\n  block\n"


def through_time(policy, facts, begin, end):
    return {"p.pasal": LADDER + policy, "f.yaml": facts}, ["timeline", "p.pasal", "f.yaml", "--from", begin, "--to", end]


def timeline_reports(n):
    """timeline: reports of half an hour each"""
    policy = """facts about a platform
  users: number of people
rule "Big"
  warn if users > 990
rule "Peak"
  throttle if highest users in the last 7 days > 999
rule "Long"
  block if users > 500 for at least 2 hours
"""
    begin = datetime.datetime(2020, 1, 1)
    reports = joined(f"  {begin + datetime.timedelta(minutes=30 * i):%Y-%m-%d %H:%M}: {{users: {i * i * 7919 % 1000 + 1}}}" for i in range(n))
    return through_time(policy, "platform: Tik Tok\nas of: 2026-01-01\nhistory:\n" + reports, "2020-01-01", "2026-01-01")


def timeline_duties(n):
    """timeline: items of 100 duties"""
    policy = """facts about a platform
  commitments: list of commitment
facts about a commitment
  kind: number
  due: date
  done: date, if any
""" + joined(f"""obligation "Keep {i}"
  for each commitment where kind = {i}
  the platform must have done
  within {i % 20 + 3} days after due
  or else warn
  then block after {i % 7 + 4} days""" for i in range(100))
    begin = datetime.date(2018, 1, 1)
    items = []
    for i in range(n):
        due = begin + datetime.timedelta(days=i * 37 % 700)
        done = due + datetime.timedelta(days=i * 13 % 40) if i % 10 else "none"
        items.append(f"  - {{commitment: c{i}, kind: {i * 7 % 100}, due: {due}, done: {done}}}")
    return through_time(policy, "platform: Tik Tok\nas of: 2020-06-01\ncommitments:\n" + joined(items), "2018-01-01", "2020-06-01")


def parameters(n):
    """dated values of a parameter"""
    rows = joined(f"  {i} from {1000 + i // 336}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02} cite \"MR {i}\"" for i in range(n))
    return decide(FACTS + "parameter N: number of people\n" + rows + "block if users > N\n")


def used_files(n):
    """files used side by side"""
    files = {f"part{i}.pasal": f'rule "R{i}"\n  block if registered and users > {i + 5000}\n' for i in range(n)}
    files["p.pasal"] = joined(f'use "part{i}.pasal"' for i in range(n)) + FACTS
    files["f.yaml"] = REPORT
    return files, ["decide", "p.pasal", "f.yaml"]


def chained_files(n):
    """files that use the next"""
    files = {f"part{i}.pasal": f'use "part{i + 1}.pasal"\nrule "R{i}"\n  block if registered and users > {i + 5000}\n' for i in range(n)}
    files[f"part{n}.pasal"] = ""
    files["p.pasal"] = 'use "part0.pasal"\n' + FACTS
    files["f.yaml"] = REPORT
    return files, ["decide", "p.pasal", "f.yaml"]


def law_text(n):
    """articles of a Markdown law"""
    articles = "".join(f"## Article {i}\n\nA platform of more than {i} users is looked at more closely, as chapter {i} says.\n\n"
                       f'```pasal\nrule "R{i}"\n  block if registered and users > {i + 5000}\n```\n\n' for i in range(n))
    return {"p.pasal.md": "# The law\n\n```pasal\n" + FACTS + "```\n\n" + articles, "f.yaml": REPORT}, ["decide", "p.pasal.md", "f.yaml"]


def mistakes(n):
    """misspelt names and declared ones"""
    facts = "facts about a platform\n" + joined(f"  number of reports {i}: number" for i in range(n))
    return check(facts + joined(f"block if numbr of reports {i} > 5" for i in range(n)))


def tests(n):
    """tests of a policy"""
    return {"p.pasal": FACTS + "block if registered and users > 100\n" +
            joined(f'test "T{i}"\n  as of 2018-07-04\n  given registered is yes, users is {i + 101}\n  expect block' for i in range(n))}, ["test", "p.pasal"]


def comments(n):
    """comments"""
    return check(FACTS + joined("# a comment\nblock if users > 5 # another" for i in range(n)))


def layout(n):
    """lines laid out"""
    files, _ = rules(n)
    return files, ["fmt", "--check", "p.pasal"]


def given_rows(n):
    """rows given in a test"""
    rows = joined(f"    gambling | {i}" for i in range(n))
    return {"p.pasal": COMPLAINTS + 'block if any complaint where size > 10\ntest "T"\n  as of 2018-07-04\n  given complaints\n    category | size\n' + rows +
            "  expect block\n"}, ["test", "p.pasal"]


def obligations(n):
    """obligations"""
    return decide("facts about a platform\n  notified on: date, if any\n  has office: yes or no\n" + joined(
        f'obligation "O{i}"\n  the platform must have has office\n  within {i % 50 + 1} days after notified on\n  or else block' for i in range(n)),
        "platform: Tik Tok\nas of: 2018-07-04\nnotified on: 2018-01-01\nhas office: no\n")


def nested_facts(n):
    """nested groups of facts"""
    facts = "facts about a platform\n" + joined(f"  group {i} value: number" for i in range(n))
    return decide(facts + "block if group 0 value > 1\n", "platform: Tik Tok\nas of: 2018-07-04\n" + joined(f"group {i}:\n  value: {i}" for i in range(n)))


def exceptions_to_one(n):
    """exceptions to one rule"""
    return decide(FACTS + 'rule "R"\n  block if registered\n' + joined(f'exception "E{i}" to "R"\n  warn if users > {i + 5000}' for i in range(n)))


def wide_definition(n):
    """definitions and uses"""
    return decide(FACTS + joined(f"define part {i} as users > {i}" for i in range(n)) + joined(f"block if part {i} and part {(i * 7) % n}" for i in range(n)))


def subset_uses(n):
    """uses of a defined part of a list"""
    return decide(COMPLAINTS + "define grave complaint as a complaint where category is gambling and size > 10\n" +
                  joined(f"block if any grave complaint where size > {i + 5}" for i in range(n)), complaint_list(10))

// What a facts file says, and what several say together.
#include "tests/unit/facts_program.hpp"

using namespace pasal;

TEST_CASE("keys match names whatever their case and joints, and nested keys join") {
  CHECK(facts_of("negative_content-backlog: 1") == "{negative-content backlog: 1}");
  CHECK(facts_of("Negative Content: {BACKLOG: 1}") == "{negative-content backlog: 1}");
  CHECK(facts_of("negative:\n  content:\n    backlog: 1") == "{negative-content backlog: 1}");
  CHECK(facts_of("{\"local office\": false}") == "{local office: no}");
  CHECK(facts_of("negative content:") == "{}");
}

TEST_CASE("a fact with a path is found there and under its own name, if they agree") {
  CHECK(facts_of("financials: {turnover: 5}") == "{annual turnover: 5 IDR}");
  CHECK(facts_of("financials.turnover: 5") == "{annual turnover: 5 IDR}");
  CHECK(facts_of("annual turnover: 5") == "{annual turnover: 5 IDR}");
  CHECK(facts_of("financials: {turnover: 5}\nannual turnover: 5 IDR") == "{annual turnover: 5 IDR}");
  CHECK(facts_of("financials: {turnover: 5}\nannual turnover: 6") == "f1:2:18 facts-disagree");
}

TEST_CASE("the declared type decides how a value reads") {
  CHECK(facts_of("legal form: NO") == "{legal form: NO}");
  CHECK(facts_of("legal form: 12") == "{legal form: 12}");
  CHECK(facts_of("legal form: 'none'") == "{legal form: none}");
  CHECK(facts_of("local office: 'Yes'") == "{local office: yes}");
  CHECK(facts_of("local office: tidak", Language::indonesian) == "{local office: tidak}");
  CHECK(facts_of("share: 12.5 %") == "{share: 12.5%}");
  CHECK(facts_of("annual turnover: IDR 1000") == "{annual turnover: 1,000 IDR}");
  CHECK(facts_of("moderators: 20 people") == "{moderators: 20}");
  CHECK(facts_of("ratio: 1e3") == "{ratio: 1,000}");
  CHECK(facts_of("ratio: '-0.125'") == "{ratio: -0.125}");
  CHECK(facts_of("answer time: 24") == "{answer time: 24 hours}");
  CHECK(facts_of("answer time: 90 minutes") == "{answer time: 90 minutes}");
  CHECK(facts_of("registered on: 2018-07-03") == "{registered on: 3 July 2018}");
  CHECK(facts_of("last contact: 2018-07-03T09:00:30.5Z") == "{last contact: 3 July 2018, 16:00}");
  CHECK(facts_of("languages: [id, 12, no]") == "{languages: id, 12, no}");
  CHECK(facts_of("minimum age: 0") == "{minimum age: 0}");
  CHECK(facts_of("minimum age: 120") == "{minimum age: 120}");
}

TEST_CASE("null, unknown and none") {
  CHECK(facts_of("local office:\nmoderators: ~\nratio: null") == "{}");
  CHECK(facts_of("local office: ?\nmoderators: '?'\nratio: ?  # who knows") ==
        "{local office: unknown; moderators: unknown; ratio: unknown}");
  CHECK(facts_of("{local office: ?, moderators: ? }") == "{local office: unknown; moderators: unknown}");
  CHECK(facts_of("legal form: 'so: ?, or so: ?'") == "{legal form: so: ?, or so: ?}");
  CHECK(facts_of("legal form: |\n  so: ?\n") == "{legal form: so: ?\n}");
  CHECK(facts_of("registered on: none\ntrade name: none\ncomplaints: none\nlanguages: none") ==
        "{complaints: ; registered on: none; trade name: none; languages: none}");
  CHECK(facts_of("registered on: tidak ada", Language::indonesian) == "{registered on: tidak ada}");
  CHECK(facts_of("complaints: ?") == "{complaints: unknown}");
  CHECK(facts_of("complaints:\n- category: none") == "{complaints: (|category: none)}");
}

TEST_CASE("what is wrong with a value") {
  CHECK(problem_of("minimum age: thirteen") == "`minimum age` is a number of years, and `thirteen` is not; write it in digits, as in `5200`");
  CHECK(problem_of("minimum age: 121") == "`minimum age` is declared 0 to 120, and this is 121; correct one of the two");
  CHECK(problem_of("minimum age: -1") == "`minimum age` is declared 0 to 120, and this is -1; correct one of the two");
  CHECK(problem_of("ratio: 1.500") == "`1.500` can be read as 1.5 or 1500; write `1.5` or `1500`");
  CHECK(problem_of("ratio: 2.125") == "`2.125` can be read as 2.1250 or 2125; write `2.1250` or `2125`");
  CHECK(problem_of("ratio: 1,000") == "`1,000` can be read as 1 or 1000; write `1` or `1000`");
  CHECK(problem_of("{\"ratio\": 1.500}") == "no problem");
  CHECK(problem_of("ratio: 0.125") == "no problem");
  CHECK(problem_of("ratio: 1,000,000") == "`ratio` is a number, and `1,000,000` is not; write the digits without marks between them, `1000000`");
  CHECK(problem_of("ratio: 5_200") == "`ratio` is a number, and `5_200` is not; write the digits without marks between them, `5200`");
  CHECK(problem_of("ratio: 0,5") == "`ratio` is a number, and `0,5` is not; write the decimals after a point, `0.5`");
  CHECK(problem_of("moderators: 20 items") == "`moderators` is a number of people, and `20 items` is not; it is counted in people");
  CHECK(problem_of("share: 0.8") == "`share` is a percent, and `0.8` is not; a percent needs its `%`, as in `80%`");
  CHECK(problem_of("annual turnover: 5 USD") ==
        "`annual turnover` is money in IDR, and `5 USD` is not; give it in IDR, as in `1000` or `1000 IDR`");
  CHECK(problem_of("answer time: 3 days") ==
        "`answer time` is a duration in hours, and `3 days` is not; give it in hours: 24 hours is not always 1 day");
  CHECK(problem_of("complaints: [{category: gambing}]") == "`gambing` is not a value of `category`; did you mean `gambling`?");
  CHECK(problem_of("complaints: [{category: fraud}]") ==
        "`fraud` is not a value of `category`; it is one of `child abuse`, `gambling`, `none`");
  CHECK(problem_of("last contact: 2018-07-03") ==
        "`last contact` is a date and time, and this is a date alone; add the time, as in `2018-07-03 16:00`");
  CHECK(problem_of("registered on: 2018-07-03 16:00") ==
        "`registered on` is a date, and `2018-07-03 16:00` is not; write the day alone, as in `2018-07-03`");
  CHECK(problem_of("registered on: 2018-02-30") == "`registered on` is a date, and `2018-02-30` is not; there is no such day");
  CHECK(problem_of("last contact: 2018-03-25 02:30", "Europe/Berlin") ==
        "the clocks in Europe/Berlin were put forward over 2018-03-25 02:30, so there was no such time; write the time that was meant");
  CHECK(problem_of("local office: none") ==
        "`local office` cannot be none; write `yes` or `no`, or leave it out if it is not known");
  CHECK(problem_of("languages: id") == "`languages` is a list of text, and here stands a single value; begin each item with `- `, or write `none`");
  CHECK(problem_of("local office: [no]") == "`local office` is yes or no, and here stands a list; write one value");
  CHECK(problem_of("legal form: !x y") ==
        "`!x` says what kind of value follows, and the policy says that already; take it out, or put the text it belongs to in quotes");
}

TEST_CASE("what is wrong with a key") {
  CHECK(problem_of("local ofice: no") == "`local ofice` is not a fact of a platform; did you mean `local office`?");
  CHECK(problem_of("weather: fine") == "`weather` is not a fact of a platform; declare it in the policy, or take it out");
  CHECK(problem_of("negative content: {bcklog: 1}") ==
        "`negative content bcklog` is not a fact of a platform; did you mean `negative-content backlog`?");
  CHECK(problem_of("negative content: 5") ==
        "`negative content` is only the beginning of some facts' names, and here stands a single value; write those facts below it, each with its name");
  CHECK(problem_of("moderators: {value: 1, verifed: yes}") == "`verifed` is not said of a value; did you mean `verified`?");
  CHECK(problem_of("moderators: {source: x}") ==
        "`moderators` is a number of people, and here stands a group of facts; write one value, or `value:` and beside it `source:`, "
        "`observed:`, `verified:`");
  CHECK(problem_of("<<: {a: 1}") == "`<<` is not a fact of a platform; facts cannot be merged in; write them out");
  CHECK(facts_of("? [a]\n: 1") == "f1:1:3 facts-wrong-name");
  CHECK(facts_of("local office: no\nlocal_office: no") == "f1:2:1 facts-repeated-key");
  CHECK(facts_of("negative-content backlog: 1\nnegative content: {backlog: 1}") == "f1:2:20 facts-repeated-key");
  CHECK(facts_of("negative content: {backlog: 1}\nnegative content: {}") == "f1:2:1 facts-repeated-key");
  CHECK(facts_of("complaints: [{category: gambling, Category: gambling}]") == "f1:1:35 facts-repeated-key");
}

TEST_CASE("annotated values, history and where they come from") {
  FactsRun run;
  run.read({"moderators: {value: 20, source: \"meeting of 4 July\", observed: 2018-07-04, verified: yes}\n"
            "history:\n  2018-07-03 16:00: {moderators: 3}\n  2018-07-01: {moderators: {value: 2, verified: yes}}\n"
            "minimum age: 12\n"});
  CHECK(run.all() == "{minimum age: 12; moderators: 2 from 2018-07-01; moderators: 3 from 2018-07-03T16:00:00+07:00; "
                     "moderators: 20 from 2018-07-04}");
  REQUIRE(run.subjects.size() == 1);
  const Provenance& origin = run.subjects[0].facts[4].reports[2].provenance;
  CHECK(origin.file == "f1");
  CHECK(origin.line == 1);
  CHECK(origin.source == "meeting of 4 July");
  CHECK(origin.verified);
  REQUIRE(origin.observed);
  CHECK(iso(*origin.observed) == "2018-07-04");
  CHECK(facts_of("history: {2018-07-01: {moderators: 1}}\nmoderators: {value: 2, observed: 2018-07-01}") == "f1:2:21 facts-disagree" );
  CHECK(facts_of("history: {2018-07-01: {complaints: []}}") == "f1:1:24 facts-list-dated");
  CHECK(facts_of("history: {yesterday: {moderators: 1}}") == "f1:1:11 facts-wrong-type");
  CHECK(facts_of("history: {2018-07-01: {moderators: 1}, 2018-07-01: {ratio: 1}}") == "f1:1:40 facts-repeated-key");
}

TEST_CASE("measures taken read their amounts as their measures declare them, and a bare date is enough") {
  CHECK(facts_of("measures taken:\n"
                 "- {measure: Block, from: 2018-07-03 16:00, under: NO}\n"
                 "- {amount: 50%, measure: throttle, from: 2018-07-03, until: none}\n"
                 "- {measure: {value: fine, source: x}, from: 2018-07-03, amount: 10 million TRY}\n") ==
        "{measures taken: (|measure: block; from: 3 July 2018, 16:00; under: NO)"
        "(|measure: throttle; amount: 0.5; from: 3 July 2018; until: none)(|measure: fine; amount: 10,000,000; from: 3 July 2018)}");
  CHECK(problem_of("measures taken: [{measure: fine, from: 2018-07-03, amount: 5 USD}]") ==
        "`amount` is money in TRY, and `5 USD` is not; give it in TRY, as in `1000` or `1000 TRY`");
  CHECK(problem_of("measures taken: [{measure: throttle, from: 2018-07-03, amount: 50}]") ==
        "`amount` is a percent, and `50` is not; a percent needs its `%`, as in `80%`");
  CHECK(problem_of("measures taken: [{measure: warn, from: 2018-07-03, amount: 5}]") ==
        "`warn` takes no amount; declare one, as in `warn: percent`, or leave it out");
  CHECK(problem_of("measures taken: [{from: 2018-07-03}]") ==
        "this record of `measures taken` does not say `measure`; write which one was taken, as in `measure: block`");
  CHECK(problem_of("measures taken: [{measure: warn, from: ?}]") ==
        "this record of `measures taken` does not say `from`; write the day or the moment it was taken, as in `from: 2018-07-03`");
}

TEST_CASE("items are named by their record's noun") {
  CHECK(facts_of("complaints:\n- {complaint: A-17, category: gambling}\n- complaint: 18\n") == "{complaints: (A-17|category: gambling)(18|)}");
  CHECK(facts_of("complaints: [A-17]") == "f1:1:14 facts-wrong-shape");
  CHECK(facts_of("complaints: {category: gambling}") == "f1:1:13 facts-wrong-shape");
}

TEST_CASE("one subject, a list of them, a stream of documents") {
  CHECK(facts_of("") == "{}");
  CHECK(facts_of("# nothing\n---\n") == "{}");
  CHECK(facts_of("platform: Tik Tok\nlocal office: no") == "Tik Tok{local office: no}");
  CHECK(facts_of("- {platform: A}\n- {platform: B, local office: no}\n-") == "A{}B{local office: no}{}");
  CHECK(facts_of("platform: A\n---\nplatform: B\n...\n") == "A{}B{}");
  CHECK(facts_of("hello") == "f1:1:1 facts-wrong-shape");
  CHECK(facts_of("- local office: no\n- 12") == "f1:2:3 facts-wrong-shape");
  CHECK(facts_of("- local office: no\nratio: 1") == "f1:2:1 facts-not-yaml");
}

TEST_CASE("files are joined by name, unnamed subjects by their place") {
  const auto together = [](const std::vector<std::string>& files) { return FactsRun().read(files).all(); };
  CHECK(together({"- {platform: A, ratio: 1}\n- {platform: B}", "platform: B\nratio: 2"}) == "A{ratio: 1}B{ratio: 2}");
  CHECK(together({"ratio: 1", "share: 1%"}) == "{share: 1%; ratio: 1}");
  CHECK(together({"platform: A", "ratio: 1"}) == "A{ratio: 1}");
  CHECK(together({"ratio: 1", "platform: A"}) == "A{ratio: 1}");
  CHECK(together({"ratio: 1", "ratio: 1.0"}) == "{ratio: 1}");
  CHECK(together({"ratio: 1", "ratio: 2"}) == "f2:1:8 facts-disagree");
  CHECK(together({"complaints: [{category: gambling}]", "complaints: [{category: GAMBLING}]"}) == "{complaints: (|category: gambling)}");
  CHECK(together({"complaints: [{category: gambling}]", "complaints: []"}) == "f2:1:13 facts-disagree");
  CHECK(together({"complaints: [{category: gambling}]", "complaints: ?"}) == "f2:1:13 facts-disagree");
}

TEST_CASE("the same value said twice is verified if either is; the latest `as of` counts") {
  FactsRun run;
  run.read({"as of: 2018-07-04\nratio: 1", "as of: 2018-07-04 16:00\nratio: {value: 1, verified: yes}"});
  REQUIRE(run.subjects.size() == 1);
  const auto& reports = run.subjects[0].facts[13].reports;
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].provenance.file == "f1");
  CHECK(reports[0].provenance.verified);
  REQUIRE(run.subjects[0].as_of);
  CHECK(iso(*run.subjects[0].as_of, run.program.zone) == "2018-07-04T23:59:59+07:00");
}

TEST_CASE("all problems of all files at once, each where it is") {
  CHECK(FactsRun().read({"local ofice: no\nminimum age: 999\n", "\xEF\xBB\xBFlegal form: ünï\r\nshare: ü\r\n", "{\"é\": 1, \"share\": 2}"}).problems() ==
        "f1:1:1 facts-undeclared-key\nf1:2:14 facts-out-of-range\nf2:2:8 facts-wrong-type\n"
        "f3:1:2 facts-undeclared-key\nf3:1:19 facts-wrong-type");
}

TEST_CASE("one value as `--set` gives it") {
  const Program program = vocabulary();
  Diagnostics diagnostics;
  const auto set = [&](std::size_t fact, std::string_view text) {
    const FactDeclaration& declaration = program.records[0].facts[fact];
    const auto value = read_scalar(program, declaration, text, false, Span{}, diagnostics);
    return value ? display(*value, declaration.type, program.language, program.zone) : "nothing";
  };
  CHECK(set(0, "no") == "no");
  CHECK(set(1, "?") == "unknown");
  CHECK(set(5, "none") == "none");
  CHECK(set(2, "130") == "nothing");
  CHECK(diagnostics.error_count() == 1);
}

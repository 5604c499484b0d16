//! What every rival in Rust does alike: read the case, check the decisions, time them, report.
//! docs/bench.md says how the times are taken.

use serde_json::{Value, json};
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

const CHECK_SECONDS: f64 = 10.0;
const ROUND_SECONDS: f64 = 0.2;
const ROUNDS: usize = 5;
const FEWEST: usize = 50; // records of a pass, however slow the rival is

pub struct Comparison {
    pub fact: String,
    pub op: String,
    pub value: Value,
}

pub struct Rule {
    pub name: String,
    pub measure: String,
    pub all: Vec<Comparison>,
}

pub struct Case {
    pub measures: Vec<String>, // mildest first
    pub facts: Vec<String>,
    pub rules: Vec<Rule>,
    pub records: Vec<String>, // a JSON object each
    pub expected: Vec<String>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_string()
}

fn lines(path: PathBuf) -> Vec<String> {
    fs::read_to_string(path).unwrap().lines().map(str::to_string).collect()
}

impl Case {
    /// The case in the folder that the program's argument names.
    pub fn from_argument() -> Case {
        let argument = std::env::args().nth(1).expect("the folder of a case");
        let folder = Path::new(&argument);
        let policy: Value = serde_json::from_str(&fs::read_to_string(folder.join("policy.json")).unwrap()).unwrap();
        let comparison = |each: &Value| Comparison { fact: text(&each["fact"]), op: text(&each["op"]), value: each["value"].clone() };
        let rule = |each: &Value| Rule {
            name: text(&each["name"]),
            measure: text(&each["measure"]),
            all: each["all"].as_array().unwrap().iter().map(comparison).collect(),
        };
        Case {
            measures: policy["measures"].as_array().unwrap().iter().map(text).collect(),
            facts: policy["facts"].as_array().unwrap().iter().map(|fact| text(&fact["name"])).collect(),
            rules: policy["rules"].as_array().unwrap().iter().map(rule).collect(),
            records: lines(folder.join("facts.ndjson")),
            expected: lines(folder.join("expected.csv")).split_off(1),
        }
    }

    /// The rules with the strictest measure first.
    pub fn strictest_first(&self) -> Vec<&Rule> {
        let of = |measure| self.rules.iter().filter(move |rule| &rule.measure == measure);
        self.measures.iter().rev().flat_map(of).collect()
    }
}

/// The median of several rounds, each of as many passes over the records as fill its time, after one that warms up.
fn median_nanoseconds(records: usize, mut pass: impl FnMut()) -> f64 {
    let mut times = Vec::new();
    for round in 0..=ROUNDS {
        let began = Instant::now();
        let mut passes = 0;
        while began.elapsed().as_secs_f64() < ROUND_SECONDS {
            pass();
            passes += 1;
        }
        if round > 0 {
            times.push(1e9 * began.elapsed().as_secs_f64() / (passes * records) as f64);
        }
    }
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

/// `convert` makes of a record's text what the rival decides over; `decide` gives the measure's name.
pub fn report<Native>(
    rival: &str,
    version: &str,
    case: &Case,
    load: std::time::Duration,
    convert: impl Fn(&str) -> Native,
    decide: impl Fn(&Native) -> String,
) {
    let mut natives = Vec::new();
    let began = Instant::now();
    for (i, record) in case.records.iter().enumerate() {
        if began.elapsed().as_secs_f64() > CHECK_SECONDS {
            break;
        }
        let native = convert(record);
        let decided = decide(&native);
        assert_eq!(decided, case.expected[i], "{rival}: record {i}");
        natives.push(native);
    }
    let checked = natives.len();
    let each = began.elapsed().as_secs_f64() / checked as f64;
    let timed = checked.min(FEWEST.max((ROUND_SECONDS / each) as usize));
    let decision = median_nanoseconds(timed, || {
        for native in &natives[..timed] {
            black_box(decide(native));
        }
    });
    let conversion = median_nanoseconds(timed, || {
        for record in &case.records[..timed] {
            black_box(decide(&convert(record)));
        }
    });
    println!(
        "{}",
        json!({"rival": rival, "version": version, "rules": case.rules.len(), "ns_per_decision": decision,
               "ns_with_conversion": conversion, "load_ms": load.as_secs_f64() * 1e3, "checked": checked, "timed": timed})
    );
}

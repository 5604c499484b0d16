//! CEL in Rust: a compiled program for each rule, asked in turn, the strictest measure first, until one holds.
//!
//!     cel_rust CASE_DIR

use cel::{Context, Env, Program, Value};
use harness::{Case, Rule, report};
use std::sync::Arc;
use std::time::Instant;

const VERSION: &str = "0.15.0"; // as pinned in Cargo.toml: the crate does not tell

fn condition(rule: &Rule) -> String {
    let all: Vec<_> = rule.all.iter().map(|each| format!("{} {} {}", each.fact, each.op, each.value)).collect();
    all.join(" && ")
}

fn value_of(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Bool(yes) => Value::Bool(yes),
        serde_json::Value::Number(number) => Value::Int(number.as_i64().unwrap()),
        serde_json::Value::String(text) => Value::String(text.into()),
        _ => unreachable!("a record holds numbers, flags and texts"),
    }
}

fn main() {
    let case = Case::from_argument();
    let sources: Vec<_> = case.strictest_first().iter().map(|rule| (rule.measure.clone(), condition(rule))).collect();
    let env = Arc::new(Env::stdlib());
    let began = Instant::now();
    let programs: Vec<(String, Program)> = sources.into_iter().map(|(measure, text)| (measure, env.compile(&text).unwrap())).collect();
    let load = began.elapsed();

    let convert = |record: &str| {
        let facts: serde_json::Map<String, serde_json::Value> = serde_json::from_str(record).unwrap();
        let mut context = Context::with_env(env.clone());
        for (name, value) in facts {
            context.add_variable_from_value(name, value_of(value));
        }
        context
    };
    let decide = |context: &Context| {
        let holds = |program: &Program| program.execute(context).unwrap() == Value::Bool(true);
        let first = programs.iter().find(|(_, program)| holds(program));
        first.map_or(&case.measures[0], |(measure, _)| measure).clone()
    };
    report("CEL in Rust", VERSION, &case, load, convert, decide);
}

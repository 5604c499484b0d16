//! GoRules Zen: a decision table with a row for each rule, the strictest measure first, of which the first hit counts.
//!
//!     zen CASE_DIR
//!
//! The table is compiled, so that Zen looks up texts and flags in an index and asks only the rows that are left.

use harness::{Case, Comparison, report};
use serde_json::{Map, Value, json};
use std::time::Instant;
use zen_engine::model::GraphContent;
use zen_engine::{Decision, ENGINE_VERSION, Variable};

/// A cell tests the value of its column.
fn cell(each: &Comparison) -> String {
    match each.op.as_str() {
        "==" => each.value.to_string(),
        "!=" => format!("$ != {}", each.value),
        sign => format!("{sign} {}", each.value),
    }
}

fn in_zen(case: &Case) -> Value {
    let column = |name: &str| json!({"id": name, "name": name, "field": name});
    let mut rows = Vec::new();
    for rule in case.strictest_first() {
        let mut row: Map<String, Value> = rule.all.iter().map(|each| (each.fact.clone(), cell(each).into())).collect();
        row.insert("_id".into(), rule.name.clone().into());
        row.insert("measure".into(), json!(format!("\"{}\"", rule.measure)));
        rows.push(row.into());
    }
    rows.push(json!({"_id": "otherwise", "measure": format!("\"{}\"", case.measures[0])}));
    let edge = |id: &str, from: &str, to: &str| json!({"id": id, "type": "edge", "sourceId": from, "targetId": to});
    json!({
        "nodes": [
            {"id": "request", "name": "request", "type": "inputNode", "content": {}},
            {"id": "rules", "name": "rules", "type": "decisionTableNode", "content": {
                "hitPolicy": "first",
                "inputs": case.facts.iter().map(|name| column(name)).collect::<Vec<_>>(),
                "outputs": [column("measure")],
                "rules": Value::Array(rows),
            }},
            {"id": "response", "name": "response", "type": "outputNode", "content": {}},
        ],
        "edges": [edge("first", "request", "rules"), edge("second", "rules", "response")],
    })
}

fn main() {
    let case = Case::from_argument();
    let text = in_zen(&case).to_string();
    let began = Instant::now();
    let content: GraphContent = serde_json::from_str(&text).unwrap();
    let mut decision = Decision::from(content);
    decision.compile();
    let load = began.elapsed();

    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let convert = |record: &str| serde_json::from_str::<Variable>(record).unwrap();
    let decide = |record: &Variable| {
        let response = runtime.block_on(decision.evaluate(record.clone())).unwrap();
        response.result.dot("measure").unwrap().as_str().unwrap().to_string()
    };
    report("GoRules Zen", ENGINE_VERSION, &case, load, convert, decide);
}

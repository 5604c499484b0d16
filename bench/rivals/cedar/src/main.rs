//! Cedar: a policy for each rule, which forbids and carries its measure as an annotation.
//!
//!     cedar CASE_DIR
//!
//! Cedar itself knows only allow and deny, but it names the policies that determined a denial. The measure of the strictest
//! of them is the decision. The facts are the context of the request.

use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicyId, PolicySet, Request, RestrictedExpression};
use harness::{Case, Comparison, report};
use serde_json::Value;
use std::collections::HashMap;
use std::time::Instant;

fn comparison(each: &Comparison) -> String {
    match each.value.as_bool() {
        Some(true) => format!("context.{}", each.fact),
        Some(false) => format!("!context.{}", each.fact),
        None => format!("context.{} {} {}", each.fact, each.op, each.value),
    }
}

/// `Context::from_json_str` makes the same of a record, and takes longer.
fn restricted(value: Value) -> RestrictedExpression {
    match value {
        Value::Bool(yes) => RestrictedExpression::new_bool(yes),
        Value::Number(number) => RestrictedExpression::new_long(number.as_i64().unwrap()),
        Value::String(text) => RestrictedExpression::new_string(text),
        _ => unreachable!("a record holds numbers, flags and texts"),
    }
}

fn in_cedar(case: &Case) -> String {
    let mut text = String::new();
    for rule in &case.rules {
        let condition: Vec<_> = rule.all.iter().map(comparison).collect();
        text += &format!("@measure(\"{}\")\nforbid (principal, action, resource) when {{ {} }};\n", rule.measure, condition.join(" && "));
    }
    text
}

fn main() {
    let case = Case::from_argument();
    let text = in_cedar(&case);
    let began = Instant::now();
    let policies: PolicySet = text.parse().unwrap();
    let strictness = |measure: &str| case.measures.iter().position(|each| each == measure).unwrap();
    let measures: HashMap<PolicyId, usize> =
        policies.policies().map(|policy| (policy.id().clone(), strictness(policy.annotation("measure").unwrap()))).collect();
    let load = began.elapsed();

    let authorizer = Authorizer::new();
    let entities = Entities::empty();
    let [principal, action, resource] =
        ["Officer::\"anyone\"", "Action::\"operate\"", "Platform::\"one\""].map(|text| text.parse::<EntityUid>().unwrap());
    let convert = |record: &str| {
        let facts: serde_json::Map<String, Value> = serde_json::from_str(record).unwrap();
        let context = Context::from_pairs(facts.into_iter().map(|(name, value)| (name, restricted(value)))).unwrap();
        Request::new(principal.clone(), action.clone(), resource.clone(), context, None).unwrap()
    };
    let decide = |request: &Request| {
        let response = authorizer.is_authorized(request, &policies, &entities);
        assert_eq!(response.diagnostics().errors().count(), 0);
        let strictest = response.diagnostics().reason().map(|id| measures[id]).max();
        case.measures[strictest.unwrap_or(0)].clone()
    };
    report("Cedar", &cedar_policy::get_sdk_version().to_string(), &case, load, convert, decide);
}

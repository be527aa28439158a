//! Intake from outside: bodies in, requests or paths of violations out.

mod bodies;
mod encodings;
mod fuzz;
mod texts;

use jiff::civil::date;
use serde_json::{Value, json};

use super::{IntakeContext, IntakeError, parse_body, parse_value};
use crate::domain::{Brief, BriefInput, FieldError, PackKey, ReportRequest};

fn with_context<T>(run: impl FnOnce(&IntakeContext<'_>) -> T) -> T {
    let resolve = |name: &str| {
        let name = name.to_lowercase().replace(' ', "_");
        matches!(name.as_str(), "quick_social" | "quick_social_basic")
            .then(|| PackKey::parse("quick_social_basic"))
            .flatten()
    };
    let known = ["quick_social_basic".to_owned(), "launch_gtm_pack".to_owned()];
    run(&IntakeContext { today: date(2026, 11, 23), resolve_pack: &resolve, known_packs: &known })
}

fn read(body: &Value) -> Result<ReportRequest, Vec<FieldError>> {
    with_context(|context| parse_value(body, context))
}

fn read_bytes(body: &[u8]) -> Result<ReportRequest, IntakeError> {
    with_context(|context| parse_body(body, context))
}

/// A good body with `change` merged into it, and `brief` into its brief.
fn body(change: &Value, brief: &Value) -> Value {
    let mut body = json!({
        "pack_key": "quick_social_basic",
        "client_brief": {"brand_name": "Acme", "industry": "coffee"}
    });
    merge(&mut body, change);
    merge(&mut body["client_brief"], brief);
    body
}

fn merge(into: &mut Value, change: &Value) {
    for (key, value) in change.as_object().into_iter().flatten() {
        into[key] = value.clone();
    }
}

fn fields(request: ReportRequest) -> Brief {
    match request.brief {
        BriefInput::Fields(brief) => *brief,
        BriefInput::Text(raw) => raw.guess.expect("a guess"),
    }
}

fn paths(result: Result<ReportRequest, Vec<FieldError>>) -> Vec<String> {
    result.expect_err("violations").into_iter().map(|error| error.path).collect()
}

//! Errors that every route of the API can answer with, whatever it is for.

use utoipa::Modify;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{ContentBuilder, OpenApi as Document, Ref, ResponseBuilder};

/// Errors of any request under `/api`.
const OF_ALL: [(&str, &str); 3] = [
    ("401", "No key that fits was sent, where one is configured"),
    ("429", "Asked too often; `Retry-After` says when to ask again"),
    ("500", "A fault of the service; its log has the cause under `request_id`"),
];

/// Errors of a request with a body.
const OF_BODIES: [(&str, &str); 4] = [
    ("400", "The body is not JSON, is not UTF-8, or did not arrive"),
    ("413", "The body is larger than 1 MiB"),
    ("415", "The body was sent as something other than JSON"),
    ("422", "Fields are wrong; `fields` names each"),
];

/// Adds them where a route does not describe its own.
pub(super) struct CommonErrors;

impl Modify for CommonErrors {
    fn modify(&self, document: &mut Document) {
        let api = document.paths.paths.iter_mut().filter(|(path, _)| path.starts_with("/api/"));
        for (_, item) in api {
            let operations = [&mut item.get, &mut item.post, &mut item.delete];
            operations.into_iter().flatten().for_each(describe);
        }
    }
}

fn describe(operation: &mut Operation) {
    let of_body = OF_BODIES.iter().filter(|_| operation.request_body.is_some());
    for (status, description) in OF_ALL.iter().chain(of_body) {
        let body = ContentBuilder::new().schema(Some(Ref::from_schema_name("ErrorBody"))).build();
        let response =
            ResponseBuilder::new().description(*description).content("application/json", body);
        let described = &mut operation.responses.responses;
        described.entry((*status).to_owned()).or_insert_with(|| response.build().into());
    }
}

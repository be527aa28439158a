//! `aicmo openapi`: the API's description.

use super::out::Out;
use crate::http;

pub(super) fn run(out: Out) -> anyhow::Result<bool> {
    out.raw(http::openapi_json().trim_end())?;
    Ok(true)
}

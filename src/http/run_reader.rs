//! Whose a run is: the run in a path for those who may read it, and for those who may end it.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use uuid::Uuid;

use super::access::{Admin, Caller};
use super::admin;
use super::error::ApiError;
use super::state::HttpState;
use crate::runs::Run;

/// The run in the path, for its API key or for the token in the query: it may be read.
pub(super) struct Reader(pub Arc<Run>);

/// The run in the path for its API key alone: a token, which stands in URLs, ends nothing.
pub(super) struct Owner(pub Arc<Run>);

impl FromRequestParts<HttpState> for Reader {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        state: &HttpState,
    ) -> Result<Self, ApiError> {
        if let (Ok(id), Some(token)) = (id_in_path(parts, state).await, token_of(parts.uri.query()))
            && let Some(found) = state.app.runs.find_by_token(id, token)
        {
            return Ok(Self(found));
        }
        Owner::from_request_parts(parts, state).await.map(|Owner(run)| Self(run))
    }
}

impl FromRequestParts<HttpState> for Owner {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        state: &HttpState,
    ) -> Result<Self, ApiError> {
        let run = id_in_path(parts, state).await;
        if parts.headers.contains_key("x-admin-key") {
            Admin::from_request_parts(parts, state).await?;
            if let Ok(id) = &run
                && let Some(found) = state.app.runs.find(*id, &admin::caller())
            {
                return Ok(Self(found));
            }
        }
        let Caller(caller) = Caller::from_request_parts(parts, state).await?;
        state.app.runs.find(run?, &caller).map(Self).ok_or_else(no_run)
    }
}

async fn id_in_path(
    parts: &mut axum::http::request::Parts,
    state: &HttpState,
) -> Result<Uuid, ApiError> {
    let path: Result<Path<String>, PathRejection> = Path::from_request_parts(parts, state).await;
    parse_id(&path.map_err(|_| no_run())?.0)
}

fn token_of(query: Option<&str>) -> Option<&str> {
    query?.split('&').find_map(|pair| pair.strip_prefix("token="))
}

pub(super) fn parse_id(text: &str) -> Result<Uuid, ApiError> {
    Uuid::try_parse(text).map_err(|_| no_run())
}

pub(super) fn no_run() -> ApiError {
    ApiError::not_found("There is no such run. Finished runs are kept for an hour.")
}

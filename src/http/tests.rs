use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use tower::ServiceExt as _;

use super::envelope::envelope;
use super::state::HttpState;
use crate::app::App;
use crate::config::Config;

async fn panics() -> StatusCode {
    panic!("a brief's words")
}

#[tokio::test]
async fn a_panic_is_an_unexpected_error_that_tells_nothing() {
    let config = Config::from_map(&BTreeMap::new()).expect("valid");
    let state = HttpState::new(Arc::clone(&App::build(config).expect("it builds")));
    let router: Router = Router::new()
        .route("/api/panics", get(panics))
        .route("/api/teapot", get(|| async { StatusCode::INTERNAL_SERVER_ERROR }))
        .layer(from_fn_with_state(state.clone(), envelope))
        .with_state(state);
    for path in ["/api/panics", "/api/teapot"] {
        let request = Request::get(path).body(Body::empty()).expect("valid");
        let response = router.clone().oneshot(request).await.expect("infallible");
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        let body: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(body["error_type"], "unexpected_error");
        assert!(!body.to_string().contains("words"), "{body}");
    }
}

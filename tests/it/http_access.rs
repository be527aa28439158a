//! Who may ask: API keys, the metrics' token, the admin key, the limit a minute.

use crate::support::http::TestApp;

const GENERATE: &str = "/api/aicmo/generate_report";

#[tokio::test]
async fn keys_are_asked_for_in_both_ways() {
    let app = TestApp::with(&[("AICMO_API_KEYS", "alpha, beta")]);
    let packs = "/api/aicmo/packs";
    let answer = app.get(packs).await;
    answer.error(401, "unauthorized");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    for (name, value, wanted) in [
        ("authorization", "Bearer alpha", 200),
        ("authorization", "bearer  beta", 200),
        ("x-api-key", "beta", 200),
        ("x-api-key", "alpha, beta", 401),
        ("x-api-key", "", 401),
        ("x-api-key", "alph", 401),
        ("authorization", "Basic alpha", 401),
        ("authorization", "alpha", 401),
    ] {
        let answer = app.get_with(packs, &[(name, value)]).await;
        assert_eq!(answer.status.as_u16(), wanted, "{name}: {value}");
    }
    app.generate().await.error(401, "unauthorized");
    assert_eq!(app.get("/health/live").await.status, 200);
    app.get("/metrics").await.error(401, "unauthorized");
}

#[tokio::test]
async fn metrics_take_a_key_or_the_token() {
    let app = TestApp::with(&[("AICMO_API_KEYS", "alpha"), ("AICMO_METRICS_TOKEN", "scrape")]);
    for (key, wanted) in [("alpha", 200), ("scrape", 200), ("other", 401)] {
        let bearer = format!("Bearer {key}");
        let answer = app.get_with("/metrics", &[("authorization", &bearer)]).await;
        assert_eq!(answer.status.as_u16(), wanted, "{key}");
    }
    // The token opens nothing else.
    let answer = app.get_with("/api/aicmo/packs", &[("x-api-key", "scrape")]).await;
    answer.error(401, "unauthorized");
}

#[tokio::test]
async fn too_many_requests_of_one_client_are_a_429() {
    let app =
        TestApp::with(&[("AICMO_RATE_LIMIT_PER_MINUTE", "2"), ("AICMO_TRUSTED_PROXY_HOPS", "1")]);
    let packs = "/api/aicmo/packs";
    let from = |client| [("x-forwarded-for", client)];
    for client in ["1.1.1.1", "6.6.6.6, 1.1.1.1"] {
        assert_eq!(app.get_with(packs, &from(client)).await.status, 200);
    }
    let answer = app.get_with(packs, &from("7.7.7.7, 1.1.1.1")).await;
    let body = answer.error(429, "rate_limited");
    assert!(body["retry_after_secs"].as_u64().is_some_and(|secs| (1..=60).contains(&secs)));
    assert_eq!(app.get_with(packs, &from("2.2.2.2")).await.status, 200);
    assert_eq!(app.get_with("/health/live", &from("1.1.1.1")).await.status, 200);
}

#[tokio::test]
async fn admin_routes_open_by_their_key_only() {
    let status = "/api/aicmo/admin/status";
    let closed = TestApp::with(&[("OPENAI_API_KEY", "k")]);
    let body = closed.get_with(status, &[("x-admin-key", "admin123")]).await;
    let body = body.error(503, "admin_disabled");
    assert!(body["error_message"].as_str().is_some_and(|m| m.contains("AICMO_ADMIN_KEY")));

    let open = TestApp::with(&[("AICMO_ADMIN_KEY", "own")]);
    open.get(status).await.error(401, "unauthorized");
    assert_eq!(open.get_with(status, &[("x-admin-key", "own")]).await.status, 200);
    for _ in 0..4 {
        open.get_with(status, &[("x-admin-key", "admin123")]).await.error(401, "unauthorized");
    }
    // The sixth try within the minute is refused, the right key too.
    open.get_with(status, &[("x-admin-key", "own")]).await.error(429, "rate_limited");
    open.get_with("/health/llm?fresh=true", &[("x-admin-key", "own")])
        .await
        .error(429, "rate_limited");
}

//! Our own API from outside, for `--url`: plain requests, answers as JSON.
//!
//! Keys travel in headers only and never show in an error, a log or `Debug`. No redirect is
//! followed, so that a key reaches nobody but the address that was named.

use std::time::{Duration, Instant};

use reqwest::header::HeaderValue;
use reqwest::{Method, RequestBuilder, Url, redirect::Policy};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

/// Most bytes of an answer that are read.
const MAX_ANSWER: usize = 64 << 20;
/// Time to reach the server.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Where the deployment is and how to come in. `Debug` prints keys as `[REDACTED]`.
#[derive(Debug, Clone)]
pub struct ClientSettings {
    /// Its address, such as `https://aicmo.onrender.com`.
    pub url: String,
    /// A key of `AICMO_API_KEYS`.
    pub api_key: Option<SecretString>,
    /// `AICMO_ADMIN_KEY`.
    pub admin_key: Option<SecretString>,
    /// Time that one request may take.
    pub timeout: Duration,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The address is no http(s) address.
    #[error("--url must be an address such as https://aicmo.example.com")]
    Address,
    /// A key cannot be sent in a header.
    #[error("a key holds characters that cannot be sent in a header")]
    Key,
    /// The HTTP client could not be set up.
    #[error("the HTTP client could not be set up")]
    Setup,
    /// Nobody answers there.
    #[error("{0} cannot be reached: {1}")]
    Connect(String, &'static str),
    /// The answer took too long.
    #[error("{0} did not answer within {1} s")]
    Timeout(String, u64),
    /// The answer is not ours.
    #[error("{0} answered HTTP {1} with something that is not this service's JSON")]
    NotJson(String, u16),
    /// The answer is too long, or was cut.
    #[error("the answer of {0} could not be read to its end")]
    Cut(String),
}

/// An answer of the API.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Value,
    /// Wall time.
    pub took: Duration,
}

/// Which keys go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    Public,
    Admin,
}

/// A client of one deployment.
#[derive(Debug, Clone)]
pub struct Client {
    base: Url,
    http: reqwest::Client,
    settings: ClientSettings,
}

impl Client {
    /// A client for the deployment at `settings.url`.
    ///
    /// # Errors
    /// [`ClientError::Address`], [`ClientError::Setup`].
    pub fn new(settings: ClientSettings) -> Result<Self, ClientError> {
        let mut base = Url::parse(settings.url.trim()).map_err(|_| ClientError::Address)?;
        if !matches!(base.scheme(), "http" | "https") || !base.has_host() {
            return Err(ClientError::Address);
        }
        let _ = (base.set_username(""), base.set_password(None));
        base.set_query(None);
        base.set_fragment(None);
        let path = format!("{}/", base.path().trim_end_matches('/'));
        base.set_path(&path);
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT.min(settings.timeout))
            .timeout(settings.timeout)
            .user_agent(concat!("aicmo/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| ClientError::Setup)?;
        Ok(Self { base, http, settings })
    }

    /// The address without anything secret, for output.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// Whether an admin key is at hand.
    #[must_use]
    pub fn has_admin_key(&self) -> bool {
        self.settings.admin_key.is_some()
    }

    /// `GET path`.
    ///
    /// # Errors
    /// [`ClientError`] when there is no answer in JSON; an error status is an [`Answer`].
    pub async fn fetch(&self, path: &str) -> Result<Answer, ClientError> {
        self.send(self.request(Method::GET, path, Door::Public)?).await
    }

    /// `GET path` with the admin key.
    ///
    /// # Errors
    /// As [`Client::fetch`].
    pub async fn fetch_as_admin(&self, path: &str) -> Result<Answer, ClientError> {
        self.send(self.request(Method::GET, path, Door::Admin)?).await
    }

    /// `POST path` with `body`.
    ///
    /// # Errors
    /// As [`Client::fetch`].
    pub async fn post(&self, path: &str, body: &Value) -> Result<Answer, ClientError> {
        self.send(self.request(Method::POST, path, Door::Public)?.json(body)).await
    }

    /// `POST path` with `body` and the admin key.
    ///
    /// # Errors
    /// As [`Client::fetch`].
    pub async fn post_as_admin(&self, path: &str, body: &Value) -> Result<Answer, ClientError> {
        self.send(self.request(Method::POST, path, Door::Admin)?.json(body)).await
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        door: Door,
    ) -> Result<RequestBuilder, ClientError> {
        let url = self.base.join(path.trim_start_matches('/')).map_err(|_| ClientError::Address)?;
        let admin_key = self.settings.admin_key.as_ref().filter(|_| door == Door::Admin);
        let keys = [("x-api-key", self.settings.api_key.as_ref()), ("x-admin-key", admin_key)];
        let mut request = self.http.request(method, url);
        for (name, key) in keys {
            let Some(key) = key else { continue };
            let mut value =
                HeaderValue::from_str(key.expose_secret()).map_err(|_| ClientError::Key)?;
            value.set_sensitive(true);
            request = request.header(name, value);
        }
        Ok(request)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Answer, ClientError> {
        let begun = Instant::now();
        let mut response = request.send().await.map_err(|error| self.fault(&error))?;
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.fault(&error))? {
            if bytes.len() + chunk.len() > MAX_ANSWER {
                return Err(ClientError::Cut(self.shown().to_owned()));
            }
            bytes.extend_from_slice(&chunk);
        }
        let body = serde_json::from_slice(&bytes)
            .map_err(|_| ClientError::NotJson(self.shown().to_owned(), status))?;
        Ok(Answer { status, body, took: begun.elapsed() })
    }

    fn fault(&self, error: &reqwest::Error) -> ClientError {
        let shown = self.shown().to_owned();
        if error.is_timeout() && !error.is_connect() {
            ClientError::Timeout(shown, self.settings.timeout.as_secs())
        } else if error.is_connect() || error.is_request() {
            ClientError::Connect(shown, reason(error))
        } else {
            ClientError::Cut(shown)
        }
    }
}

/// The cause in plain words; the library's own text may hold the whole address.
fn reason(error: &reqwest::Error) -> &'static str {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            return match io.kind() {
                std::io::ErrorKind::ConnectionRefused => "the connection was refused",
                std::io::ErrorKind::ConnectionReset => "the connection was reset",
                std::io::ErrorKind::TimedOut => "the connection timed out",
                _ => "the name is unknown, or the network or TLS failed",
            };
        }
        source = cause.source();
    }
    "the connection failed"
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;
    use wiremock::matchers::{header, header_exists, method, path};
    use wiremock::{Mock, MockServer, ResponseTemplate};

    use super::{Client, ClientError, ClientSettings};

    fn settings(url: &str) -> ClientSettings {
        ClientSettings {
            url: url.to_owned(),
            api_key: Some("key-of-the-api".into()),
            admin_key: Some("key-of-the-admin".into()),
            timeout: Duration::from_secs(5),
        }
    }

    #[test]
    fn takes_web_addresses_only_and_hides_credentials() {
        for (given, wanted) in [
            ("https://a.example", Some("https://a.example")),
            ("http://u:p@a.example:8000/x/?k=v#f", Some("http://a.example:8000/x")),
            ("ftp://a.example", None),
            ("a.example", None),
            ("", None),
        ] {
            let client = Client::new(settings(given));
            assert_eq!(client.ok().map(|c| c.shown().to_owned()).as_deref(), wanted, "{given}");
        }
        let debug = format!("{:?}", Client::new(settings("http://a.example")).unwrap());
        assert!(!debug.contains("key-of-the"), "{debug}");
    }

    #[tokio::test]
    async fn sends_the_admin_key_where_it_is_asked_for_only() {
        let server = MockServer::start().await;
        let good = ResponseTemplate::new(200).set_body_json(json!({"ok": true}));
        Mock::given(method("GET"))
            .and(path("/api/aicmo/admin/status"))
            .and(header("x-admin-key", "key-of-the-admin"))
            .respond_with(good.clone())
            .mount(&server)
            .await;
        Mock::given(header_exists("x-admin-key"))
            .respond_with(ResponseTemplate::new(500))
            .mount(&server)
            .await;
        Mock::given(path("/health"))
            .and(header("x-api-key", "key-of-the-api"))
            .respond_with(good)
            .mount(&server)
            .await;
        let client = Client::new(settings(&server.uri())).unwrap();
        assert_eq!(client.fetch_as_admin("/api/aicmo/admin/status").await.unwrap().status, 200);
        assert_eq!(client.fetch("/health").await.unwrap().status, 200);
    }

    #[tokio::test]
    async fn names_what_went_wrong_without_keys() {
        let server = MockServer::start().await;
        Mock::given(path("/html"))
            .respond_with(ResponseTemplate::new(200).set_body_string("<html>"))
            .mount(&server)
            .await;
        Mock::given(path("/moved"))
            .respond_with(ResponseTemplate::new(302).insert_header("location", "http://x.example"))
            .mount(&server)
            .await;
        let client = Client::new(settings(&server.uri())).unwrap();
        for (path, status) in [("/html", 200), ("/moved", 302)] {
            let error = client.fetch(path).await.unwrap_err();
            assert_eq!(error, ClientError::NotJson(client.shown().to_owned(), status));
        }
        let gone = Client::new(settings("http://127.0.0.1:1")).unwrap();
        let error = gone.fetch("/health").await.unwrap_err().to_string();
        assert!(error.contains("refused") && !error.contains("key-of"), "{error}");
    }
}

//! What the routes share beside the application itself.

use std::ops::Deref;
use std::sync::Arc;

use super::access::Keys;
use super::intake::AskedBefore;
use super::limit::{AdminTries, RateLimit};
use super::probe::Probe;
use crate::app::App;

/// State of the router. Cheap to clone.
#[derive(Clone)]
pub(super) struct HttpState(Arc<Inner>);

pub(super) struct Inner {
    pub app: Arc<App>,
    pub keys: Keys,
    pub rate_limit: RateLimit,
    pub admin_tries: AdminTries,
    pub probe: Probe,
    pub asked_before: AskedBefore,
    /// Keys of all packs, for messages about an unknown one.
    pub known_packs: Vec<String>,
}

impl HttpState {
    pub fn new(app: Arc<App>) -> Self {
        let access = &app.config.access;
        Self(Arc::new(Inner {
            keys: Keys::new(access),
            rate_limit: RateLimit::new(access.rate_limit_per_minute),
            admin_tries: AdminTries::default(),
            probe: Probe::default(),
            asked_before: AskedBefore::new(),
            known_packs: app.packs.keys(),
            app,
        }))
    }
}

impl Deref for HttpState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

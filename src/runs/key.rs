//! The cache key: everything that can change the output of a run.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Caller, Shared};
use crate::domain::{ProviderName, ReportRequest, WriterKind};

/// Hash of everything that can change the output of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RunKey(pub(super) [u8; 32]);

#[derive(Serialize)]
struct Parts<'a> {
    caller: &'a str,
    pack: &'a str,
    request: &'a ReportRequest,
    order: Vec<ProviderName>,
    models: &'a [String],
    provider_configured: bool,
    writer: Option<WriterKind>,
}

impl RunKey {
    pub(super) fn of(
        request: &ReportRequest,
        caller: &Caller,
        pack_content: &str,
        shared: &Shared,
    ) -> Self {
        let pipeline = &shared.pipeline;
        let parts = Parts {
            caller: caller.key_id(),
            pack: pack_content,
            request,
            order: pipeline.provider_order(request),
            models: &shared.settings.models,
            provider_configured: pipeline.settings().provider_configured,
            writer: pipeline.writer().ok().map(|writer| writer.kind()),
        };
        let mut digest = Sha256::new();
        // Writing into a digest cannot fail, and none of the parts has a map with odd keys.
        let _ = serde_json::to_writer(&mut digest, &parts);
        Self(digest.finalize().into())
    }
}

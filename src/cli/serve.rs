//! `aicmo serve`.

use super::{configuration, wait};
use crate::{app, telemetry};

pub(super) fn run() -> anyhow::Result<bool> {
    let config = configuration()?;
    telemetry::init::install(config.log);
    wait(app::serve(config))?;
    Ok(true)
}

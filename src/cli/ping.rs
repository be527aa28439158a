//! `aicmo ping`: whether a server is up.

use std::net::IpAddr;
use std::time::Duration;

use serde_json::json;

use super::out::{Out, complain};
use super::{EXIT_CODES, configuration};
use crate::client::{Client, ClientSettings};

#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_CODES)]
pub(super) struct Args {
    /// Address of the server [default: this machine, at `PORT`]
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Seconds to wait
    #[arg(long, value_name = "SECONDS", default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    timeout: u64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(args: &Args, out: Out) -> anyhow::Result<bool> {
    let url = match &args.url {
        Some(url) => url.clone(),
        None => own_address()?,
    };
    let timeout = Duration::from_secs(args.timeout);
    let settings = ClientSettings { url, api_key: None, admin_key: None, timeout };
    let client = Client::new(settings).map_err(|e| super::UsageError(e.to_string()))?;
    let answer = client.fetch("/health/live").await;
    let up = answer.as_ref().is_ok_and(|answer| answer.status == 200);
    if args.json {
        let status = answer.as_ref().ok().map(|answer| answer.status);
        let error = answer.as_ref().err().map(ToString::to_string);
        out.json(&json!({"up": up, "url": client.shown(), "status": status, "error": error}))?;
        return Ok(up);
    }
    match answer {
        Ok(answer) if up => {
            let took = answer.took.as_millis();
            out.line(&format!("{} is up ({took} ms)", client.shown()))?;
        }
        Ok(answer) => complain(&format!("{} answered HTTP {}", client.shown(), answer.status)),
        Err(error) => complain(&error.to_string()),
    }
    Ok(up)
}

/// Where a server with this environment listens, as reached from this machine.
fn own_address() -> anyhow::Result<String> {
    let address = configuration()?.server.address;
    Ok(match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => format!("http://127.0.0.1:{}", address.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => format!("http://[::1]:{}", address.port()),
        _ => format!("http://{address}"),
    })
}

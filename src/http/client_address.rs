//! Who is asking: the peer, or the entry of `X-Forwarded-For` that a trusted proxy wrote.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::{Extensions, HeaderMap};

/// The peer of the connection; put into the request by the server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub SocketAddr);

/// The client's address: the `hops`-th entry of `X-Forwarded-For` from the right, or the peer
/// where there are no trusted hops or the entry is missing or no address.
pub(super) fn client_address(headers: &HeaderMap, extensions: &Extensions, hops: usize) -> IpAddr {
    let peer = extensions.get::<Peer>().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |p| p.0.ip());
    let forwarded = (hops > 0).then(|| forwarded(headers, hops)).flatten();
    network_of(forwarded.unwrap_or(peer))
}

fn forwarded(headers: &HeaderMap, hops: usize) -> Option<IpAddr> {
    let lines: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .map(|value| value.to_str().unwrap_or_default())
        .collect();
    let entries = lines.iter().flat_map(|line| line.split(','));
    parse(entries.rev().nth(hops - 1)?.trim())
}

fn parse(entry: &str) -> Option<IpAddr> {
    let bare = entry.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| entry.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// A client with IPv6 owns at least a /64, so that all of it counts as one.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{Extensions, HeaderMap, HeaderValue};

    use super::{Peer, client_address};

    #[test]
    fn trusts_only_the_hop_that_a_proxy_wrote() {
        for (lines, hops, wanted) in [
            (&["1.1.1.1, 2.2.2.2"][..], 0, "9.9.9.9"),
            (&["1.1.1.1, 2.2.2.2"], 1, "2.2.2.2"),
            (&["6.6.6.6, 1.1.1.1, 2.2.2.2"], 2, "1.1.1.1"),
            (&["6.6.6.6", "1.1.1.1, 2.2.2.2"], 2, "1.1.1.1"),
            (&["1.1.1.1:8080"], 1, "1.1.1.1"),
            (&["2001:db8:1:2:3::4"], 1, "2001:db8:1:2::"),
            (&["[2001:db8:1:2:3::4]:80"], 1, "2001:db8:1:2::"),
            (&["::ffff:1.1.1.1"], 1, "1.1.1.1"),
            (&["2.2.2.2"], 2, "9.9.9.9"),
            (&["unknown"], 1, "9.9.9.9"),
            (&[], 2, "9.9.9.9"),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            let mut extensions = Extensions::new();
            extensions.insert(Peer("9.9.9.9:1".parse().expect("address")));
            let found = client_address(&headers, &extensions, hops);
            assert_eq!(found.to_string(), wanted, "{lines:?} {hops}");
        }
    }
}

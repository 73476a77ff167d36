//! From the name of a host to its addresses.

use std::io;
use std::net::{IpAddr, SocketAddr};

use pushcert_types::connection::FailureKind;
use rustls_pki_types::ServerName;

/// More addresses than this are not tried.
pub(crate) const MAX_ADDRESSES: usize = 16;

/// The name as TLS wants it. What can be no name of a host is not looked up.
pub(super) fn server_name(host: &str) -> Result<ServerName<'static>, FailureKind> {
    let detail = "this can be no name of a host".to_owned();
    ServerName::try_from(host.to_owned()).map_err(|_| FailureKind::ResolveFailed { detail })
}

/// The addresses of a host, at least one and at most [`MAX_ADDRESSES`], each once.
pub(super) async fn resolve(host: &str) -> Result<Vec<IpAddr>, FailureKind> {
    if let Ok(address) = host.parse() {
        return Ok(vec![address]);
    }
    // RFC 6761, section 6.4: nobody has to be asked about `.invalid`.
    let name = host.strip_suffix('.').unwrap_or(host);
    if name.to_ascii_lowercase().ends_with(".invalid") {
        return Err(FailureKind::HostNotFound);
    }
    let found = tokio::net::lookup_host((host, 0)).await;
    let mut addresses = Vec::new();
    for address in found.map_err(|error| of_resolver(&error))? {
        let address = SocketAddr::ip(&address);
        if addresses.len() < MAX_ADDRESSES && !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    if addresses.is_empty() {
        return Err(FailureKind::HostNotFound);
    }
    Ok(addresses)
}

/// Rust gives the text of `gai_strerror`, not its number (`EAI_NONAME`, `EAI_NODATA`; `WSAHOST_NOT_FOUND`).
fn of_resolver(error: &io::Error) -> FailureKind {
    const NOT_FOUND: &[&str] = &[
        "Name or service not known",
        "No address associated with hostname",
        "nodename nor servname provided",
        "Name does not resolve",
        "no data record",
        "No such host is known",
    ];
    let detail = error.to_string();
    let is_not_found = matches!(error.raw_os_error(), Some(11_001 | 11_004))
        || NOT_FOUND.iter().any(|text| detail.contains(text));
    if is_not_found {
        return FailureKind::HostNotFound;
    }
    FailureKind::ResolveFailed { detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_not_there_is_told_from_a_resolver_that_is_not() {
        let of = |text: &str| of_resolver(&io::Error::other(text));
        let prefix = "failed to lookup address information: ";
        assert_eq!(
            of(&format!("{prefix}Name or service not known")),
            FailureKind::HostNotFound
        );
        let detail = format!("{prefix}Temporary failure in name resolution");
        assert_eq!(of(&detail), FailureKind::ResolveFailed { detail });
    }

    #[test]
    fn what_can_be_no_name_is_refused() {
        for host in ["", "a b", "http://x", "a..b", "-\u{e9}"] {
            let found = server_name(host);
            assert!(
                matches!(found, Err(FailureKind::ResolveFailed { .. })),
                "{host}"
            );
        }
        assert!(server_name("api.push.apple.com").is_ok());
        assert!(server_name("::1").is_ok());
    }
}

//! Which addresses may be asked.

use std::net::{Ipv4Addr, Ipv6Addr};

use ureq::http::Uri;

use super::{
    error::{Error, ErrorKind},
    limits::{Limits, Policy},
};

/// Longer addresses are refused.
const MAX_URL: usize = 2_048;

/// Names of hosts that are never public (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`).
const PRIVATE_NAMES: &[&str] = &["localhost", "local", "internal", "home.arpa", "localdomain"];

/// An address that may be asked.
pub(super) fn allowed(url: &str, limits: &Limits) -> Result<Uri, Error> {
    if url.len() > MAX_URL {
        return Err(ErrorKind::InvalidUrl.into());
    }
    let uri: Uri = url
        .parse()
        .map_err(|_| Error::from(ErrorKind::InvalidUrl))?;
    if uri.scheme_str() != Some("http") {
        return Err(ErrorKind::Scheme.into());
    }
    let authority = uri.authority().ok_or(Error::from(ErrorKind::InvalidUrl))?;
    if authority.as_str().contains('@') {
        return Err(ErrorKind::UserInfo.into());
    }
    let host = authority.host().to_ascii_lowercase();
    let host = host.strip_suffix('.').unwrap_or(&host);
    if !is_plain(host) {
        return Err(ErrorKind::InvalidUrl.into());
    }
    if limits.policy == Policy::AppleOnly && !is_below(host, "apple.com") {
        return Err(ErrorKind::NotApple.into());
    }
    if !limits.allow_private && is_private(host) {
        return Err(ErrorKind::PrivateAddress.into());
    }
    Ok(uri)
}

/// Letters, digits, dots, dashes, or an IPv6 address in brackets: nothing that one program decodes
/// and another does not.
fn is_plain(host: &str) -> bool {
    if let Some(inside) = bracketed(host) {
        return inside.parse::<Ipv6Addr>().is_ok();
    }
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    !host.is_empty() && host.bytes().all(is_known)
}

fn bracketed(host: &str) -> Option<&str> {
    host.strip_prefix('[')?.strip_suffix(']')
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn is_private(host: &str) -> bool {
    if let Some(address) = bracketed(host) {
        return address.parse().map_or(true, is_private_v6);
    }
    match host.parse() {
        Ok(address) => is_private_v4(address),
        // `127.1`, `0x7f000001` and `2130706433` are addresses for some resolvers.
        Err(_) => ends_in_a_number(host) || PRIVATE_NAMES.iter().any(|name| is_below(host, name)),
    }
}

fn ends_in_a_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or(host);
    let is_hex = last.strip_prefix("0x");
    is_hex.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
        || last.bytes().all(|byte| byte.is_ascii_digit())
}

/// All that is not a public unicast address (IANA's registry of special-purpose addresses).
fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || matches!(
            (a, b, c),
            (0 | 224..=255, _, _) | (100, 64..=127, _) | (192, 0, 0) | (198, 18 | 19, _)
        )
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let inner = match address.octets() {
        // 6to4, and NAT64 with its well-known prefix: an IPv4 address is inside.
        [0x20, 0x02, a, b, c, d, ..] => Some([a, b, c, d]),
        [0, 0x64, 0xff, 0x9b, .., a, b, c, d] => Some([a, b, c, d]),
        // `::ffff:127.0.0.1` and `::127.0.0.1`, `::1` and `::` with them.
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 | 0xff, 0 | 0xff, ..] => return true,
        _ => None,
    };
    if let Some(octets) = inner {
        return is_private_v4(octets.into());
    }
    // Global unicast is 2000::/3, without the addresses for documentation and for Teredo.
    first >> 13 != 1 || first == 0x2001 && (second == 0x0db8 || second == 0) || first == 0x3fff
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(url: &str, policy: Policy) -> Option<ErrorKind> {
        let mut limits = Limits::crl();
        limits.policy = policy;
        allowed(url, &limits)
            .err()
            .map(|error| error.kind().clone())
    }

    #[test]
    fn apples_addresses_are_asked_and_others_are_not() {
        for url in [
            "http://crl.apple.com/wwdrg4-7.crl",
            "http://ocsp.apple.com/ocsp03-wwdrg401",
            "http://APPLE.com./",
            "HTTP://crl.apple.com:80/",
        ] {
            assert_eq!(kind(url, Policy::AppleOnly), None, "{url}");
        }
        for url in [
            "http://crl.example.com/apple.com",
            "http://notapple.com/",
            "http://apple.com.example.com/",
            "http://127.0.0.1/",
            "http://crl.apple.com.evil/#.apple.com",
            "http://evil.example\\.apple.com/",
        ] {
            assert!(kind(url, Policy::AppleOnly).is_some(), "{url}");
        }
    }

    #[test]
    fn odd_addresses_are_refused() {
        for (url, expected) in [
            ("https://crl.apple.com/", ErrorKind::Scheme),
            ("ftp://crl.apple.com/", ErrorKind::Scheme),
            ("file:///etc/passwd", ErrorKind::InvalidUrl),
            ("ldap://crl.apple.com/cn=x", ErrorKind::Scheme),
            ("/wwdrg4-7.crl", ErrorKind::Scheme),
            ("", ErrorKind::InvalidUrl),
            ("http://", ErrorKind::InvalidUrl),
            ("http://user@crl.apple.com/", ErrorKind::UserInfo),
            ("http://crl.apple.com:pw@evil.example/", ErrorKind::UserInfo),
            ("http://crl.apple.com\r\nX: y/", ErrorKind::InvalidUrl),
            ("http://%63rl.apple.com/", ErrorKind::InvalidUrl),
        ] {
            assert_eq!(kind(url, Policy::Any), Some(expected), "{url}");
        }
        let long = format!("http://crl.apple.com/{}", "a".repeat(MAX_URL));
        assert_eq!(kind(&long, Policy::Any), Some(ErrorKind::InvalidUrl));
    }

    #[test]
    fn private_hosts_are_refused_however_they_are_written() {
        for host in [
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "printer.local",
            "metadata.google.internal",
            "127.0.0.1",
            "127.1",
            "0x7f000001",
            "0x7f.1",
            "2130706433",
            "017700000001",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[fe80::1]",
            "[fd00::1]",
            "[ff02::1]",
            "[64:ff9b::10.0.0.1]",
            "[2002:7f00:1::]",
            "[2001:db8::1]",
        ] {
            let url = format!("http://{host}/");
            let found = kind(&url, Policy::Any);
            assert_eq!(found, Some(ErrorKind::PrivateAddress), "{host}");
            let mut limits = Limits::crl();
            (limits.policy, limits.allow_private) = (Policy::Any, true);
            assert!(allowed(&url, &limits).is_ok(), "{host}");
        }
    }

    #[test]
    fn public_hosts_are_asked() {
        for host in [
            "example.com",
            "17.253.144.10",
            "[2620:149::1]",
            "a1.example",
            "x.local.example",
        ] {
            assert_eq!(
                kind(&format!("http://{host}/"), Policy::Any),
                None,
                "{host}"
            );
        }
    }
}

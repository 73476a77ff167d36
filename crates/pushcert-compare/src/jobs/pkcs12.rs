//! Opening a PKCS#12 file: MAC checked, everything decrypted, keys and certificates decoded.

mod ours;
mod peers;

use crate::contest::Contest;
use crate::inputs::{Container, PASSWORD, containers};

/// One contest per file.
///
/// # Errors
/// When OpenSSL's module of old algorithms is not installed.
pub fn contests() -> Result<Vec<Contest<'static>>, String> {
    // The module must stay loaded until the process ends.
    std::mem::forget(peers::legacy_provider()?);
    Ok(containers().into_iter().map(contest).collect())
}

fn contest(container: Container) -> Contest<'static> {
    let Container {
        about,
        der,
        work,
        items,
    } = container;
    let title = format!("open {about} ({} compressions)", work.compressions());
    let [first, second, third, fourth, fifth, sixth] = std::array::from_fn(|_| der.clone());
    Contest::new(&title, items)
        .entrant("pushcert-pkcs12, -keys, -x509", move || {
            ours::decode(&first, PASSWORD)
        })
        .entrant("openssl", move || peers::openssl(&second, PASSWORD))
        .entrant("p12-keystore", move || {
            peers::p12_keystore(&third, PASSWORD)
        })
        .entrant("pushcert-pkcs12 alone", move || {
            ours::open(&fourth, PASSWORD)
        })
        .entrant("pushcert-pkcs12, certificates only", move || {
            ours::certificates(&fifth, PASSWORD)
        })
        .entrant("pushcert: opened and judged", move || {
            ours::check(&sixth, PASSWORD)
        })
        .floor(move || work.compress())
}

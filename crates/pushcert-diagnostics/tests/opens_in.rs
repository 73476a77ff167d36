//! The table of programs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use pushcert_diagnostics::{
    BagFacts, Basis, CONSUMERS, ContainerEncoding, ContainerFacts, EmptyEncoding, PasswordState,
    ProtectionFacts, Source, explain, opens_in, opens_in_one,
};

/// Programs that the interoperability suite cannot run.
const REPORTED: &[&str] = &[
    "openssl-1.1",
    "macos-keychain",
    "java-8",
    "windows-server-2016",
];

fn container(rule: &str) -> ContainerFacts {
    (explain(rule).unwrap().bad)().container.unwrap()
}

/// 3DES with a SHA-1 MAC: what `p12-compatible` writes.
fn compatible() -> ContainerFacts {
    (explain("unknown-format").unwrap().good)()
        .container
        .unwrap()
}

fn opens(name: &str, container: &ContainerFacts) -> Option<bool> {
    opens_in_one(name, container).map(|opening| opening.opens)
}

#[test]
fn the_compatible_profile_opens_everywhere() {
    let table = opens_in(&compatible());
    assert_eq!(table.len(), CONSUMERS.len());
    for opening in table {
        assert!(opening.opens, "{}: {}", opening.consumer.name, opening.why);
    }
}

#[test]
fn keychain_files_need_the_legacy_provider() {
    let file = container("openssl3-cannot-open");
    assert_eq!(opens("openssl-3", &file), Some(false));
    for name in [
        "openssl-3-legacy",
        "openssl-1.1",
        "macos-keychain",
        "java-8",
        "java-17",
        "nss",
        "go-x-crypto",
    ] {
        assert_eq!(opens(name, &file), Some(true), "{name}");
    }
}

#[test]
fn what_openssl_3_writes_is_refused_by_older_readers() {
    let file = container("keychain-cannot-import");
    for name in [
        "macos-keychain",
        "java-8",
        "go-x-crypto",
        "windows-server-2016",
    ] {
        assert_eq!(opens(name, &file), Some(false), "{name}");
    }
    for name in ["openssl-3", "openssl-1.1", "java-17", "nss", "gnutls"] {
        assert_eq!(opens(name, &file), Some(true), "{name}");
    }
}

#[test]
fn pbmac1_is_refused_by_all_but_the_newest() {
    let file = container("pbmac1-integrity");
    for opening in opens_in(&file) {
        let name = opening.consumer.name;
        assert_eq!(opening.opens, name == "pyca", "{name}");
    }
}

#[test]
fn what_is_not_known_is_left_out() {
    let mut file = compatible();
    file.encoding = ContainerEncoding::Ber;
    assert_eq!(opens("go-x-crypto", &file), Some(false));
    assert_eq!(opens("openssl-3", &file), Some(true));
    assert_eq!(opens("java-8", &file), None);
    assert_eq!(opens("no-such-program", &file), None);
}

#[test]
fn an_empty_password_is_refused_by_macos_in_both_spellings() {
    for encoding in [EmptyEncoding::BmpTerminator, EmptyEncoding::ZeroBytes] {
        let mut file = compatible();
        file.password = PasswordState::Empty(encoding);
        assert_eq!(opens("macos-keychain", &file), Some(false));
        assert_eq!(opens("openssl-3", &file), Some(true));
    }
}

#[test]
fn a_key_without_local_key_id_is_lost_in_nss() {
    let mut file = compatible();
    let bags = file.parts.iter_mut().flat_map(|part| &mut part.bags);
    for bag in bags {
        bag.without_local_key_id = true;
        bag.friendly_name = Some("push".into());
    }
    assert_eq!(opens("nss", &file), Some(false));
    assert_eq!(opens("java-17", &file), Some(true));
    assert_eq!(opens("openssl-3", &file), Some(true));
}

#[test]
fn what_is_in_the_bags_counts() {
    let mut file = compatible();
    file.parts[0].bags.push(BagFacts::new("crl"));
    assert_eq!(opens("nss", &file), Some(false));
    assert_eq!(opens("go-x-crypto-topem", &file), Some(false));
    assert_eq!(opens("java-17", &file), Some(true));
}

#[test]
fn an_encrypted_file_without_integrity_check_is_refused_by_some() {
    let mut file = compatible();
    file.mac = None;
    for name in ["node", "bouncy-castle", "nss", "gnutls", "go-x-crypto"] {
        assert_eq!(opens(name, &file), Some(false), "{name}");
    }
    for name in ["openssl-3", "java-17", "pyca"] {
        assert_eq!(opens(name, &file), Some(true), "{name}");
    }
}

#[test]
fn the_function_of_pbkdf2_counts_on_a_mac() {
    let mut file = compatible();
    file.mac = None;
    let aes = "pbes2-aes-256-cbc";
    file.parts[0].protection = ProtectionFacts::pbkdf2(aes, "hmac-sha1", 2048);
    assert_eq!(opens("macos-keychain", &file), Some(false));
    file.parts[0].protection = ProtectionFacts::pbkdf2(aes, "hmac-sha256", 2048);
    assert_eq!(opens("macos-keychain", &file), None);
}

#[test]
fn of_a_locked_file_only_refusals_are_told() {
    let mut file = container("openssl3-cannot-open");
    file.password = PasswordState::Wrong;
    let table = opens_in(&file);
    assert!(
        !table.is_empty() && table.iter().all(|opening| !opening.opens),
        "{table:?}"
    );
}

#[test]
fn every_row_names_its_sources() {
    for consumer in CONSUMERS {
        assert!(
            !consumer.sources.is_empty() && !consumer.about.is_empty(),
            "{}",
            consumer.name
        );
        assert_eq!(
            consumer.basis == Basis::Reported,
            REPORTED.contains(&consumer.name),
            "{}",
            consumer.name
        );
        assert!(
            consumer
                .sources
                .iter()
                .all(|source| matches!(source, Source::Observed(_) | Source::Measured(_)))
        );
        assert_eq!(
            CONSUMERS
                .iter()
                .filter(|other| other.name == consumer.name)
                .count(),
            1
        );
    }
}

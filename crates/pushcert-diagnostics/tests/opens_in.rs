//! The table of programs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use pushcert_diagnostics::{
    CONSUMERS, ContainerEncoding, ContainerFacts, EmptyEncoding, PasswordState, Source, explain,
    opens_in, opens_in_one,
};

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
fn pbmac1_is_refused_by_all_that_are_known_to() {
    let file = container("pbmac1-integrity");
    for opening in opens_in(&file) {
        assert!(!opening.opens, "{}", opening.consumer.name);
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
        assert_eq!(consumer.basis.as_str(), "reported", "{}", consumer.name);
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

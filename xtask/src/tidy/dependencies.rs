//! Who may import whom: the table of the architecture as data.

use super::{Findings, House};
use crate::Outcome;
use crate::metadata::{Dependency, Kind, Package};

/// Built by no other crate than as a dev-dependency.
const TESTKIT: &str = "pushcert-testkit";

/// The stand-in for APNs. The program runs it for people; for the tests of every other crate it is what the
/// testkit is for files.
const SIMULATOR: &str = "pushcert-apns-sim";

/// Crate, and which of ours it may import. Nothing that is not in this table. Rows of crates that
/// are still to come stand here as well, so that their place is settled before they are written.
pub(super) const TABLE: &[(&str, &[&str])] = &[
    ("pushcert-types", &[]),
    ("pushcert-pem", &[]),
    ("pushcert-pbe", &[]),
    ("pushcert-pkcs12", &["pushcert-pbe"]),
    ("pushcert-keys", &["pushcert-pem", "pushcert-pbe"]),
    ("pushcert-x509", &["pushcert-types"]),
    ("pushcert-csr", &["pushcert-pem", "pushcert-keys"]),
    ("pushcert-trust", &["pushcert-types", "pushcert-x509"]),
    (
        "pushcert-diagnostics",
        &[
            "pushcert-types",
            "pushcert-pem",
            "pushcert-pkcs12",
            "pushcert-keys",
            "pushcert-x509",
            "pushcert-csr",
            "pushcert-trust",
        ],
    ),
    (
        "pushcert",
        &[
            "pushcert-types",
            "pushcert-pem",
            "pushcert-pbe",
            "pushcert-pkcs12",
            "pushcert-keys",
            "pushcert-x509",
            "pushcert-csr",
            "pushcert-trust",
            "pushcert-diagnostics",
        ],
    ),
    ("pushcert-connect", &["pushcert-types", "pushcert-trust"]),
    // It reads the client's certificate like everybody else, and is none of those whom it tests: neither
    // the facade nor pushcert-connect.
    (
        SIMULATOR,
        &["pushcert-types", "pushcert-x509", "pushcert-trust"],
    ),
    ("pushcert-registry", &["pushcert"]),
    (
        "pushcert-web",
        &["pushcert", "pushcert-connect", "pushcert-registry"],
    ),
    (
        "pushcert-cli",
        &[
            "pushcert",
            "pushcert-connect",
            SIMULATOR,
            "pushcert-registry",
            "pushcert-web",
        ],
    ),
    (TESTKIT, &[]),
    ("xtask", &[]),
];

/// Every crate of the workspace stands in [`TABLE`], and imports of ours what its row lists. The
/// testkit is for tests: any crate but `xtask` may have it as a dev-dependency, none otherwise. The
/// simulator may be a dev-dependency like it, of any crate but the testkit and `xtask`.
pub(super) fn check(house: &House, findings: &mut Findings) -> Outcome {
    for package in &house.packages {
        check_package(package, findings);
    }
    Ok(())
}

fn check_package(package: &Package, findings: &mut Findings) {
    let manifest = format!("{}/Cargo.toml", package.dir);
    let Some((_, allowed)) = TABLE.iter().find(|(name, _)| *name == package.name) else {
        findings.violation(
            &manifest,
            &format!("{} is not in the dependency table", package.name),
            "add its row to TABLE in xtask/src/tidy/dependencies.rs and to ARCHITECTURE.md",
        );
        return;
    };
    for dependency in package.dependencies.iter().filter(|d| is_ours(&d.name)) {
        if !is_allowed(package, dependency, allowed) {
            findings.violation(
                &manifest,
                &format!("{} must not import {}", package.name, dependency.name),
                "move the code to a crate that may, or change the table with its reason",
            );
        }
    }
}

fn is_ours(name: &str) -> bool {
    TABLE.iter().any(|(ours, _)| *ours == name)
}

fn is_allowed(package: &Package, dependency: &Dependency, allowed: &[&str]) -> bool {
    if dependency.name == package.name {
        // A crate that turns on a feature of its own for its tests.
        return dependency.kind == Kind::Dev;
    }
    if dependency.name == TESTKIT {
        return dependency.kind == Kind::Dev && package.name != "xtask";
    }
    if dependency.name == SIMULATOR && dependency.kind == Kind::Dev {
        return !matches!(package.name.as_str(), TESTKIT | "xtask");
    }
    dependency.kind != Kind::Build && allowed.contains(&dependency.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::check_package;
    use crate::metadata::{Dependency, Kind, Package};
    use crate::tidy::Findings;

    fn violations(name: &str, dependency: &str, kind: Kind) -> usize {
        let mut findings = Findings::default();
        let package = Package {
            name: name.into(),
            dir: format!("crates/{name}"),
            dependencies: vec![Dependency {
                name: dependency.into(),
                kind,
            }],
        };
        check_package(&package, &mut findings);
        findings.violations().len()
    }

    #[test]
    fn an_edge_outside_the_table_is_found() {
        assert_eq!(
            violations("pushcert-pkcs12", "pushcert-pbe", Kind::Normal),
            0
        );
        assert_eq!(
            violations("pushcert-pkcs12", "pushcert-x509", Kind::Normal),
            1
        );
        assert_eq!(violations("pushcert-pkcs12", "pushcert-x509", Kind::Dev), 1);
        assert_eq!(
            violations("pushcert-pkcs12", "pushcert-pbe", Kind::Build),
            1
        );
        assert_eq!(violations("xtask", "pushcert-types", Kind::Normal), 1);
        assert_eq!(violations("pushcert-pkcs12", "der", Kind::Normal), 0);
        assert_eq!(
            violations("pushcert-pkcs12", "pushcert-pkcs12", Kind::Dev),
            0
        );
    }

    #[test]
    fn the_testkit_is_for_tests_only() {
        assert_eq!(
            violations("pushcert-keys", "pushcert-testkit", Kind::Dev),
            0
        );
        assert_eq!(
            violations("pushcert-keys", "pushcert-testkit", Kind::Normal),
            1
        );
        assert_eq!(
            violations("pushcert-testkit", "pushcert-keys", Kind::Normal),
            1
        );
        assert_eq!(violations("xtask", "pushcert-testkit", Kind::Dev), 1);
    }

    #[test]
    fn the_simulator_is_for_tests_and_for_the_program() {
        let simulator = "pushcert-apns-sim";
        assert_eq!(violations("pushcert-connect", simulator, Kind::Dev), 0);
        assert_eq!(violations("pushcert-connect", simulator, Kind::Normal), 1);
        assert_eq!(violations("pushcert-cli", simulator, Kind::Normal), 0);
        assert_eq!(violations("pushcert-testkit", simulator, Kind::Dev), 1);
        assert_eq!(violations("xtask", simulator, Kind::Dev), 1);
        assert_eq!(violations(simulator, "pushcert-connect", Kind::Normal), 1);
    }

    #[test]
    fn a_crate_that_nobody_planned_is_found() {
        assert_eq!(violations("pushcert-extra", "der", Kind::Normal), 1);
    }
}

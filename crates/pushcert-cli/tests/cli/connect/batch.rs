//! Many credentials at once.

use std::collections::BTreeSet;

use pushcert_apns_sim::EventKind;

use crate::stand_in::{Place, certificate, credential, simulator};

const APPS: usize = 12;

fn apps(place: &Place) {
    std::fs::create_dir(place.bench.path("apps")).unwrap();
    for number in 0..APPS {
        let app = certificate(&format!("com.example.app{number}"), number % 10);
        let name = format!("apps/{number:02}.pem");
        place.bench.put(&name, credential(&app, number % 10));
    }
}

#[test]
fn s1_05_each_credential_has_a_connection_of_its_own() {
    let place = Place::new(simulator());
    apps(&place);
    let arguments = ["connect", "apps", "--format", "json", "--concurrency", "5"];
    let report = place.run(&arguments).code(0).json();
    assert_eq!(report["schema"], "pushcert.connections/1");
    assert_eq!(report["verdict"], "pass");
    let connections = report["connections"].as_array().unwrap();
    let paths: Vec<_> = connections
        .iter()
        .map(|one| one["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths.len(), APPS);
    assert!(paths.is_sorted(), "in the order of the names: {paths:?}");
    let (mut certificates, mut requests) = (BTreeSet::new(), 0);
    for event in place.server.log() {
        match event.kind {
            EventKind::Secured { certificate, .. } => {
                assert!(
                    certificates.insert(certificate.unwrap().sha256),
                    "one was used twice"
                );
            }
            EventKind::Request(request) => {
                assert_eq!(request.request, 1, "one request on each connection");
                requests += 1;
            }
            _ => {}
        }
    }
    assert_eq!((certificates.len(), requests), (APPS, APPS));
    assert_eq!(place.connections(), APPS);
}

#[test]
fn one_bad_credential_does_not_spoil_the_others() {
    let place = Place::new(simulator());
    apps(&place);
    place.bench.put(
        "apps/03.pem",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    );
    let output = place.run(&["connect", "apps"]).code(1);
    let text = output.flat();
    assert!(
        text.contains("✗ apps/03.pem failed at local"),
        "{}",
        output.stdout
    );
    assert!(
        text.contains("✓ apps/11.pem is accepted by"),
        "{}",
        output.stdout
    );
    assert!(
        text.contains("12 credentials: 11 accepted, 0 accepted with a warning, 1 failed"),
        "{}",
        output.stdout
    );
    assert_eq!(place.connections(), APPS - 1);
}

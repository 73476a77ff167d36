//! What `csr new` keeps of a request and says of the portals, and what `csr confirm` adds to it.

use crate::csr::request;
use crate::support::run;
use crate::workbench::{Bench, flat, key_pem, mdm, refused};

const UUID: &str = "8b0d6a4e-3c1f-4a57-9d2e-6f1b0c7a5e34";

/// S1-07 the type, S1-08 the App ID, S1-13 what the request holds, S2-20 the Apple ID.
#[test]
fn s1_07_s1_08_s1_13_s2_20_the_steps_for_an_app() {
    let bench = Bench::new();
    bench.put("kept.key", key_pem(3));
    let flags = [
        "--app-id",
        "com.example.app",
        "--apple-id",
        "push@example.com",
    ];
    let output = request(&bench, &[&flags[..], &["--record", "push.json"]].concat()).code(0);
    for part in [
        "https://developer.apple.com/account/resources/certificates/add",
        "sign in with the Apple ID of this request: push@example.com",
        "Apple Push Notification service SSL (Sandbox & Production)",
        "App ID com.example.app",
        "upload push.csr, the request: it holds the public key; the private key stays here",
        "pushcert pair --cert CERT --key kept.key --out push.p12",
    ] {
        assert!(output.flat().contains(part), "{part} in {}", output.stdout);
    }
    assert_eq!(bench.json("push.json")["app_id"], "com.example.app");
    assert_eq!(bench.json("push.json")["apple_id"], "push@example.com");
}

/// S2-20, S2-21 and S2-23: the portal, Create, and the note to find the request again.
#[test]
fn s2_20_s2_21_s2_23_the_steps_for_a_new_mdm_certificate() {
    let bench = Bench::new();
    bench.put("kept.key", key_pem(3));
    let flags = [
        "--for",
        "mdm",
        "--tenant",
        "Exämple Ltd.",
        "--record",
        "push.json",
    ];
    let output = request(&bench, &flags).code(0);
    let record = bench.json("push.json");
    let id = record["id"].as_str().unwrap();
    let note = format!("into Notes put: Exämple Ltd., pushcert request {id}");
    for part in [
        "https://identity.apple.com/pushcert/",
        "the Apple ID of this request: push@example.com",
        "choose Create a Certificate",
        "the raw request is refused there",
        &note,
        "Service, Vendor, Expiration Date",
    ] {
        assert!(output.flat().contains(part), "{part} in {}", output.stdout);
    }
    assert!(!output.flat().contains("choose Renew"), "{}", output.stdout);
}

/// S2-21 and S2-29: Renew and nothing else, with what the portal's list shows of the old certificate.
#[test]
fn s2_21_s2_29_the_steps_for_a_renewal() {
    let bench = Bench::new();
    bench
        .put("kept.key", key_pem(3))
        .put("old.pem", mdm(UUID, 2).build());
    let flags = [
        "--for",
        "mdm",
        "--renew",
        "old.pem",
        "--record",
        "push.json",
    ];
    let output = request(&bench, &flags).code(0);
    let record = bench.json("push.json");
    let serial = record["renews"]["serial"].as_str().unwrap();
    let old = format!(
        "find the certificate com.apple.mgmt.External.{UUID} with the serial number {serial}, which ends on 2027-05-02 \
         and choose Renew. Not Create, and not another Apple ID"
    );
    let text = output.flat();
    for part in [&old, "Not Revoke either", &format!("renews {serial}")] {
        assert!(text.contains(part), "{part} in {}", output.stdout);
    }
    assert!(!text.contains("choose Create"), "{}", output.stdout);
    bench.put("none.pem", key_pem(1));
    let flags = ["--renew", "none.pem", "--force"];
    refused(
        request(&bench, &flags),
        2,
        &["none.pem", "give the one that is to be renewed"],
    );
}

#[test]
fn json_is_the_record_with_files_and_steps() {
    let bench = Bench::new();
    bench.put("kept.key", key_pem(3));
    let flags = [
        "--format",
        "json",
        "--record",
        "push.json",
        "--tenant",
        "Example",
    ];
    let made = request(&bench, &flags).code(0).json();
    let schema = run(&["schema", "request"]).code(0).json();
    assert_eq!(crate::schema::violations(&schema, &made), [""; 0]);
    let record = bench.json("push.json");
    for (name, value) in record.as_object().unwrap() {
        assert_eq!(&made[name], value, "{name}");
    }
    assert_eq!(made["files"]["request"], "push.csr");
    assert_eq!(made["files"]["key"], "kept.key");
    assert_eq!(made["files"]["record"], "push.json");
    assert!(made["portal"]["steps"].as_array().unwrap().len() > 3);
}

#[test]
fn s2_24_what_the_confirmation_shows_is_kept() {
    let bench = Bench::new();
    bench.put("kept.key", key_pem(3));
    request(
        &bench,
        &[
            "--for",
            "mdm",
            "--tenant",
            "Example",
            "--record",
            "push.json",
        ],
    )
    .code(0);
    let before = bench.json("push.json");
    let confirm = |flags: &[&str]| bench.run(&[&["csr", "confirm", "push.json"], flags].concat());
    let output = confirm(&[
        "--service",
        "Mobile Device Management",
        "--vendor",
        "Vendor Inc.",
    ]);
    assert_eq!(output.code(0).json(), bench.json("push.json"));
    confirm(&["--expiration", "Nov 21, 2027"]).code(0);
    confirm(&["--vendor", "Vendor Ltd."]).code(0);
    let mut after = bench.json("push.json");
    let entered = after
        .as_object_mut()
        .unwrap()
        .remove("confirmation")
        .unwrap();
    let expected = serde_json::json!({
        "service": "Mobile Device Management", "vendor": "Vendor Ltd.", "expiration": "Nov 21, 2027"
    });
    assert_eq!(entered, expected);
    assert_eq!(after, before, "everything else stays");
    assert_eq!(bench.names(), ["kept.key", "push.csr", "push.json"]);
    #[cfg(unix)]
    assert_eq!(bench.mode("push.json"), 0o600);
}

/// A record is never damaged by a command that was wrong.
#[test]
fn s2_24_confirm_refuses_what_is_no_record() {
    for (text, why) in [
        ("", "no JSON"),
        ("{", "no JSON"),
        (
            "{\"schema\": \"pushcert.report/1\"}",
            "is not pushcert.request/1",
        ),
        ("{\"schema\": \"pushcert.request/1\"}", "lacks a field"),
    ] {
        let bench = Bench::new();
        bench.put("push.json", text);
        let output = bench.run(&["csr", "confirm", "push.json", "--service", "MDM"]);
        refused(output, 2, &[why, "csr new"]);
        assert_eq!(bench.text("push.json"), text);
    }
    let bench = Bench::new();
    let output = bench.run(&["csr", "confirm", "push.json", "--service", "MDM"]);
    refused(output, 2, &["there is no such file"]);
    assert!(bench.names().is_empty());
    let output = bench.run(&["csr", "confirm", "-", "--service", "MDM"]);
    refused(output, 2, &["name of the file"]);
    bench.put("push.json", "{}");
    let output = bench.run(&["csr", "confirm", "push.json"]).code(2);
    assert!(
        flat(&output.stderr).contains("--service"),
        "{}",
        output.stderr
    );
}

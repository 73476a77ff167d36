//! The canary for the commands that make, sign, join and compare: no password and no key in any output.

use std::fs;

use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::{TestKey, encrypted_pkcs8};
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pfx::PfxBuilder;
use pushcert_testkit::{hex_lower, pem};

use crate::support::{Output, finish};
use crate::workbench::{Bench, app, csr_pem};

const FIRST: &str = "canary-Zq7#vX-4451";
const SECOND: &str = "second-canary-8842#Lq";

/// Both passwords, and pieces of the keys in base64 and in hexadecimal digits.
fn words() -> Vec<String> {
    let mut words = vec![FIRST.to_owned(), SECOND.to_owned()];
    for key in [3, 5] {
        let der = TestKey::rsa2048(key).pkcs8_der();
        // Behind the modulus, which is no secret.
        let text = pem::encode("PRIVATE KEY", &der);
        words.extend(text.lines().skip(9).take(15).map(str::to_owned));
        let digits = hex_lower(&der);
        words.extend([digits[700..740].to_owned(), digits[700..740].to_uppercase()]);
    }
    words
}

/// Every file that the commands read; their names are the same in every folder.
fn bench() -> Bench {
    let bench = Bench::new();
    let (app_key, vendor_key) = (TestKey::rsa2048(3), TestKey::rsa2048(5));
    let protection = Protection::pbes2_aes256(64);
    let locked = |key: &TestKey| {
        pem::encode(
            "ENCRYPTED PRIVATE KEY",
            &encrypted_pkcs8(key, &protection, FIRST),
        )
    };
    let vendor = CertificateBuilder::mdm_vendor("Example Ltd.").key(&vendor_key);
    let identity = Identity::from_parts(&app_key, app("com.example.app", 3));
    bench
        .put("push.key", locked(&app_key))
        .put("vendor.key", locked(&vendor_key));
    bench.put(
        "plain.key",
        pem::encode("PRIVATE KEY", &app_key.pkcs8_der()),
    );
    bench.put("push.p12", PfxBuilder::modern(FIRST, &identity, 64).build());
    bench
        .put("aps.cer", app("com.example.app", 3))
        .put("other.cer", app("com.example.other", 4));
    bench
        .put("push.csr", csr_pem(3))
        .put("vendor.cer", vendor.build());
    bench.put(
        "damaged.key",
        locked(&app_key).replace("-----END", "=A=\n-----END"),
    );
    bench.put(
        "torn.key",
        pem::encode("PRIVATE KEY", &app_key.pkcs8_der()[..900]),
    );
    bench
        .put("old", FIRST)
        .put("new", SECOND)
        .put("wrong", format!("{SECOND}x"));
    bench
}

/// What is run; words are parted by blanks.
const RUNS: [&str; 22] = [
    "csr new NAMES --key push.key --out out --key-out out.key --new-password-file new",
    "csr new NAMES --key plain.key --out out --record out.json --format json",
    "csr new NAMES --key damaged.key --out out",
    "csr new NAMES --key torn.key --out out",
    "csr new --email nobody --common-name P --key push.key --out out",
    "csr show plain.key",
    "csr show push.key --format json",
    "csr show torn.key",
    "csr mdm --csr push.csr --vendor-cert vendor.cer --vendor-key vendor.key --out out",
    "csr mdm --csr push.csr --vendor-cert vendor.cer --vendor-key vendor.key --out out --format json",
    "csr mdm --csr push.csr --vendor-cert vendor.cer --vendor-key plain.key --out out",
    "csr mdm --csr plain.key --vendor-cert plain.key --vendor-key damaged.key --out out",
    "pair --cert aps.cer --key push.key --out out --new-password-file new",
    "pair --cert aps.cer --key push.p12 --out out --new-password-file new --to pem --format json",
    "pair --cert other.cer --key push.key --out out --new-password-file new",
    "pair --cert plain.key --key aps.cer --out out --new-password-file new",
    "pair --cert aps.cer --key torn.key --out out --new-password-file new --format json",
    "pair --cert aps.cer --key push.key --request plain.key --out out --new-password-file new",
    "renew --old push.p12 --new aps.cer",
    "renew --old plain.key --new push.p12 --format json",
    "trust --store push.p12",
    "csr confirm plain.key --service MDM",
];

#[track_caller]
fn is_silent(output: &Output, words: &[String], what: &str) {
    for word in words {
        let said = output.stdout.contains(word) || output.stderr.contains(word);
        assert!(
            !said,
            "{what} shows {word}:\n{}\n{}",
            output.stdout, output.stderr
        );
    }
}

/// Whatever goes right or wrong, with the right password, a wrong one and none.
#[test]
fn s0_10_no_command_about_requests_shows_a_password_or_a_key() {
    let words = words();
    let mut written = 0;
    for line in RUNS {
        for password in ["--password-file old", "--password-file wrong", ""] {
            let bench = bench();
            let before = bench.names();
            let takes = !line.starts_with("csr show") && !line.starts_with("csr confirm");
            let line = line.replace("NAMES", "--email a@example.com --common-name P");
            let line = line + " --trust-anchor ca.pem " + if takes { password } else { "" };
            let all: Vec<&str> = line.split_whitespace().collect();
            let mut command = bench.command(&all);
            command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "1");
            let output = finish(&mut command);
            assert!((0..=2).contains(&output.code), "{all:?}: {}", output.stderr);
            is_silent(&output, &words, &format!("{all:?}"));
            let new = bench
                .names()
                .into_iter()
                .filter(|name| !before.contains(name));
            for name in new.collect::<Vec<_>>() {
                assert_eq!(output.code, 0, "{all:?} left {name}");
                written += 1;
                let bytes = fs::read(bench.path(&name)).unwrap();
                let text = String::from_utf8_lossy(&bytes);
                let shown = words.iter().find(|word| text.contains(word.as_str()));
                assert_eq!(shown, None, "{all:?} wrote it to {name}");
            }
        }
    }
    assert!(written >= 8, "{written} files were written and looked at");
}

/// A password on the command line, whatever else is wrong with the command.
#[test]
fn s0_10_a_wrong_command_does_not_repeat_the_password() {
    let words = words();
    let bench = bench();
    for arguments in [
        &[
            "pair",
            "--cert",
            "aps.cer",
            "--key",
            "push.key",
            "--password",
            FIRST,
            "--bogus",
        ][..],
        &["pair", "--cert", "aps.cer", "--password", FIRST],
        &[
            "csr",
            "mdm",
            "--csr",
            "push.csr",
            "--password",
            FIRST,
            "--password-stdin",
        ],
        &["csr", "new", "--key", "push.key", "--password", FIRST],
        &["renew", "--old", "push.p12", "--password", FIRST],
    ] {
        let output = bench.run(arguments).code(2);
        is_silent(&output, &words, &format!("{arguments:?}"));
    }
    let fixed = [
        "pair",
        "--cert",
        "aps.cer",
        "--key",
        "push.key",
        "--out",
        "out",
        "--no-password",
    ];
    let output = bench
        .run(&[&fixed[..], &["--password", FIRST]].concat())
        .code(0);
    is_silent(&output, &words, "pair --password");
    assert!(
        output
            .stderr
            .contains("other users of this machine can see --password")
    );
}

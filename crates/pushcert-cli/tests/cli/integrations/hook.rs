//! The pre-commit hook, in a real repository.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::{program, recipe};
use crate::support::{Output, finish, folder, sample_bytes};

/// A repository with the hook.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Self {
        let this = Self { folder: folder() };
        this.git(&["init", "--quiet"]).code(0);
        this.git(&["config", "user.name", "Somebody"]).code(0);
        this.git(&["config", "user.email", "somebody@example.com"])
            .code(0);
        let hooks = this.path().join(".git/hooks");
        fs::create_dir_all(&hooks).unwrap();
        fs::copy(
            recipe("pre-commit/pushcert-pre-commit"),
            hooks.join("pre-commit"),
        )
        .unwrap();
        this
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn git(&self, arguments: &[&str]) -> Output {
        finish(program("git", self.path()).args(arguments))
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn stage(&self, name: &str, bytes: impl AsRef<[u8]>) {
        self.write(name, bytes);
        self.git(&["--literal-pathspecs", "add", "--", name])
            .code(0);
    }

    fn commits(&self) -> usize {
        let log = self.git(&["log", "--format=%h"]);
        log.stdout.lines().count()
    }

    /// Commits, and asserts that it was refused for this reason.
    #[track_caller]
    fn refused(&self, why: &str) {
        let before = self.commits();
        let output = self.git(&["commit", "--quiet", "-m", "x"]).code(1);
        assert!(output.stderr.contains(why), "{}", output.stderr);
        assert!(
            output.stderr.contains("nothing was committed"),
            "{}",
            output.stderr
        );
        assert_eq!(self.commits(), before);
    }

    #[track_caller]
    fn accepted(&self) {
        let before = self.commits();
        let output = self.git(&["commit", "--quiet", "-m", "x"]).code(0);
        assert_eq!(output.stderr, "");
        assert_eq!(self.commits(), before + 1);
    }
}

#[test]
fn a_private_key_is_refused_under_every_name() {
    let pem = String::from_utf8(sample_bytes("healthy.pem")).unwrap();
    let source = format!("package push\n\nconst identity = `\n{pem}`\n");
    for (name, bytes) in [
        ("push.pem", pem.clone().into_bytes()),
        (
            "AuthKey_ABC123DEFG.p8",
            sample_bytes("AuthKey_ABC123DEFG.p8"),
        ),
        ("notes.txt", sample_bytes("AuthKey_ABC123DEFG.p8")),
        ("identity.go", source.into_bytes()),
        ("push.bin", sample_bytes("healthy-openssl3.p12")),
        ("mdm.crt", sample_bytes("mdm-push.pem")),
        (
            "a folder/with blanks/push cert.dat",
            pem.clone().into_bytes(),
        ),
        ("2:push.pem", pem.clone().into_bytes()),
        ("-n.pem", pem.clone().into_bytes()),
        ("line\nbreak.pem", pem.clone().into_bytes()),
        ("*.pem", pem.clone().into_bytes()),
    ] {
        let repository = Repository::new();
        repository.stage(name, bytes);
        repository.refused("it holds a private key");
    }
}

#[test]
fn a_container_is_refused_whatever_is_in_it() {
    for (name, bytes) in [
        ("push.p12", sample_bytes("no-private-key.p12")),
        ("Push Certificate.PFX", b"no PKCS#12 at all".to_vec()),
    ] {
        let repository = Repository::new();
        repository.stage(name, bytes);
        repository.refused("a .p12 file belongs into a secret store");
    }
}

#[test]
fn what_is_public_and_works_passes() {
    let repository = Repository::new();
    for (name, bytes) in [
        ("README.md", b"# hello\n".to_vec()),
        ("empty", Vec::new()),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("ca file.pem", sample_bytes("synthetic-ca.pem")),
        ("push.csr", sample_bytes("request.csr")),
        ("page.html", sample_bytes("login-page.p12")),
    ] {
        repository.stage(name, bytes);
    }
    std::os::unix::fs::symlink("/dev/zero", repository.path().join("link")).unwrap();
    repository.git(&["add", "link"]).code(0);
    repository.accepted();
    // Taking a file away is no reason to look at it.
    repository.git(&["rm", "--quiet", "push.csr"]).code(0);
    repository.accepted();
}

#[test]
fn a_certificate_that_is_expired_is_refused() {
    let folder = folder();
    let pem = folder.path().join("expired.pem");
    let arguments = [
        "export",
        "docs/samples/expired.p12",
        "--password",
        "sample",
        "--to",
        "pem",
        "--no-password",
        "--out",
        pem.to_str().unwrap(),
    ];
    crate::support::run(&arguments).code(0);
    let pem = fs::read_to_string(pem).unwrap();
    let end = "-----END CERTIFICATE-----\n";
    let (certificate, _) = pem.split_once(end).unwrap();
    let repository = Repository::new();
    repository.stage("old cert.pem", format!("{certificate}{end}"));
    repository.refused("certificate-expired");
}

#[test]
fn only_what_is_staged_is_looked_at() {
    let repository = Repository::new();
    // Staged with a key, and without one in the folder.
    repository.stage("push.pem", sample_bytes("healthy.pem"));
    repository.write("push.pem", b"# nothing here\n");
    repository.refused("it holds a private key");
    // The other way round.
    repository.stage("push.pem", b"# nothing here\n");
    repository.write("push.pem", sample_bytes("healthy.pem"));
    repository.accepted();
    // Not added at all.
    repository.write("other.p12", sample_bytes("healthy-openssl3.p12"));
    repository.stage("a", b"a");
    repository.accepted();
}

#[test]
fn what_is_allowed_is_left_out() {
    let repository = Repository::new();
    repository.stage("tests/keys/push.pem", sample_bytes("healthy.pem"));
    repository.refused("tests/keys/push.pem");
    repository
        .git(&["config", "--add", "pushcert.allow", "tests/keys/*"])
        .code(0);
    repository.accepted();
    repository.stage("src/push.pem", sample_bytes("healthy.pem"));
    repository.refused("src/push.pem");
}

/// Without the program nothing is known, so nothing is committed.
#[test]
fn without_the_program_nothing_passes() {
    let repository = Repository::new();
    repository.stage("a", b"a");
    repository
        .git(&["config", "pushcert.program", "/no/such/pushcert"])
        .code(0);
    let output = repository.git(&["commit", "--quiet", "-m", "x"]).code(1);
    assert!(
        output.stderr.contains("/no/such/pushcert"),
        "{}",
        output.stderr
    );
    // A program that ends in a way that is not foreseen counts as one that saw nothing.
    repository
        .git(&["config", "pushcert.program", "false"])
        .code(0);
    repository.refused("it could not be looked at");
}

/// As the framework pre-commit calls it: names as arguments, from the top of the repository.
#[test]
fn names_can_be_given() {
    let repository = Repository::new();
    repository.stage("good.txt", b"good");
    repository.stage("bad cert.pem", sample_bytes("healthy.pem"));
    let hook = |names: &[&str]| {
        let mut command: Command = program(".git/hooks/pre-commit", repository.path());
        finish(command.args(names))
    };
    hook(&["good.txt"]).code(0);
    let output = hook(&["good.txt", "bad cert.pem"]).code(1);
    assert!(
        output.stderr.contains("bad\\ cert.pem"),
        "{}",
        output.stderr
    );
}

/// The file for the framework is YAML, and its entry is the name of the script.
#[test]
fn the_definition_for_the_framework_is_whole() {
    let yaml = super::text("pre-commit/pre-commit-config.yaml");
    let document = &yaml_rust2::YamlLoader::load_from_str(&yaml).unwrap()[0];
    let hook = &document["repos"][0]["hooks"][0];
    assert_eq!(hook["entry"].as_str(), Some("tools/pushcert-pre-commit"));
    assert_eq!(hook["language"].as_str(), Some("script"));
}

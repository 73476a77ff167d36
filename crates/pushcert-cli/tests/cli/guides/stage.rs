//! Where a guide is run: a folder, a clock, the program, and somebody who plays Apple.

mod apple;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use apple::Apple;
use tempfile::TempDir;

use crate::support::{Output, finish, folder, root, sample};

/// Stands before the program in the search path. The guides are for certificates of Apple's and for
/// today; here the issuer is the authority of the samples, and the day is the one of the guide.
const WRAPPER: &str = "#!/bin/sh
case \"$1\" in
check | show | export | csr | pair | renew | trust)
    exec \"$PUSHCERT_PROGRAM\" \"$@\" --trust-anchor \"$PUSHCERT_ANCHOR\" --at \"$PUSHCERT_NOW\"
    ;;
connect | send)
    # The simulator is trusted where the guide says so, and the issuer of the credential always.
    case \"$*\" in
    *--trust-anchor*) set -- \"$@\" --trust-anchor \"$PUSHCERT_ANCHOR\" ;;
    esac
    exec \"$PUSHCERT_PROGRAM\" \"$@\" --at \"$PUSHCERT_NOW\"
    ;;
simulate) exec \"$PUSHCERT_PROGRAM\" \"$@\" --at \"$PUSHCERT_NOW\" ;;
*) exec \"$PUSHCERT_PROGRAM\" \"$@\" ;;
esac
";

/// A guide that breaks off leaves no simulator behind.
impl Drop for Stage {
    fn drop(&mut self) {
        if let Ok(pid) = fs::read_to_string(self.path("simulator.pid")) {
            let _ = Command::new("kill").arg(pid.trim()).output();
        }
    }
}

/// A guide on its way.
pub(super) struct Stage {
    files: TempDir,
    bin: TempDir,
    today: String,
    expected: Option<i32>,
    output: Option<String>,
    apple: Apple,
}

impl Stage {
    /// An empty folder on the day of the samples.
    pub(super) fn new() -> Self {
        let bin = folder();
        let wrapper = bin.path().join("pushcert");
        fs::write(&wrapper, WRAPPER).unwrap();
        fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).unwrap();
        Self {
            files: folder(),
            bin,
            today: "2026-11-21".to_owned(),
            expected: None,
            output: None,
            apple: Apple::default(),
        }
    }

    /// What a comment of the guide says:
    ///
    /// * `today DATE`: the clock.
    /// * `exit CODE`: how the next block ends, when not with 0; it has one command then.
    /// * `apple issues FILE [for CSR] as KIND NAME until DATE`: a certificate of the CSR's key, from
    ///   today on; DER, or PEM where the file is called so. KIND is `apns`, `mdm-push` or `mdm-vendor`;
    ///   the last comes with the intermediate of its issuer, for the program knows Apple's alone.
    /// * `apple revokes FILE in CRL on DATE`: a list of today with the certificate in it.
    /// * `in use FILE as KIND NAME until DATE with PASSWORD`: a `.p12` of last year, as pair writes it.
    /// * `keychain exports FILE of NAME [and NAME] until DATE with PASSWORD`: what Keychain Access writes.
    #[track_caller]
    pub(super) fn direct(&mut self, text: &str, place: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["today", date] => self.today = (*date).to_owned(),
            ["exit", code] => self.expected = Some(code.parse().unwrap()),
            _ => {
                let played = self.play(&words);
                played.unwrap_or_else(|| panic!("{place}: nobody knows how to: {text}"));
            }
        }
    }

    /// What Apple does, or Keychain Access, or somebody did a year ago.
    #[track_caller]
    fn play(&mut self, words: &[&str]) -> Option<()> {
        match words {
            [
                "apple",
                "issues",
                file,
                "for",
                csr,
                "as",
                kind,
                name @ ..,
                "until",
                end,
            ] => {
                let spki = apple::spki(&fs::read(self.path(csr)).unwrap());
                self.issue(file, Some(spki), (kind, name), end);
            }
            ["apple", "issues", file, "as", kind, name @ .., "until", end] => {
                self.issue(file, None, (kind, name), end);
            }
            ["apple", "revokes", file, "in", list, "on", day] => {
                let bytes = self.apple.revoke(file, day, &self.today);
                fs::write(self.path(list), bytes).unwrap();
            }
            [
                "in",
                "use",
                file,
                "as",
                kind,
                name @ ..,
                "until",
                end,
                "with",
                password,
            ] => {
                self.in_use(file, (kind, name), end, password);
            }
            [
                "keychain",
                "exports",
                file,
                "of",
                names @ ..,
                "until",
                end,
                "with",
                password,
            ] => {
                let password = self.password(password);
                let names: Vec<&str> = names.iter().copied().filter(|one| *one != "and").collect();
                let bytes = apple::keychain(&names, &self.last_year(), end, &password);
                fs::write(self.path(file), bytes).unwrap();
            }
            _ => return None,
        }
        Some(())
    }

    /// Runs a block of commands, which ends at the first that fails.
    #[track_caller]
    pub(super) fn run(&mut self, block: &str, place: &str) {
        let expected = self.expected.take().unwrap_or(0);
        let commands = block.lines().filter(|line| line.starts_with("pushcert "));
        assert!(
            expected == 0 || commands.count() == 1,
            "{place}: which of them fails?"
        );
        let output = self.shell(block);
        let text = format!("{}\n{}", output.stdout, output.stderr);
        assert_eq!(output.code, expected, "{place}:\n{block}\n{text}");
        self.output = Some(text);
    }

    /// Asserts that the last block printed this; `…` stands for anything.
    #[track_caller]
    pub(super) fn printed(&self, text: &str, place: &str) {
        let output = self.output.as_ref();
        let output = flat(output.unwrap_or_else(|| panic!("{place}: nothing was run")));
        let mut rest = output.as_str();
        for piece in flat(text).split('…').map(str::trim) {
            let at = rest.find(piece);
            let at = at.unwrap_or_else(|| panic!("{place}: no {piece:?} in\n{output}"));
            rest = rest.get(at + piece.len()..).unwrap_or_default();
        }
    }

    /// Asserts that no comment is left over.
    #[track_caller]
    pub(super) fn end(&self, name: &str) {
        assert_eq!(self.expected, None, "{name}: no block follows");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }

    fn last_year(&self) -> String {
        let (year, day) = self.today.split_once('-').unwrap();
        format!("{}-{day}", year.parse::<u32>().unwrap() - 1)
    }

    /// The first line of a file with a password, which is written if it is not there.
    fn password(&self, name: &str) -> String {
        let path = self.path(name);
        if !path.exists() {
            fs::write(&path, format!("the password in {name}\n")).unwrap();
        }
        let text = fs::read_to_string(path).unwrap();
        text.lines().next().unwrap().to_owned()
    }

    fn issue(&mut self, file: &str, spki: Option<Vec<u8>>, what: (&str, &[&str]), end: &str) {
        let bytes = self.apple.issue(file, spki, what, (&self.today, end));
        fs::write(self.path(file), bytes).unwrap();
    }

    /// Issued and packed last year: the key of the testkit, in the form that `pair` writes.
    fn in_use(&mut self, file: &str, what: (&str, &[&str]), end: &str, password: &str) {
        let pem = self.apple.identity(file, what, (&self.last_year(), end));
        let loose = self.bin.path().join("identity.pem");
        fs::write(&loose, pem).unwrap();
        let _ = self.password(password);
        let export = format!(
            "pushcert export {} --to p12-compatible --out {file} --new-password-file {password}",
            loose.display()
        );
        let _ = self.shell(&export).code(0);
    }

    fn shell(&self, block: &str) -> Output {
        let mut shell = Command::new("sh");
        let path = format!("{}:/usr/bin:/bin", self.bin.path().display());
        shell.args(["-euc", block]).current_dir(self.files.path());
        shell.env_clear().env("PATH", path);
        shell.env("HOME", self.files.path());
        shell.env("PUSHCERT_PROGRAM", env!("CARGO_BIN_EXE_pushcert"));
        shell.env("PUSHCERT_ANCHOR", root().join(sample("synthetic-ca.pem")));
        shell.env("PUSHCERT_NOW", format!("{}T12:00:00Z", self.today));
        finish(shell.stdin(Stdio::null()))
    }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

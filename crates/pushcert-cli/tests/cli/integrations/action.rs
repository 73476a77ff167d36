//! The steps of the GitHub Action, run by bash as the runner does.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use yaml_rust2::{Yaml, YamlLoader};

use super::{program, text};
use crate::support::{Output, finish, folder, sample_bytes, write};

/// A job that uses the action.
struct Job {
    action: Yaml,
    folder: TempDir,
    inputs: BTreeMap<String, String>,
}

/// What a job came to.
struct Done {
    log: String,
    summary: String,
    outputs: BTreeMap<String, String>,
    code: i32,
}

impl Job {
    fn new(inputs: &[(&str, &str)]) -> Self {
        let mut documents = YamlLoader::load_from_str(&text("github-action/action.yml")).unwrap();
        assert_eq!(documents.len(), 1);
        let action = documents.remove(0);
        assert_eq!(action["runs"]["using"].as_str(), Some("composite"));
        let defaults = action["inputs"].as_hash().unwrap().iter();
        let mut all: BTreeMap<String, String> = defaults
            .map(|(name, input)| {
                assert!(input["description"].as_str().is_some(), "{name:?}");
                let default = input["default"].as_str().unwrap();
                (name.as_str().unwrap().to_owned(), default.to_owned())
            })
            .collect();
        for (name, value) in inputs {
            assert!(
                all.insert((*name).to_owned(), (*value).to_owned())
                    .is_some(),
                "{name}"
            );
        }
        let folder = folder();
        for name in ["runner/temp", "work"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        Self {
            action,
            folder,
            inputs: all,
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("runner").join(name)
    }

    fn add(&self, name: &str, sample: &str) {
        write(&self.folder, &format!("work/{name}"), sample_bytes(sample));
    }

    /// `${{ inputs.NAME }}` or `${{ steps.check.outputs.NAME }}`.
    fn expression(&self, text: &str, outputs: &BTreeMap<String, String>) -> String {
        let inner = text
            .strip_prefix("${{ ")
            .and_then(|text| text.strip_suffix(" }}"));
        let inner = inner.unwrap_or_else(|| panic!("{text}"));
        if let Some(name) = inner.strip_prefix("inputs.") {
            return self.inputs[name].clone();
        }
        let name = inner.strip_prefix("steps.check.outputs.").unwrap();
        outputs[name].clone()
    }

    fn step(&self, step: &Yaml, outputs: &BTreeMap<String, String>) -> Output {
        let script = step["run"].as_str().unwrap();
        assert!(
            !script.contains("${{"),
            "an input would become part of a script"
        );
        assert_eq!(step["shell"].as_str(), Some("bash"));
        let path = write(&self.folder, "runner/step.sh", script);
        let mut command = program("bash", &self.folder.path().join("work"));
        command.args(["--noprofile", "--norc", "-e", "-o", "pipefail"]);
        for (name, value) in step["env"].as_hash().unwrap() {
            let value = self.expression(value.as_str().unwrap(), outputs);
            command.env(name.as_str().unwrap(), value);
        }
        command
            .env("RUNNER_TEMP", self.file("temp"))
            .env("GITHUB_OUTPUT", self.file("output"))
            .env("GITHUB_STEP_SUMMARY", self.file("summary"));
        finish(command.arg(path))
    }

    /// Runs step after step until one fails.
    fn run(&self) -> Done {
        let mut done = Done {
            log: String::new(),
            summary: String::new(),
            outputs: BTreeMap::new(),
            code: 0,
        };
        for step in self.action["runs"]["steps"].as_vec().unwrap() {
            if let Some(other) = step["uses"].as_str() {
                assert!(
                    other.starts_with("github/codeql-action/upload-sarif@"),
                    "{other}"
                );
                assert_eq!(step["if"].as_str(), Some("${{ inputs.sarif == 'true' }}"));
                let file = step["with"]["sarif_file"].as_str().unwrap();
                assert!(PathBuf::from(self.expression(file, &done.outputs)).is_file());
                continue;
            }
            let output = self.step(step, &done.outputs);
            done.log.push_str(&output.stdout);
            let written = fs::read_to_string(self.file("output")).unwrap_or_default();
            let pairs = written.lines().map(|line| line.split_once('=').unwrap());
            done.outputs = pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            done.code = output.code;
            if done.code != 0 {
                break;
            }
        }
        done.summary = fs::read_to_string(self.file("summary")).unwrap_or_default();
        done
    }
}

const ANCHOR: &str = "--trust-anchor\nca file.pem\n--at\n2026-11-21T00:00:00Z\n";

#[test]
fn a_job_with_good_certificates_succeeds() {
    let job = Job::new(&[("paths", "push cert.pem\nfolder\n"), ("flags", ANCHOR)]);
    job.add("ca file.pem", "synthetic-ca.pem");
    job.add("push cert.pem", "healthy.pem");
    job.add("folder/mdm.pem", "mdm-push.pem");
    let done = job.run();
    assert_eq!(done.code, 0, "{}", done.log);
    assert_eq!(done.outputs["exit-code"], "0");
    assert!(
        done.summary.contains("2 files: 2 will work"),
        "{}",
        done.summary
    );
    assert!(
        !done.log.contains("com.example"),
        "masked by default: {}",
        done.log
    );
    let sarif = fs::read_to_string(&done.outputs["sarif-file"]).unwrap();
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn a_job_with_an_expired_certificate_fails() {
    let job = |more: &[(&str, &str)]| {
        let inputs = [
            ("paths", "."),
            ("password", "sample"),
            ("redact", "false"),
            ("sarif", "true"),
        ];
        let job = Job::new(&[&inputs[..], more].concat());
        job.add("expired push.p12", "expired.p12");
        job.run()
    };
    let done = job(&[]);
    assert_eq!((done.code, done.outputs["exit-code"].as_str()), (1, "1"));
    assert!(done.log.contains("certificate-expired"), "{}", done.log);
    assert!(done.log.contains("::error::"), "{}", done.log);
    let sarif = fs::read_to_string(&done.outputs["sarif-file"]);
    assert!(
        sarif.is_err(),
        "the folder of the job is gone, and nothing was written elsewhere"
    );
    assert_eq!(job(&[("fail-on", "never")]).code, 0);
    assert_eq!(job(&[("fail-on", "sometimes")]).code, 2);
}

#[test]
fn warnings_fail_a_job_that_asks_for_it() {
    let job = |fail_on: &str| {
        let inputs = [
            ("paths", "push.p12"),
            ("password", "sample"),
            ("flags", ANCHOR),
        ];
        let job = Job::new(&[&inputs[..], &[("fail-on", fail_on)]].concat());
        job.add("ca file.pem", "synthetic-ca.pem");
        job.add("push.p12", "no-mac.p12");
        job.run().code
    };
    assert_eq!((job("error"), job("warning")), (0, 1));
}

#[test]
fn what_cannot_be_read_fails_whatever_was_asked() {
    for paths in ["gone.p12", "", "\n"] {
        let done = Job::new(&[("paths", paths), ("fail-on", "never")]).run();
        assert_eq!(done.code, 2, "{paths:?}: {}", done.log);
    }
}

/// Inputs are words, and not part of a script.
#[test]
fn an_input_runs_nothing() {
    let bad = "$(touch owned); touch owned `touch owned`";
    let job = Job::new(&[("paths", bad), ("flags", bad), ("password", bad)]);
    assert_eq!(job.run().code, 2);
    assert!(!job.folder.path().join("work/owned").exists());
}

/// A name in the log is no command of the runner.
#[test]
fn the_log_of_the_program_is_no_command() {
    let job = Job::new(&[("paths", "."), ("redact", "false")]);
    job.add("::error::push.pem", "healthy.pem");
    let done = job.run();
    assert_eq!(done.code, 1);
    let (before, rest) = done.log.split_once("::stop-commands::").unwrap();
    let (token, rest) = rest.split_once('\n').unwrap();
    assert_eq!((before, token.len()), ("", 32));
    let (report, after) = rest.split_once(&format!("\n::{token}::\n")).unwrap();
    assert!(report.contains("push.pem"), "{report}");
    assert!(!after.contains("push.pem"), "{after}");
}

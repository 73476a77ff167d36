//! The recipes for monitors: each command as it stands, with the folders of a machine replaced.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{program, recipe, text};
use crate::support::{Output, finish, folder, sample_bytes, write};
use crate::{ical, prometheus};

/// A machine with a credential, its password, and the places to which the recipes write.
struct Machine {
    folder: TempDir,
}

/// The folders that the recipes name.
const PLACES: [&str; 5] = [
    "/usr/local/bin",
    "/etc/pushcert",
    "/etc/push",
    "/var/lib/prometheus/node-exporter",
    "/var/www/calendar",
];

impl Machine {
    fn new(sample: &str) -> Self {
        let this = Self { folder: folder() };
        for place in PLACES {
            fs::create_dir_all(this.place(place)).unwrap();
        }
        let script = this.place("/usr/local/bin/pushcert-publish");
        fs::copy(recipe("monitoring/pushcert-publish"), script).unwrap();
        write(&this.folder, "etc/pushcert/password", "sample\n");
        write(&this.folder, "etc/push/push.p12", sample_bytes(sample));
        this
    }

    fn place(&self, absolute: &str) -> PathBuf {
        self.folder.path().join(absolute.trim_start_matches('/'))
    }

    /// Runs a command line of a recipe.
    fn shell(&self, command: &str) -> Output {
        let mut command = command.to_owned();
        for place in PLACES {
            // `/etc/push` begins `/etc/pushcert` as well, which comes first and is then no match.
            let here = self.place(place);
            command = command.replace(&format!(" {place}"), &format!(" {}", here.display()));
        }
        let bin = self.place("/usr/local/bin");
        let path = format!(
            "{}:{}",
            bin.display(),
            super::search_path().to_str().unwrap()
        );
        let mut shell = program("sh", self.folder.path());
        finish(shell.args(["-c", &command]).env("PATH", path))
    }

    fn metrics(&self) -> PathBuf {
        self.place("/var/lib/prometheus/node-exporter/pushcert.prom")
    }

    /// Nothing but the document is left in its folder.
    fn is_tidy(&self, document: &Path) {
        let folder = fs::read_dir(document.parent().unwrap()).unwrap();
        let names: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
        assert_eq!(names, [document.to_owned()]);
    }
}

#[test]
fn s1_26_the_lines_of_cron_write_metrics_and_a_calendar_and_a_mail() {
    let machine = Machine::new("expired.p12");
    let cron = text("monitoring/pushcert.cron");
    let lines = cron
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()));
    let commands: Vec<_> = lines
        .map(|line| {
            assert!(!line.contains('%'), "a line feed to cron");
            let mut fields = line.splitn(7, ' ');
            assert_eq!(fields.nth(5), Some("root"));
            format!(" {}", fields.next().unwrap())
        })
        .collect();
    let [metrics, calendar, mail] = &commands[..] else {
        panic!("{commands:?}");
    };
    let output = machine.shell(metrics).code(1);
    assert_eq!(
        (output.stdout, output.stderr),
        (String::new(), String::new())
    );
    let samples = prometheus::parse(&fs::read_to_string(machine.metrics()).unwrap());
    let success = samples.iter().find(|one| one.name == "apns_check_success");
    assert_eq!(success.unwrap().value, 0);
    machine.is_tidy(&machine.metrics());

    let output = machine.shell(calendar).code(1);
    assert_eq!(
        (output.stdout, output.stderr),
        (String::new(), String::new())
    );
    let file = machine.place("/var/www/calendar/pushcert.ics");
    let calendar = ical::parse(&fs::read_to_string(&file).unwrap());
    assert_eq!(calendar.inside.len(), 2);
    machine.is_tidy(&file);

    let output = machine.shell(mail).code(0);
    assert!(
        output.stdout.starts_with("PUSHCERT CRITICAL - "),
        "{}",
        output.stdout
    );
    let well = Machine::new("healthy-long-lived.p12");
    let anchor = write(&well.folder, "ca.pem", sample_bytes("synthetic-ca.pem"));
    let known = format!("--trust-anchor {} --nagios", anchor.display());
    let output = well.shell(&mail.replace("--nagios", &known)).code(0);
    assert_eq!(output.stdout, "", "no mail where all is well");
}

#[test]
fn only_a_complete_document_is_published() {
    let machine = Machine::new("healthy-openssl3.p12");
    let line =
        "pushcert-publish /var/lib/prometheus/node-exporter/pushcert.prom --format prometheus";
    machine
        .shell(&format!("{line} /etc/push gone.p12 --password sample"))
        .code(2);
    let published = fs::read_to_string(machine.metrics()).unwrap();
    assert!(
        published.contains("apns_check_success{path=\"gone.p12\"} 0\n"),
        "{published}"
    );
    for wrong in [
        "--no-such-flag /etc/push",
        "/var/www/calendar",
        "--format json /etc/push",
    ] {
        let output = machine.shell(&format!("{line} {wrong}")).code(2);
        assert!(
            output.stderr.contains("stays as it is"),
            "{}",
            output.stderr
        );
        assert_eq!(fs::read_to_string(machine.metrics()).unwrap(), published);
        machine.is_tidy(&machine.metrics());
    }
    let other = line.replace("--format prometheus", "");
    machine
        .shell(&format!("{other} /etc/push --password sample"))
        .code(2);
    assert_eq!(
        fs::read_to_string(machine.metrics()).unwrap(),
        published,
        "text is no metric"
    );
    machine.shell("pushcert-publish").code(2);
}

/// node_exporter is another user.
#[test]
fn others_may_read_what_is_published() {
    use std::os::unix::fs::PermissionsExt as _;
    let machine = Machine::new("expired.p12");
    let line = "umask 077; pushcert-publish /var/lib/prometheus/node-exporter/pushcert.prom";
    machine
        .shell(&format!(
            "{line} --format prometheus /etc/push --password sample"
        ))
        .code(1);
    let mode = fs::metadata(machine.metrics())
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o644);
}

#[test]
fn the_service_writes_the_metrics() {
    let machine = Machine::new("healthy-openssl3.p12");
    let unit = text("monitoring/pushcert-metrics.service");
    let field = |name: &str| {
        let mut lines = unit.lines().filter_map(|line| line.strip_prefix(name));
        let value = lines.next().unwrap().to_owned();
        assert_eq!(lines.next(), None, "{name}");
        value
    };
    // What systemd does for `LoadCredential=password:/etc/pushcert/password`.
    let credential = field("LoadCredential=");
    let (name, source) = credential.split_once(':').unwrap();
    let line = field("ExecStart=").replace(&format!("${{CREDENTIALS_DIRECTORY}}/{name}"), source);
    assert!(!line.contains('$'), "{line}");
    // The authority of the sample is unknown, which is an error and one of the good codes.
    machine.shell(&format!(" {line}")).code(1);
    assert_eq!(field("SuccessExitStatus="), "1");
    let samples = prometheus::parse(&fs::read_to_string(machine.metrics()).unwrap());
    assert!(
        samples
            .iter()
            .any(|one| one.name == "apns_certificate_info"),
        "it was opened"
    );
    assert!(
        machine
            .metrics()
            .starts_with(machine.place(&field("ReadWritePaths=")))
    );
}

#[test]
fn the_command_of_nagios_answers() {
    let machine = Machine::new("expired.p12");
    let config = text("monitoring/nagios.cfg");
    let field = |name: &str| {
        let mut lines = config
            .lines()
            .filter_map(|line| line.trim().strip_prefix(name));
        lines.next().unwrap().trim().to_owned()
    };
    let call = field("check_command");
    let mut parts = call.split('!');
    assert_eq!(parts.next(), Some(field("command_name").as_str()));
    let mut line = field("command_line").replace("$USER1$/", "");
    for (number, argument) in parts.enumerate() {
        line = line.replace(&format!("$ARG{}$", number + 1), argument);
    }
    assert!(!line.contains('$'), "{line}");
    let output = machine.shell(&line).code(2);
    assert!(
        output.stdout.starts_with("PUSHCERT CRITICAL - "),
        "{}",
        output.stdout
    );
    assert!(output.stdout.contains("'days'="), "{}", output.stdout);
    fs::remove_file(machine.place("/etc/push/push.p12")).unwrap();
    machine.shell(&line).code(3);
}

/// The alerts name metrics and labels that there are.
#[test]
fn the_alerts_are_about_metrics_that_exist() {
    let yaml = text("monitoring/alerts.yml");
    let rules = &yaml_rust2::YamlLoader::load_from_str(&yaml).unwrap()[0]["groups"][0]["rules"];
    let file = crate::support::sample("healthy.pem");
    let metrics = crate::support::run(&["check", &file, "--format", "prometheus"]);
    let samples = prometheus::parse(&metrics.stdout);
    for rule in rules.as_vec().unwrap() {
        let expression = rule["expr"].as_str().unwrap();
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mut words = expression.split(|c| !is_word(c));
        let metric = words.find(|word| word.starts_with("apns_")).unwrap();
        let sample = samples.iter().find(|one| one.name == metric);
        let sample = sample.unwrap_or_else(|| panic!("there is no {metric}"));
        let summary = rule["annotations"]["summary"].as_str().unwrap();
        for rest in summary.split("$labels.").skip(1) {
            let label = rest.split(' ').next().unwrap();
            assert!(sample.labels.contains_key(label), "{metric} has no {label}");
        }
    }
}

//! The section I/O of the checklist of hostile inputs: each of them a clear error with a remedy,
//! in bounded time.

use std::fs;
use std::time::{Duration, Instant};

use crate::support::{
    AT, Output, command, finish, folder, run, run_with_input, sample, sample_bytes, write,
};

/// It ended with 2, said why on one line and what to do on another.
#[track_caller]
fn refused(output: Output, why: &str) {
    let output = output.code(2);
    assert!(output.stderr.contains(why), "{}", output.stderr);
    assert!(
        output.stderr.contains("  → "),
        "a remedy: {}",
        output.stderr
    );
}

#[cfg(unix)]
pub(crate) fn make_pipe(path: &std::path::Path) {
    let made = std::process::Command::new("mkfifo")
        .arg(path)
        .status()
        .unwrap();
    assert!(made.success());
}

#[test]
fn no_such_file() {
    refused(run(&["check", "no/such/file.p12"]), "there is no such file");
}

#[cfg(unix)]
#[test]
fn dev_zero_stops_at_the_limit() {
    let started = Instant::now();
    refused(run(&["check", "/dev/zero"]), "more than 4194304 bytes");
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "it did not stop"
    );
}

#[test]
fn a_sparse_file_of_a_gigabyte_is_not_read() {
    let folder = folder();
    let path = write(&folder, "big.p12", b"");
    fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    refused(
        run(&["check", path.to_str().unwrap()]),
        "it has 1073741824 bytes, and the limit is 4194304",
    );
}

#[test]
fn the_limit_can_be_moved_both_ways() {
    let file = sample("healthy.pem");
    refused(
        run(&["check", &file, "--limit", "max-input=100"]),
        "the limit is 100",
    );
    let folder = folder();
    let mut bytes = sample_bytes("healthy.pem");
    bytes.resize(5 << 20, b'\n');
    let path = write(&folder, "long.pem", bytes);
    let path = path.to_str().unwrap();
    refused(run(&["check", path]), "the limit is 4194304");
    let output = run(&[
        "check",
        path,
        "--limit",
        "max-input=8_000_000",
        "--format",
        "json",
        "--at",
        AT,
    ]);
    assert_eq!(
        output.json()["files"][0]["identities"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    refused(run(&["check", path, "--strict"]), "the limit is 65536");
}

#[cfg(unix)]
#[test]
fn a_pipe_without_a_writer_does_not_hang() {
    let folder = folder();
    let pipe = folder.path().join("pipe.p12");
    make_pipe(&pipe);
    refused(
        run(&["check", pipe.to_str().unwrap()]),
        "no program writes to it",
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_with_a_writer_is_read() {
    let folder = folder();
    let pipe = folder.path().join("pipe");
    make_pipe(&pipe);
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, sample_bytes("certificate-only.pem")).unwrap()
    });
    let output = run(&["show", pipe.to_str().unwrap(), "--at", AT]).code(0);
    assert!(
        output.stdout.contains("com.example.app"),
        "{}",
        output.stdout
    );
    writer.join().unwrap();
}

#[test]
fn standard_input_is_read_and_may_not_be_empty() {
    let output = run_with_input(
        &["show", "-", "--at", AT, "--format", "json"],
        &sample_bytes("certificate-only.cer"),
    );
    let output = output.code(0);
    assert_eq!(output.json()["files"][0]["path"], "-");
    assert_eq!(output.json()["files"][0]["format"], "certificate-der");
    refused(
        run_with_input(&["check", "-"], b""),
        "standard input is empty or closed",
    );
}

#[cfg(unix)]
#[test]
fn closed_standard_input_is_told() {
    let script = format!("exec '{}' check - <&-", env!("CARGO_BIN_EXE_pushcert"));
    let output = finish(std::process::Command::new("sh").args(["-c", &script]));
    refused(output, "standard input is empty or closed");
}

#[cfg(unix)]
#[test]
fn devices_that_give_nothing() {
    refused(run(&["check", "/dev/null"]), "no bytes came from it");
    let script = format!(
        "exec '{}' check /dev/stdin <&-",
        env!("CARGO_BIN_EXE_pushcert")
    );
    let output = finish(std::process::Command::new("sh").args(["-c", &script]));
    refused(output, "no bytes came from it");
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let (one, two, dangling) = (
        folder.path().join("1.p12"),
        folder.path().join("2.p12"),
        folder.path().join("3.p12"),
    );
    symlink(&two, &one).unwrap();
    symlink(&one, &two).unwrap();
    symlink(folder.path().join("gone"), &dangling).unwrap();
    refused(run(&["check", one.to_str().unwrap()]), "round in a circle");
    refused(
        run(&["check", dangling.to_str().unwrap()]),
        "symbolic link to a file that does not exist",
    );
    let good = folder.path().join("good.pem");
    symlink(
        crate::support::root().join(sample("certificate-only.pem")),
        &good,
    )
    .unwrap();
    run(&["show", good.to_str().unwrap()]).code(0);
}

#[cfg(unix)]
#[test]
fn a_socket_is_no_file() {
    let folder = folder();
    let path = folder.path().join("socket.p12");
    let _listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
    refused(run(&["check", path.to_str().unwrap()]), "it is a socket");
}

/// Nobody may read a file of mode 0 but root, so root runs the program as somebody else, from a
/// copy that everybody may run.
#[cfg(unix)]
#[test]
fn permission_denied_is_told() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::os::unix::process::CommandExt as _;
    let folder = folder();
    let everybody = fs::Permissions::from_mode(0o755);
    fs::set_permissions(folder.path(), everybody.clone()).unwrap();
    let program = folder.path().join("pushcert");
    fs::copy(env!("CARGO_BIN_EXE_pushcert"), &program).unwrap();
    fs::set_permissions(&program, everybody).unwrap();
    let locked = write(&folder, "locked.p12", b"x");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let locked_folder = folder.path().join("locked");
    fs::create_dir(&locked_folder).unwrap();
    fs::set_permissions(&locked_folder, fs::Permissions::from_mode(0o000)).unwrap();

    let is_root = fs::metadata(&locked).unwrap().uid() == 0;
    for path in [&locked, &locked_folder] {
        let mut command = std::process::Command::new(&program);
        command.arg("check").arg(path).current_dir("/");
        if is_root {
            command.uid(65534).gid(65534);
        }
        refused(finish(&mut command), "permission denied");
    }
    fs::set_permissions(&locked_folder, fs::Permissions::from_mode(0o700)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = command(&["explain"]);
    let child = command
        .stdout(full)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write the output"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let script = format!(
        "'{}' schema | head -n 1 >/dev/null",
        env!("CARGO_BIN_EXE_pushcert")
    );
    let output = finish(std::process::Command::new("bash").args(["-o", "pipefail", "-c", &script]));
    assert_eq!((output.code, output.stderr.as_str()), (0, ""));
}

/// A file that another program appends to all the time is either read in one state or refused,
/// and always ends in bounded time.
#[test]
fn a_file_that_grows_while_it_is_read() {
    use std::io::Write as _;
    use std::sync::atomic::{AtomicBool, Ordering};
    let folder = folder();
    let path = write(&folder, "growing.pem", vec![b'\n'; 3 << 20]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
            while !done.load(Ordering::Relaxed) && file.metadata().unwrap().len() < 64 << 20 {
                file.write_all(&[b'\n'; 4096]).unwrap();
            }
        });
        let output = run(&["check", path.to_str().unwrap()]);
        done.store(true, Ordering::Relaxed);
        let refused = [
            "it changed while it was read",
            "the limit is 4194304",
            "more than 4194304 bytes",
        ];
        let told = refused.iter().any(|why| output.stderr.contains(why));
        assert!(
            if output.code == 2 {
                told
            } else {
                output.code == 1
            },
            "{output:?}"
        );
    });
}

/// Work that the caller allowed to go on for ever is ended by the wall clock, with the name of the
/// file and an exit code of its own.
#[test]
fn the_wall_clock_ends_what_the_limits_let_pass() {
    use pushcert_testkit::hostile;
    let bomb = hostile::all()
        .into_iter()
        .find(|one| one.name == "mac-iterations-2-31-minus-1")
        .unwrap();
    let folder = folder();
    let path = write(&folder, "bomb.p12", &bomb.bytes);
    let most = u64::MAX.to_string();
    let (one, all) = (
        format!("max-iterations={most}"),
        format!("max-total-iterations={most}"),
    );
    let arguments = [
        "check",
        path.to_str().unwrap(),
        "--password",
        "x",
        "--limit",
        &one,
        "--limit",
        &all,
    ];
    let arguments = [&arguments[..], &["--limit", "wall-clock-seconds=1"]].concat();
    // A monitor has no such code: to it the state is unknown.
    let monitored = run(&[&arguments[..], &["--nagios"]].concat()).code(3);
    let line = monitored.stdout;
    assert!(
        line.starts_with("PUSHCERT UNKNOWN - ") && line.contains("within 1 seconds"),
        "{line}"
    );
    let output = run(&arguments).code(75);
    assert!(
        output
            .stderr
            .contains("bomb.p12: not done within 1 seconds"),
        "{}",
        output.stderr
    );
    assert!(output.stdout.is_empty());
}

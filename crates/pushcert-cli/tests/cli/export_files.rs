//! The files that `export` leaves behind: private, whole, and never over something that is there.

use std::fs;
use std::path::Path;

use crate::export::{NEW, check, export, new};
use crate::support::{Output, PASSWORD, folder, sample, sample_bytes, write};

const FILE: &str = "healthy-openssl3.p12";

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// It ended with 2, said why, and what to do.
#[track_caller]
fn refused(output: Output, why: &str) {
    let output = output.code(2);
    assert!(output.stderr.contains(why), "{}", output.stderr);
    assert!(
        output.stderr.contains("  → "),
        "a remedy: {}",
        output.stderr
    );
    assert_eq!(output.stdout, "");
}

/// The program under a shell that sets something up first.
#[cfg(unix)]
fn under_shell(setup: &str, out: &Path, more: &str) -> Output {
    let script = format!(
        "{setup}; exec '{}' export '{}' --out '{}' --password-env OLD --new-password-env NEW {more}",
        env!("CARGO_BIN_EXE_pushcert"),
        sample(FILE),
        out.display(),
    );
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", &script])
        .current_dir(crate::support::root())
        .env("OLD", PASSWORD)
        .env("NEW", NEW);
    crate::support::finish(&mut command)
}

#[cfg(unix)]
#[test]
fn the_mode_is_0600_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    for umask in ["000", "022", "077", "777"] {
        for force in ["", "--force"] {
            let folder = folder();
            let out = new(&folder);
            if !force.is_empty() {
                fs::write(&out, "old").unwrap();
                fs::set_permissions(&out, fs::Permissions::from_mode(0o666)).unwrap();
            }
            let more = format!("--to pem {force}");
            under_shell(&format!("umask {umask}"), &out, &more).code(0);
            let mode = fs::metadata(&out).unwrap().permissions().mode();
            assert_eq!(mode & 0o7777, 0o600, "umask {umask} {force}");
            assert_eq!(names(folder.path()), ["new"]);
        }
    }
}

/// S0-25: what is there is neither replaced nor touched.
#[test]
fn s0_25_an_existing_file_is_left_as_it_is() {
    let folder = folder();
    let out = write(&folder, "new", "mine");
    let before = fs::metadata(&out).unwrap().modified().unwrap();
    refused(export(&sample(FILE), &out, &["--to", "pem"]), "--force");
    assert_eq!(fs::read(&out).unwrap(), b"mine");
    assert_eq!(fs::metadata(&out).unwrap().modified().unwrap(), before);
    assert_eq!(names(folder.path()), ["new"]);
}

/// S0-25: a replacement that fails leaves the old credential as it was, and usable.
#[test]
fn s0_25_a_failed_replacement_leaves_the_old_credential() {
    let folder = folder();
    let path = write(&folder, "push.p12", sample_bytes(FILE));
    let file = path.to_str().unwrap();
    for flags in [
        &["--to", "p12-modern", "--password", "wrong"][..],
        &["--to", "p12-modern", "--identity", "7"],
        &["--to", "p12-modern", "--iterations", "9000000"],
        &["--to", "p12-modern", "--new-password-env", "NOT_SET_AT_ALL"],
    ] {
        let output = export(file, &path, &[flags, &["--force"]].concat());
        assert_ne!(output.code, 0, "{}", output.stdout);
        assert_eq!(fs::read(&path).unwrap(), sample_bytes(FILE), "{flags:?}");
    }
    assert_eq!(names(folder.path()), ["push.p12"]);
    assert_eq!(check(&path, PASSWORD)["pkcs12"]["password"], "given");
}

#[test]
fn s0_26_the_same_path_in_and_out_needs_force() {
    let folder = folder();
    let path = write(&folder, "push.p12", sample_bytes(FILE));
    let file = path.to_str().unwrap();
    refused(export(file, &path, &["--to", "p12-modern"]), "--force");
    assert_eq!(fs::read(&path).unwrap(), sample_bytes(FILE));
    export(file, &path, &["--to", "p12-modern", "--force"]).code(0);
    assert_eq!(check(&path, NEW)["pkcs12"]["password"], "given");
    assert_eq!(names(folder.path()), ["push.p12"]);
}

/// S0-25: a disk without room, as the limit on the size of files shows it.
#[cfg(unix)]
#[test]
fn s0_25_a_full_disk_leaves_the_old_file_and_nothing_else() {
    for (old, more) in [(false, "--to pem"), (true, "--to pem --force")] {
        let folder = folder();
        let out = new(&folder);
        if old {
            fs::write(&out, "old").unwrap();
        }
        let output = under_shell("trap '' XFSZ; ulimit -f 1", &out, more);
        refused(output, "no room");
        match old {
            true => assert_eq!(fs::read(&out).unwrap(), b"old"),
            false => assert!(!out.exists()),
        }
        assert_eq!(names(folder.path()).len(), usize::from(old));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_told() {
    let setup = "exec > /dev/full";
    let output = under_shell(setup, Path::new("-"), "--to pem");
    refused(output, "no room");
}

#[test]
fn a_folder_is_no_file() {
    let folder = folder();
    for name in ["", "sub/", "missing/"] {
        fs::create_dir_all(folder.path().join("sub")).unwrap();
        let out = folder.path().join(name);
        refused(
            export(&sample(FILE), &out, &["--to", "pem", "--force"]),
            "it is a folder",
        );
    }
    let out = folder.path().join("missing/new");
    refused(
        export(&sample(FILE), &out, &["--to", "pem"]),
        "its folder does not exist",
    );
    let out = write(&folder, "file", "x").join("new");
    refused(
        export(&sample(FILE), &out, &["--to", "pem"]),
        "what should be its folder is a file",
    );
    assert_eq!(names(folder.path()), ["file", "sub"]);
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let target = write(&folder, "target", "mine");
    let (link, dangling, loops) = (
        folder.path().join("link"),
        folder.path().join("dangling"),
        folder.path().join("loops"),
    );
    symlink(&target, &link).unwrap();
    symlink(folder.path().join("nothing"), &dangling).unwrap();
    symlink(&loops, &loops).unwrap();
    let before = names(folder.path());
    for path in [&link, &dangling, &loops] {
        for flags in [&["--to", "pem"][..], &["--to", "pem", "--force"]] {
            refused(export(&sample(FILE), path, flags), "it is a symbolic link");
        }
        assert!(path.symlink_metadata().unwrap().is_symlink());
    }
    assert_eq!(fs::read(&target).unwrap(), b"mine");
    assert_eq!(names(folder.path()), before);
    let pipe = folder.path().join("pipe");
    crate::io::make_pipe(&pipe);
    for path in [Path::new("/dev/null"), &pipe] {
        let flags = ["--to", "pem", "--force"];
        refused(
            export(&sample(FILE), path, &flags),
            "a device, a pipe or a socket",
        );
    }
}

/// As somebody who is not root, to whom nothing is forbidden.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_is_not_writable_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let probe = folder.path().join("probe");
    if fs::write(&probe, "x").is_ok() {
        fs::remove_file(&probe).unwrap();
        // Root may write everywhere; the kernel's own folders refuse root as well.
        let out = Path::new("/proc/self/new");
        let output = export(&sample(FILE), out, &["--to", "pem"]).code(2);
        assert!(output.stderr.contains("  → "), "{}", output.stderr);
    } else {
        let out = new(&folder);
        refused(
            export(&sample(FILE), &out, &["--to", "pem"]),
            "permission denied",
        );
    }
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(names(folder.path()).is_empty());
}

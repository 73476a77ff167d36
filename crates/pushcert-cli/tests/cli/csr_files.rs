//! The files that `csr new` and `csr mdm` leave behind: private, all or none, and never over others.

use crate::csr::request;
use crate::workbench::{Bench, key_pem, refused};

const ALL: [&str; 4] = ["--key-out", "push.key", "--record", "push.json"];

#[cfg(unix)]
#[test]
fn s1_09_the_mode_is_0600_whatever_the_umask() {
    for umask in ["000", "022", "077", "777"] {
        for force in ["", "--force"] {
            let bench = Bench::new();
            bench.put("kept.key", key_pem(3));
            if !force.is_empty() {
                use std::os::unix::fs::PermissionsExt as _;
                for name in ["push.csr", "push.key", "push.json"] {
                    let open = std::fs::Permissions::from_mode(0o666);
                    std::fs::set_permissions(bench.put(name, "old").path(name), open).unwrap();
                }
            }
            let line = format!(
                "csr new --email push@example.com --common-name Push --key kept.key --out push.csr {} {force}",
                ALL.join(" ")
            );
            bench.run_under(&format!("umask {umask}"), &line).code(0);
            for name in ["push.csr", "push.key", "push.json"] {
                assert_eq!(bench.mode(name), 0o600, "{name} under {umask}");
            }
            assert_eq!(bench.names().len(), 4);
        }
    }
}

#[test]
fn s1_09_files_that_exist_are_left_as_they_are() {
    for taken in ["push.csr", "push.key", "push.json"] {
        let bench = Bench::new();
        bench.put("kept.key", key_pem(3)).put(taken, "mine");
        refused(request(&bench, &ALL), 2, &[taken, "--force"]);
        assert_eq!(bench.text(taken), "mine");
        assert_eq!(bench.names().len(), 2, "{:?}", bench.names());
        request(&bench, &[&ALL[..], &["--force"]].concat()).code(0);
        assert_ne!(bench.text(taken), "mine");
        assert_eq!(bench.names().len(), 4, "{:?}", bench.names());
    }
}

/// Also under another spelling, and with --force: one of the two would be lost.
#[test]
fn two_outputs_of_one_name_are_refused() {
    for (flag, name) in [
        ("--key-out", "push.csr"),
        ("--key-out", "./push.csr"),
        ("--record", "../here/push.csr"),
    ] {
        for force in [&[][..], &["--force"]] {
            let outer = Bench::new();
            std::fs::create_dir(outer.path("here")).unwrap();
            std::fs::write(outer.path("here/kept.key"), key_pem(3)).unwrap();
            let fixed = [
                "csr",
                "new",
                "--email",
                "push@example.com",
                "--common-name",
                "Push",
            ];
            let files = ["--key", "kept.key", "--out", "push.csr", flag, name];
            let arguments = [&fixed[..], &files, force].concat();
            let mut command = outer.command(&arguments);
            let output = crate::support::finish(command.current_dir(outer.path("here")));
            refused(output, 2, &["two outputs have the same name"]);
            assert_eq!(std::fs::read_dir(outer.path("here")).unwrap().count(), 1);
        }
    }
}

/// The key is what cannot be made again: no --force writes a request over it.
#[test]
fn an_output_never_replaces_what_is_read() {
    for (flags, lost) in [
        (&["--record", "./kept.key"][..], "kept.key"),
        (&["--renew", "old.cer", "--record", "old.cer"], "old.cer"),
    ] {
        let bench = Bench::new();
        bench.put("kept.key", key_pem(3));
        bench.put("old.cer", crate::workbench::app("com.example.app", 2));
        let before = bench.read(lost);
        let output = request(&bench, &[flags, &["--force"]].concat());
        refused(output, 2, &[lost, "is read and cannot be replaced"]);
        assert_eq!(bench.read(lost), before);
        assert_eq!(bench.names(), ["kept.key", "old.cer"]);
    }
}

#[test]
fn standard_output_has_the_steps_and_nothing_else() {
    for flag in ["--key-out", "--record"] {
        let bench = Bench::new();
        bench.put("kept.key", key_pem(3));
        refused(
            request(&bench, &[flag, "-"]),
            2,
            &["standard output", "name of a file"],
        );
        assert_eq!(bench.names(), ["kept.key"]);
    }
}

#[test]
fn a_failure_leaves_nothing_behind() {
    for (flags, why) in [
        (
            ["--key-out", "missing/push.key"],
            "its folder does not exist",
        ),
        (["--record", "kept.key/push.json"], "its folder is a file"),
        (["--key-out", "./"], "it is a folder"),
    ] {
        let bench = Bench::new();
        bench.put("kept.key", key_pem(3));
        refused(
            request(&bench, &flags),
            2,
            &[why.split(" is a file").next().unwrap()],
        );
        assert_eq!(bench.names(), ["kept.key"]);
    }
}

/// A disk without room, as the limit on the size of files shows it: neither the new files nor the end of old ones.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_old_files_and_nothing_else() {
    for force in ["", "--force"] {
        let bench = Bench::new();
        bench.put("kept.key", key_pem(3));
        if !force.is_empty() {
            bench.put("push.csr", "mine").put("push.key", "mine");
        }
        let line = format!(
            "csr new --email push@example.com --common-name Push --key kept.key --out push.csr \
             --key-out push.key {force}"
        );
        let output = bench.run_under("trap '' XFSZ; ulimit -f 1", &line);
        refused(output, 2, &["no room"]);
        if force.is_empty() {
            assert_eq!(bench.names(), ["kept.key"]);
        } else {
            assert_eq!(
                (bench.text("push.csr"), bench.text("push.key")),
                ("mine".into(), "mine".into())
            );
            assert_eq!(bench.names().len(), 3);
        }
    }
}

#[test]
fn contradictions_are_refused() {
    let bench = Bench::new();
    bench.put("kept.key", key_pem(3));
    let output = request(&bench, &["--new-password-env", "NEW"]);
    refused(output, 2, &["no key is written", "--key-out"]);
    let output = request(&bench, &["--renew", "-", "--password-stdin"]);
    refused(output, 2, &["standard input is asked for more than once"]);
    let fixed = [
        "csr",
        "new",
        "--email",
        "push@example.com",
        "--common-name",
        "Push",
    ];
    let output = bench
        .run(&[&fixed[..], &["--out", "push.csr"]].concat())
        .code(2);
    assert!(output.stderr.contains("--key-out"), "{}", output.stderr);
    assert_eq!(bench.names(), ["kept.key"]);
}

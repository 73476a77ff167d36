//! Keeps private keys and passwords out of core dumps and away from debuggers.
//!
//! Both measures are best effort: a system that refuses them is no reason to refuse work.

/// Forbids core dumps and, on Linux, attaching to this process.
pub(crate) fn protect_memory() {
    #[cfg(unix)]
    forbid_core_dumps();
    #[cfg(any(target_os = "linux", target_os = "android"))]
    forbid_attaching();
}

#[cfg(unix)]
fn forbid_core_dumps() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let _ = setrlimit(
        Resource::Core,
        Rlimit {
            current: Some(0),
            maximum: Some(0),
        },
    );
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn forbid_attaching() {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    #[test]
    fn no_core_dump_and_no_debugger() {
        super::protect_memory();
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }
}

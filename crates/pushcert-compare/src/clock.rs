//! The clocks of the comparison: CPU time of this process, or of one thread of it.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// CPU time, user and system, that all threads of this process have used so far.
///
/// Unlike wall time it does not grow while another program holds the core.
#[must_use]
pub fn cpu_time() -> Duration {
    time_of(ClockId::ProcessCPUTime)
}

/// The same of the thread that asks, where another one does work that is not to be counted.
#[must_use]
pub fn thread_cpu_time() -> Duration {
    time_of(ClockId::ThreadCPUTime)
}

fn time_of(clock: ClockId) -> Duration {
    let now = clock_gettime(clock);
    let secs = u64::try_from(now.tv_sec).unwrap_or_default();
    let nanos = u32::try_from(now.tv_nsec).unwrap_or_default();
    Duration::new(secs, nanos)
}

//! The signals that end a command which runs until it is ended.

use std::io;

use tokio::runtime::{Builder, Runtime};

/// SIGINT and SIGTERM, caught from now on; Ctrl-C elsewhere.
pub(super) struct Signals {
    runtime: Runtime,
    #[cfg(unix)]
    both: [tokio::signal::unix::Signal; 2],
}

impl Signals {
    #[cfg(unix)]
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let runtime = Builder::new_current_thread().enable_io().build()?;
        let both = {
            let _entered = runtime.enter();
            [
                signal(SignalKind::interrupt())?,
                signal(SignalKind::terminate())?,
            ]
        };
        Ok(Self { runtime, both })
    }

    #[cfg(not(unix))]
    pub(super) fn listen() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_io().build()?;
        Ok(Self { runtime })
    }

    /// Waits for one of them.
    #[cfg(unix)]
    pub(super) fn wait(self) {
        let Self { runtime, both } = self;
        let [mut interrupt, mut terminate] = both;
        runtime.block_on(async {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        });
    }

    #[cfg(not(unix))]
    pub(super) fn wait(self) {
        // Without a handler the system ends the program by itself.
        let _ = self.runtime.block_on(tokio::signal::ctrl_c());
    }
}

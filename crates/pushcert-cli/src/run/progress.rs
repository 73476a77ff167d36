//! A bar on the terminal while a folder is judged.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Fewer files are done before a bar could be seen.
const WORTH_A_BAR: usize = 100;

/// A bar for so many files, when a folder was named and somebody is there to see it. It is on
/// standard error and vanishes at the end.
pub(super) fn bar(files: usize, folders: usize) -> Option<ProgressBar> {
    if folders == 0 || files < WORTH_A_BAR || !std::io::stderr().is_terminal() {
        return None;
    }
    let bar = ProgressBar::with_draw_target(
        u64::try_from(files).ok(),
        ProgressDrawTarget::stderr_with_hz(10),
    );
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {eta} left").ok()?;
    Some(bar.with_style(style))
}

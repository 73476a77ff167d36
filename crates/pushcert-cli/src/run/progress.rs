//! What shows life on the terminal: a bar while a folder is judged, a spinner while a key is made.

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

/// A spinner on standard error while something takes its time, when somebody is there to see it. It vanishes at
/// the end.
pub(crate) fn spinner(what: &'static str) -> Option<ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return None;
    }
    let spinner = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{spinner} {msg} ({pos} numbers tried)").ok()?;
    Some(spinner.with_style(style).with_message(what))
}

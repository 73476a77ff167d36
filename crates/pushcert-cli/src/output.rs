//! The forms of output, and the one way to standard output.

use std::io::{self, BufWriter, Write};

use pushcert::UnixTime;
use pushcert::report::File;

use crate::exit::Exit;
use crate::failure::{Failure, cannot_write};
use crate::run::{Tally, Unread};

pub(crate) mod ical;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod leaf;
pub(crate) mod nagios;
pub(crate) mod prometheus;
pub(crate) mod sarif;
mod unique;

/// What all forms of output know about the run.
pub(crate) struct Run<'a> {
    /// The time of the check.
    pub(crate) at: UnixTime,
    /// Whether there are verdicts.
    pub(crate) judges: bool,
    /// The numbers.
    pub(crate) tally: &'a Tally,
    /// The files that could not be read.
    pub(crate) unread: &'a [Unread],
}

/// One form of output. Each file is rendered on its own, by whichever worker judged it, so that
/// neither the rendering nor the memory of a large folder rests on one thread; the document is put
/// together from the parts in order.
pub(crate) trait Renderer: Sync {
    /// What is kept of one file.
    type Part: Send;

    /// Renders one file.
    fn part(&self, file: &File) -> Self::Part;

    /// Writes the whole.
    fn document(&self, run: &Run<'_>, parts: &[Self::Part], out: &mut dyn Write) -> io::Result<()>;

    /// How the program ends, where the form of output has rules of its own for that.
    fn exit(&self, _run: &Run<'_>, _parts: &[Self::Part]) -> Option<Exit> {
        None
    }
}

/// Writes to standard output through one buffer. A reader that has seen enough (`| head`) is no
/// failure.
pub(crate) fn to_stdout(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut out =
        BufWriter::with_capacity(64 * 1024, anstream::AutoStream::always(io::stdout().lock()));
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(cannot_write(&error)),
        _ => Ok(()),
    }
}

/// Writes a text to standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    to_stdout(|out| out.write_all(text.as_bytes()))
}

//! Many files over several cores: how many are opened in the same time.

use std::time::Instant;

use super::pkcs12::ours;
use crate::contest::{Contest, Turn};
use crate::inputs::{PASSWORD, containers};

/// Files of one run.
const FILES: usize = 32;

/// One contest per file.
///
/// # Errors
/// None, as of now.
pub fn contests() -> Result<Vec<Contest<'static>>, String> {
    let wanted = |about: &str| about.starts_with("a:") || about.starts_with("b:");
    let files = containers().into_iter().filter(|file| wanted(file.about));
    Ok(files
        .map(|file| {
            let title = format!("{FILES} files, each as {}", file.about);
            let (one, two, four) = (file.der.clone(), file.der.clone(), file.der);
            Contest::new(&title, FILES)
                .measured_in("wall time")
                .measured("one thread", move |runs| timed(&one, 1, runs))
                .measured("two threads", move |runs| timed(&two, 2, runs))
                .measured("four threads", move |runs| timed(&four, 4, runs))
        })
        .collect())
}

fn timed(der: &[u8], threads: usize, runs: u32) -> Turn {
    let start = Instant::now();
    let mut opened = 0;
    for _ in 0..runs {
        opened = open_all(der, threads)?;
    }
    Ok((opened, start.elapsed()))
}

fn open_all(der: &[u8], threads: usize) -> Result<usize, String> {
    let share = |_| -> Result<usize, String> {
        for _ in 0..FILES / threads {
            ours::opened(der, PASSWORD)?;
        }
        Ok(FILES / threads)
    };
    std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || share(thread)))
            .collect();
        started
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err("it panicked".to_owned()))
            })
            .sum()
    })
}

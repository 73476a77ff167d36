//! The figures as a table that is also Markdown.

use crate::contest::{Figures, Line, Outcome};

/// The outcome as a headline and a table.
#[must_use]
pub fn markdown(outcome: &Outcome) -> String {
    let with_floor = outcome.floor.is_some();
    let mut rows = vec![header(outcome.clock, with_floor)];
    rows.extend(outcome.lines.iter().map(|line| row(line, with_floor)));
    if let Some(nanos) = outcome.floor {
        rows.push(vec![
            "serial floor".to_owned(),
            time(nanos),
            String::new(),
            String::new(),
            "1.00".to_owned(),
        ]);
    }
    format!(
        "### {} ({} rounds)\n\n{}",
        outcome.title,
        outcome.rounds,
        aligned(&rows)
    )
}

/// One row for each of our ways to do each job, one column for each peer.
#[must_use]
pub fn matrix(outcomes: &[Outcome], ours: &[&str], peers: &[&str]) -> String {
    let columns = peers.iter().map(|peer| format!("÷ {peer}"));
    let first = ["what", "who", "CPU time", "÷ floor"].map(str::to_owned);
    let mut rows = vec![first.into_iter().chain(columns).collect::<Vec<_>>()];
    for outcome in outcomes {
        let what = outcome.title.split(':').next().unwrap_or_default();
        for who in ours {
            let Some(figures) = outcome.figures(who) else {
                continue;
            };
            let floor = figures.over_floor.map(|ratio| factor(ratio.median));
            let mut row = vec![
                what.to_owned(),
                (*who).to_owned(),
                time(figures.nanos.median),
            ];
            row.push(floor.unwrap_or_default());
            row.extend(peers.iter().map(|peer| {
                let ratio = outcome.ratio(who, peer);
                ratio.map_or_else(String::new, |ratio| factor(ratio.median))
            }));
            rows.push(row);
        }
    }
    aligned(&rows)
}

fn header(clock: &str, with_floor: bool) -> Vec<String> {
    let mut header = vec!["who", clock, "pushcert ÷ this", "10 to 90 % of rounds"];
    if with_floor {
        header.push("this ÷ floor");
    }
    header.into_iter().map(str::to_owned).collect()
}

fn row(line: &Line, with_floor: bool) -> Vec<String> {
    let mut row = vec![line.name.clone()];
    match &line.result {
        Ok(figures) => row.extend(cells(figures)),
        Err(why) => row.extend(["none".to_owned(), String::new(), why.clone()]),
    }
    row.resize(if with_floor { 5 } else { 4 }, String::new());
    row
}

fn cells(figures: &Figures) -> Vec<String> {
    let mut cells = vec![time(figures.nanos.median)];
    match figures.first_over_this {
        Some(ratio) => cells.extend([
            factor(ratio.median),
            format!("{}–{}", factor(ratio.low), factor(ratio.high)),
        ]),
        None => cells.extend([String::new(), String::new()]),
    }
    cells.extend(figures.over_floor.map(|ratio| factor(ratio.median)));
    cells
}

/// A ratio with two or three figures that count.
pub(crate) fn factor(ratio: f64) -> String {
    if ratio < 0.1 {
        format!("{ratio:.3}")
    } else {
        format!("{ratio:.2}")
    }
}

/// Nanoseconds in the unit that reads best.
pub(crate) fn time(nanos: f64) -> String {
    match nanos {
        n if n < 1e3 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n if n < 1e9 => format!("{:.2} ms", n / 1e6),
        n => format!("{:.2} s", n / 1e9),
    }
}

/// Rows of equal length as a Markdown table with aligned columns; the first row is the header.
pub(crate) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        text.push('|');
        for (cell, width) in row.iter().zip(&widths) {
            text.push_str(&format!(" {cell:<width$} |"));
        }
        text.push('\n');
        if number == 0 {
            text.push('|');
            for width in &widths {
                text.push_str(&format!("{:-<1$}|", "", width + 2));
            }
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_whatever_the_characters() {
        let rows = [
            vec!["a".to_owned(), "b".to_owned()],
            vec!["µµ".to_owned(), "long".to_owned()],
        ];
        assert_eq!(
            aligned(&rows),
            "| a  | b    |\n|----|------|\n| µµ | long |\n"
        );
    }

    #[test]
    fn times_are_in_the_unit_that_reads_best() {
        assert_eq!(
            [time(53.4), time(53_400.0), time(5.34e6), time(5.34e9)],
            ["53 ns", "53.4 µs", "5.34 ms", "5.34 s"]
        );
    }
}

//! Aligned lines: a label on the left, values on the right.

use super::style::{Painted, Palette};
use super::wrap::{columns, pad, wrap};

/// Where the labels begin.
const INDENT: usize = 2;

/// Labelled values. A label is printed once, above it its further lines stand in line.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<(String, Vec<String>)>,
}

impl Table {
    /// Adds a row; the value must be escaped.
    pub(super) fn row(&mut self, label: &str, value: impl Into<String>) {
        self.rows.push((label.to_owned(), vec![value.into()]));
    }

    /// Adds a row where there is a value.
    pub(super) fn row_if(&mut self, label: &str, value: Option<String>) {
        if let Some(value) = value {
            self.row(label, value);
        }
    }

    /// Adds a row of several lines, where there is any.
    pub(super) fn lines(&mut self, label: &str, lines: Vec<String>) {
        if !lines.is_empty() {
            self.rows.push((label.to_owned(), lines));
        }
    }

    /// Appends the table to `out`, deeper by `indent` columns.
    pub(super) fn write(&self, out: &mut String, palette: &Palette, indent: usize, width: usize) {
        let longest = self
            .rows
            .iter()
            .map(|(label, _)| columns(label))
            .max()
            .unwrap_or(0);
        let start = INDENT + indent;
        let column = start + longest.max(11) + 2;
        for (label, values) in &self.rows {
            let mut label = label.as_str();
            for value in values {
                pad(out, start);
                out.push_str(&Painted(palette.dim, label).to_string());
                pad(out, column.saturating_sub(start + columns(label)));
                wrap(out, value, column, width);
                label = "";
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;
    use crate::text::style::Palette;

    #[test]
    fn values_stand_in_one_column() {
        let mut table = Table::default();
        table.row("file", "PKCS#12");
        table.lines(
            "topics",
            vec!["com.example.app".into(), "com.example.app.voip".into()],
        );
        let mut out = String::new();
        table.write(&mut out, &Palette::PLAIN, 0, 80);
        assert_eq!(
            out,
            "  file         PKCS#12\n  topics       com.example.app\n               com.example.app.voip\n"
        );
    }
}

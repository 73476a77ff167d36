//! Colours: a palette that is all plain when there is no terminal to see it.

use std::fmt;

use anstyle::{AnsiColor, Style};

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorWhen {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The styles of the report. Each is empty when colours are off.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Palette {
    /// Something that fails.
    pub(crate) error: Style,
    /// Something to act on.
    pub(crate) warning: Style,
    /// Something to know.
    pub(crate) note: Style,
    /// Something that works.
    pub(crate) pass: Style,
    /// Headings.
    pub(crate) strong: Style,
    /// Labels and asides.
    pub(crate) dim: Style,
    /// Text to be typed.
    pub(crate) code: Style,
}

impl Palette {
    /// No colour at all.
    pub(crate) const PLAIN: Self = Self {
        error: Style::new(),
        warning: Style::new(),
        note: Style::new(),
        pass: Style::new(),
        strong: Style::new(),
        dim: Style::new(),
        code: Style::new(),
    };

    /// The colours of a terminal. Only the 16 named ones: those are the user's own.
    pub(crate) const COLORED: Self = Self {
        error: AnsiColor::Red.on_default().bold(),
        warning: AnsiColor::Yellow.on_default().bold(),
        note: AnsiColor::Cyan.on_default().bold(),
        pass: AnsiColor::Green.on_default().bold(),
        strong: Style::new().bold(),
        dim: Style::new().dimmed(),
        code: AnsiColor::Cyan.on_default(),
    };

    /// The palette for standard output.
    pub(crate) fn choose(when: ColorWhen) -> Self {
        use anstream::{AutoStream, ColorChoice};
        let colored = match when {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => AutoStream::choice(&std::io::stdout()) != ColorChoice::Never,
        };
        if colored { Self::COLORED } else { Self::PLAIN }
    }

    /// Whether anything is coloured.
    pub(crate) fn is_colored(&self) -> bool {
        *self != Self::PLAIN
    }

    /// The style of a severity's name.
    pub(crate) fn severity(&self, severity: &str) -> Style {
        match severity {
            "error" => self.error,
            "warning" => self.warning,
            _ => self.note,
        }
    }
}

impl PartialEq for Palette {
    fn eq(&self, other: &Self) -> bool {
        self.error == other.error && self.dim == other.dim
    }
}

/// A value in a style.
pub(crate) struct Painted<T>(pub(crate) Style, pub(crate) T);

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{style}{value}{style:#}", style = self.0, value = self.1)
    }
}

/// The width of the terminal on standard output; 80 where there is none, so that files and pipes
/// always get the same bytes.
pub(crate) fn width() -> usize {
    use terminal_size::{Width, terminal_size_of};
    let Some((Width(columns), _)) = terminal_size_of(std::io::stdout()) else {
        return 80;
    };
    usize::from(columns).clamp(40, 110)
}

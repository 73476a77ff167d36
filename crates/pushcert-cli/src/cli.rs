//! The command line as a whole: the list of commands, and what happens when it is wrong.

use std::io::{self, Write};

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use pushcert::diagnostics::is_unsafe;

use crate::command::{
    check, completions, connect, csr, explain, export, man, pair, renew, schema, send, show,
    simulate, trust,
};
use crate::exit::Exit;
use crate::output::nagios;
use crate::text::style::ColorWhen;

/// Says what an Apple Push credential is, whether it will work with APNs, and what to do if not.
#[derive(Debug, Parser)]
#[command(name = "pushcert", version, propagate_version = false, after_help = EXIT_CODES)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    /// When to use colours: auto, always or never; NO_COLOR is honoured
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) color: ColorWhen,

    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 nothing worse than a warning; 1 at least one error; 2 the command was wrong or a \
file could not be read; 75 a file took longer than the wall clock allows. With check --nagios: 0 OK; 1 WARNING; 2 CRITICAL; 3 UNKNOWN.";

/// Every command. Each has a file of its own in `src/command/`.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what each file is, whether it will work with APNs, why not, and what to do
    Check(Box<check::Arguments>),
    /// Show what is in a file, without judging it
    Show(Box<show::Arguments>),
    /// Write the key and its certificate again: other container, other password, one identity of several
    Export(Box<export::Arguments>),
    /// Make, read and sign certificate signing requests
    Csr(csr::Arguments),
    /// Join the certificate that Apple issued with the key that was kept here
    Pair(Box<pair::Arguments>),
    /// Say whether a renewed certificate keeps every device of the old one
    Renew(Box<renew::Arguments>),
    /// Connect to APNs and say whether it accepts the credential, stage by stage; nothing is sent to a device
    Connect(Box<connect::Arguments>),
    /// Send one push to one device
    Send(Box<send::Arguments>),
    /// Explain a diagnostic such as APNS201, or find it by the text of an error message
    Explain(explain::Arguments),
    /// Say whether a trust store has the roots that APNs needs, and when Apple's authorities end
    Trust(Box<trust::Arguments>),
    /// Run a stand-in for APNs on this machine, for tests of programs that send pushes
    Simulate(Box<simulate::Arguments>),
    /// Print the completions for a shell
    Completions(completions::Arguments),
    /// Print the manual pages
    Man(man::Arguments),
    /// Print the JSON Schema of the report, or of another document
    Schema(schema::Arguments),
}

/// Prints what clap has to say (an error, the help or the version) and tells how to end.
///
/// An argument can be a file name that the shell filled in, and a file name can hold anything:
/// where an argument has a hidden character, the message is escaped and not coloured.
pub(crate) fn explain_usage(error: &clap::Error) -> Exit {
    let wrong = !matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let printed =
        if std::env::args_os().any(|argument| argument.to_string_lossy().chars().any(is_unsafe)) {
            print_escaped(&error.render().to_string())
        } else {
            error.print()
        };
    if nagios::is_asked_for() {
        return nagios::unknown(&usage_line(error));
    }
    match printed {
        Ok(()) if !wrong => Exit::Fine,
        _ => Exit::Wrong,
    }
}

/// What is wrong, on one line, for a monitor.
fn usage_line(error: &clap::Error) -> String {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        return "help was asked for".to_owned();
    }
    let text = error.render().to_string();
    let first: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
    let first = first.join(" ");
    format!(
        "the command is wrong: {}",
        first.trim_start_matches("error: ")
    )
}

fn print_escaped(message: &str) -> io::Result<()> {
    let mut out = String::with_capacity(message.len());
    for line in message.lines() {
        out.push_str(&crate::text::escape::escape(line));
        out.push('\n');
    }
    io::stderr().lock().write_all(out.as_bytes())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_definition_is_sound() {
        super::Cli::command().debug_assert();
    }

    /// The commands in a text: from `pushcert VERB` to the end of the quotation or of the clause,
    /// with a limit where it says that any may stand.
    fn commands<'a>(text: &'a str, verb: &str) -> Vec<Vec<&'a str>> {
        let start = format!("pushcert {verb} ");
        let found = text.match_indices(&start).map(|(at, _)| {
            let rest = text.get(at..).unwrap_or_default();
            let rest = rest.split(['`', ';', ')', ',']).next().unwrap_or(rest);
            let any = |word| {
                if word == "NAME=VALUE" {
                    "max-input=1"
                } else {
                    word
                }
            };
            rest.split_whitespace().map(any).collect()
        });
        found.collect()
    }

    #[test]
    fn every_command_that_a_diagnostic_names_is_one() {
        let mut count = 0;
        for rule in pushcert::diagnostics::rules::ALL {
            for text in [rule.help, rule.explanation] {
                for verb in [
                    "check", "show", "export", "explain", "pair", "renew", "csr", "trust",
                    "connect", "send",
                ] {
                    for words in commands(text, verb) {
                        count += 1;
                        let parsed = super::Cli::command().try_get_matches_from(&words);
                        let is_right = parsed.is_ok();
                        assert!(is_right, "{}: {}", rule.code, words.join(" "));
                    }
                }
            }
        }
        assert!(count > 30, "{count} commands");
    }

    #[test]
    fn every_argument_has_help() {
        for command in super::Cli::command().get_subcommands() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(
                    argument.get_help().is_some(),
                    "{} {}",
                    command.get_name(),
                    argument.get_id()
                );
            }
        }
    }
}

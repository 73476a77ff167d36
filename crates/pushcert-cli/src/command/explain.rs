//! `pushcert explain CODE`: the page of one diagnostic, the list, or a search by symptom.

use clap::Args;
use pushcert::diagnostics::{self, Rule, Stage, rules};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output;
use crate::text::escape::escape;
use crate::text::page;
use crate::text::style::{Painted, Palette, width};
use crate::text::wrap::{pad, wrap};

/// The flags of `explain`.
#[derive(Args, Debug)]
#[command(after_help = "For example:  pushcert explain \"RC2-40-CBC\"")]
pub(crate) struct Arguments {
    /// A code such as APNS201, a name such as certificate-expired, or the text of an error message;
    /// without it, all diagnostics are listed
    #[arg(value_name = "CODE")]
    code: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, palette: Palette) -> Result<Exit, Failure> {
    let wanted = arguments.code.join(" ");
    let mut out = String::new();
    if wanted.trim().is_empty() {
        list(&mut out, &palette);
    } else if let Some(rule) = diagnostics::explain(&wanted) {
        write_page(&mut out, rule, &palette);
    } else {
        let found = diagnostics::search(&wanted);
        match found.as_slice() {
            [] => return Err(unknown(&wanted)),
            [rule] => write_page(&mut out, rule, &palette),
            several => choices(&mut out, several, &palette),
        }
    }
    output::to_stdout(|to| to.write_all(out.as_bytes()))?;
    Ok(Exit::Fine)
}

fn unknown(wanted: &str) -> Failure {
    Failure::new(format!(
        "no diagnostic has the code, the name or a symptom '{}'",
        escape(wanted)
    ))
    .with_help("run 'pushcert explain' for the list")
}

fn list(out: &mut String, palette: &Palette) {
    for stage in Stage::ALL {
        let rules: Vec<_> = rules::ALL
            .iter()
            .copied()
            .filter(|rule| rule.code.stage() == *stage)
            .collect();
        if rules.is_empty() {
            continue;
        }
        out.push_str(&format!("{}\n", Painted(palette.strong, stage.title())));
        rules.iter().for_each(|rule| entry(out, rule, palette));
        out.push('\n');
    }
    out.push_str(
        "pushcert explain CODE prints the page of one; so does a part of an error message.\n",
    );
}

fn choices(out: &mut String, found: &[&Rule], palette: &Palette) {
    out.push_str("These diagnostics speak of it:\n\n");
    found.iter().for_each(|rule| entry(out, rule, palette));
    out.push_str("\npushcert explain CODE prints the page of one.\n");
}

/// `APNS201  error    certificate-expired` and the summary below.
fn entry(out: &mut String, rule: &Rule, palette: &Palette) {
    let severity = rule.severity.as_str();
    let style = palette.severity(severity);
    let code = Painted(palette.code, rule.code);
    out.push_str(&format!(
        "  {code}  {}  {}\n",
        Painted(style, format_args!("{severity:<7}")),
        rule.name
    ));
    pad(out, 20);
    wrap(out, &page::inline(rule.summary(), palette), 20, width());
}

fn write_page(out: &mut String, rule: &Rule, palette: &Palette) {
    let severity = rule.severity.as_str();
    let style = palette.severity(severity);
    let code = format!("{severity}[{}]", rule.code);
    out.push_str(&format!(
        "{} {}\n\n",
        Painted(style, code),
        Painted(palette.strong, rule.name)
    ));
    page::write(out, rule.explanation, palette, width());
    section(out, "In short", palette, &[rule.help.to_owned()]);
    section(
        out,
        "Error messages that this explains",
        palette,
        &quoted(rule.symptoms),
    );
    let sources: Vec<_> = rule.sources.iter().map(ToString::to_string).collect();
    section(out, "Sources", palette, &sources);
}

fn quoted(symptoms: &[&str]) -> Vec<String> {
    symptoms
        .iter()
        .map(|symptom| format!("- `{symptom}`"))
        .collect()
}

fn section(out: &mut String, title: &str, palette: &Palette, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let mut text = format!("## {title}\n");
    for line in lines {
        let mark = if lines.len() > 1 && !line.starts_with("- ") {
            "- "
        } else {
            ""
        };
        text.push_str(&format!("{mark}{line}\n"));
    }
    out.push('\n');
    page::write(out, &text, palette, width());
}

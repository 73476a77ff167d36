//! `cargo xtask new-rule NAME --stage STAGE`: the file of a diagnostic rule, ready to be filled in.

use std::fs;
use std::ops::RangeInclusive;

use crate::args::Args;
use crate::tree::root;
use crate::{Outcome, codegen, tidy};

/// The stages of a credential's life and their codes.
const STAGES: &[(&str, RangeInclusive<u16>)] = &[
    ("container", 1..=99),
    ("key", 100..=199),
    ("certificate", 200..=299),
    ("chain", 300..=399),
    ("apns", 400..=499),
    ("connection", 500..=599),
    ("renewal", 600..=699),
];

/// Codes that had a rule once, one per line with the reason: never given again.
const RETIRED: &str = "crates/pushcert-diagnostics/retired-codes.txt";

pub(crate) fn command(args: &mut Args) -> Outcome {
    let stage = args.value("--stage")?;
    let severity = args.value("--severity")?;
    let words = args.words()?;
    let [name] = words.as_slice() else {
        return Err("usage: cargo xtask new-rule NAME --stage STAGE".into());
    };
    let severity = severity_of(severity.as_deref().unwrap_or("warning"))?;
    check_name(name)?;
    let stage = stage.ok_or_else(|| format!("--stage is one of {}", stage_names()))?;
    let rules = codegen::declared()?;
    let mut taken: Vec<u16> = rules.iter().map(|rule| rule.code).collect();
    taken.extend(retired()?);
    let code = next_code(&stage, &taken)?;
    let path = codegen::rules_directory().join(format!("{}.rs", name.replace('-', "_")));
    if path.exists() {
        return Err(format!("{} is there already", path.display()));
    }
    fs::write(&path, template(name, code, severity, &release()?)).map_err(|e| e.to_string())?;
    codegen::files(false)?;
    println!(
        "APNS{code:03} {name}: {}\nFill in the texts, the check and the examples, then run \
         `cargo xtask codegen`; `cargo test -p pushcert-diagnostics` says what is still missing.",
        path.strip_prefix(root()).unwrap_or(&path).display()
    );
    Ok(())
}

fn stage_names() -> String {
    STAGES
        .iter()
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join(", ")
}

fn severity_of(text: &str) -> Result<&'static str, String> {
    match text {
        "error" => Ok("Error"),
        "warning" => Ok("Warning"),
        "note" => Ok("Note"),
        _ => Err("--severity is error, warning or note".into()),
    }
}

fn check_name(name: &str) -> Outcome {
    let kebab = !name.is_empty()
        && name.split('-').all(|word| !word.is_empty())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && name.starts_with(|c: char| c.is_ascii_lowercase());
    if kebab {
        Ok(())
    } else {
        Err(format!(
            "{name:?} is not in kebab-case: say what is the case, such as key-mismatch"
        ))
    }
}

fn retired() -> Result<Vec<u16>, String> {
    let text = fs::read_to_string(root().join(RETIRED)).map_err(|e| format!("{RETIRED}: {e}"))?;
    parse_retired(&text)
}

/// Lines such as `123 name-that-it-had`; `#` begins a comment.
fn parse_retired(text: &str) -> Result<Vec<u16>, String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let code = line.split_whitespace().next().unwrap_or_default();
            let number = code.trim_start_matches("APNS").parse();
            number.map_err(|_| format!("{RETIRED}: no code in {line:?}"))
        })
        .collect()
}

/// The code after the highest of the stage, so that a gap left by a rule is not filled by chance.
fn next_code(stage: &str, taken: &[u16]) -> Result<u16, String> {
    let (_, range) = STAGES
        .iter()
        .find(|(name, _)| *name == stage)
        .ok_or_else(|| format!("--stage is one of {}", stage_names()))?;
    let next = taken
        .iter()
        .filter(|code| range.contains(code))
        .max()
        .map_or(*range.start(), |code| code + 1);
    if range.contains(&next) {
        Ok(next)
    } else {
        Err(format!("the codes of stage {stage} are used up"))
    }
}

/// The version of the workspace: the release that will bring the rule.
fn release() -> Result<String, String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).map_err(|e| e.to_string())?;
    tidy::sections(&manifest)
        .filter(|(section, _)| *section == "workspace.package")
        .find_map(|(_, line)| line.strip_prefix("version = "))
        .map(|version| version.trim_matches('"').to_owned())
        .ok_or_else(|| "Cargo.toml: the workspace has no version".into())
}

fn template(name: &str, code: u16, severity: &str, since: &str) -> String {
    const TEMPLATE: &str = include_str!("new_rule/template.txt");
    TEMPLATE
        .replace("{code}", &code.to_string())
        .replace("{name}", name)
        .replace("{severity}", severity)
        .replace("{since}", since)
}

#[cfg(test)]
mod tests {
    use super::{check_name, next_code, parse_retired, template};

    #[test]
    fn a_code_is_never_given_again() {
        let retired = parse_retired("# why\n\n203 name-it-had\n").unwrap();
        assert_eq!(retired, [203]);
        assert_eq!(next_code("certificate", &[201, 203, 301]), Ok(204));
        assert_eq!(next_code("container", &[]), Ok(1));
        assert!(next_code("key", &[199]).is_err());
        assert!(next_code("nowhere", &[]).is_err());
        assert!(parse_retired("soon").is_err());
    }

    #[test]
    fn names_are_in_kebab_case() {
        assert!(check_name("openssl3-cannot-open").is_ok());
        for bad in ["", "Key", "key_mismatch", "-a", "a-", "a--b", "3des"] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_list_of_retired_codes_can_be_read() {
        super::retired().unwrap();
    }

    #[test]
    fn the_template_has_no_blank_left() {
        let text = template("key-mismatch", 101, "Error", &super::release().unwrap());
        assert!(
            text.contains("    101 \"key-mismatch\" Error since \"0."),
            "{text}"
        );
        for blank in ["{code}", "{name}", "{severity}", "{since}"] {
            assert!(!text.contains(blank), "{blank}");
        }
    }
}

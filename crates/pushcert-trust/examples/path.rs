//! Prints the path of certificates (DER), each in the middle of its validity or at the moment
//! (RFC 3339) given as first argument.
#![expect(clippy::print_stdout, reason = "an example prints")]

use pushcert_trust::path::{Path, PathStatus, Step, path};
use pushcert_types::UnixTime;
use pushcert_x509::Certificate;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let given = files.first().and_then(|text| UnixTime::parse(text).ok());
    if given.is_some() {
        files.remove(0);
    }
    for file in &files {
        let leaf = Certificate::decode(&std::fs::read(file)?)?;
        let at = given.or_else(|| middle(&leaf)).ok_or("no validity")?;
        println!("{file} at {at}");
        let path = path(&leaf, &[], &[], at);
        print(&path);
        for other in path.alternatives() {
            println!("  or");
            print(other);
        }
    }
    Ok(())
}

fn middle(leaf: &Certificate) -> Option<UnixTime> {
    let days = leaf.not_before()?.days_until(leaf.not_after()?);
    Some(leaf.not_before()?.plus_days(days / 2))
}

fn print(path: &Path<'_>) {
    match path.status() {
        PathStatus::Valid => println!("  valid"),
        _ => {
            for error in path.errors() {
                println!("  {error}");
            }
        }
    }
    for step in path.steps() {
        let generation = step
            .generation()
            .map_or("", |generation| generation.as_str());
        let end = step.not_after().map(|end| end.to_string());
        let name = step.common_name().unwrap_or("?");
        let source = step.source().as_str();
        println!(
            "  {source:<9}{generation:<5}until {}  {name}",
            end.as_deref().unwrap_or("?")
        );
    }
    if let Some(first) = path.first_to_expire().and_then(Step::common_name) {
        let missing = path.missing_from_file().count();
        println!("  ends first: {first}; not in the file: {missing}");
    }
}

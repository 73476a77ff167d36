//! A program on top of the JSON report: the days left of every certificate, soonest first.
//!
//! ```sh
//! pushcert show certificates/ --format json | cargo run -p pushcert-cli --example days_left
//! ```
#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::io;

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let report: Value = serde_json::from_reader(io::stdin().lock())?;
    let mut rows = Vec::new();
    for file in report["files"].as_array().into_iter().flatten() {
        for identity in file["identities"].as_array().into_iter().flatten() {
            rows.push(row(file, &identity["certificate"]));
        }
        for certificate in file["certificates"].as_array().into_iter().flatten() {
            rows.push(row(file, certificate));
        }
    }
    rows.sort_unstable();
    for (days, path, topic) in rows {
        println!("{days:>6}  {path}  {topic}");
    }
    Ok(())
}

fn row<'a>(file: &'a Value, certificate: &'a Value) -> (i64, &'a str, &'a str) {
    let text = |value: &'a Value| value.as_str().unwrap_or("-");
    let topic = text(&certificate["topics"][0]["topic"]);
    (
        certificate["days_left"].as_i64().unwrap_or(i64::MIN),
        text(&file["path"]),
        topic,
    )
}

//! Prints what each push type asks of the topic, and whether a certificate can send it.
#![expect(clippy::print_stdout, reason = "an example prints")]

use pushcert_types::{PushType, Topic};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let app = Topic::parse("com.example.app")?;
    for push_type in PushType::ALL {
        println!(
            "{push_type:<13} {:<40} {:?}",
            push_type.topic_for(&app)?,
            push_type.with_certificate()
        );
    }
    Ok(())
}

//! A stand-in for APNs that runs until its standard input ends: `cargo run --example simulate`.

use std::io::{Read as _, Write as _};
use std::sync::Arc;

use pushcert_apns_sim::{Action, Device, Script, Simulator, Step};
use pushcert_types::Environment;

const TOKEN: &str = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let third = Step::new(Action::answer("TooManyRequests")).at_request(3);
    let simulator = Simulator::builder(Arc::new(rustls_graviola::default_provider()))
        .environment(Environment::Sandbox)
        .device(TOKEN, Device::registered())
        .script(Script::new().with(third))
        .log_to(std::io::stdout())
        .start()?;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "https://localhost:{}/3/device/{TOKEN}",
        simulator.port()
    )?;
    writeln!(out, "{}", simulator.trust_anchor_pem())?;
    std::io::stdin().read_to_end(&mut Vec::new())?;
    simulator.shutdown();
    Ok(())
}

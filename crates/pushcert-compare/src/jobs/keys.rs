//! Generating RSA keys of 2048 bits.
//!
//! How long that takes is mostly chance: the next prime is near or far. So this job is the only one
//! that compares means, over many keys, and says how sure they are.

use std::cell::RefCell;

use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use graviola::signing::rsa::{KeySize, SigningKey};
use openssl::rsa::Rsa;
use pushcert_keys::PrivateKey;
use rsa::RsaPrivateKey;
use rsa::traits::PublicKeyParts;

use crate::contest::{Contest, Outcome, why};
use crate::newest::Newest;
use crate::statistics::Mean;
use crate::table::{aligned, factor, time};

/// Size of the keys.
const BITS: u32 = 2048;
/// What every entrant must find: a key of so many bits.
const EXPECTED: usize = 2048;

/// One contest, with the random numbers of the system for everybody.
///
/// # Errors
/// When the newest OpenSSL cannot be built.
pub fn contests() -> Result<Vec<Contest<'static>>, String> {
    let newest = RefCell::new(Newest::start()?);
    let version = newest.borrow().version.clone();
    let system = openssl::version::version();
    let contest = Contest::new("one RSA-2048 key", EXPECTED)
        .entrant("pushcert-keys", || {
            let key = PrivateKey::generate_rsa(BITS, &mut UnwrapErr(SysRng)).map_err(why)?;
            Ok(key
                .bits()
                .and_then(|bits| bits.try_into().ok())
                .unwrap_or(0))
        })
        .measured(short(&version), move |runs| {
            newest.borrow_mut().generate(BITS, runs)
        })
        .entrant(short(system), || {
            let key = Rsa::generate(BITS).map_err(why)?;
            usize::try_from(key.n().num_bits()).map_err(why)
        })
        .entrant("graviola", || {
            let key =
                SigningKey::generate(KeySize::Rsa2048).map_err(|error| format!("{error:?}"))?;
            Ok(key.modulus_len_bytes() * 8)
        })
        .entrant("rsa (RustCrypto)", || {
            let key = RsaPrivateKey::new(&mut UnwrapErr(SysRng), EXPECTED).map_err(why)?;
            Ok(key.size() * 8)
        });
    Ok(vec![contest])
}

/// `OpenSSL 3.6.3` of a longer line.
fn short(version: &str) -> &str {
    version
        .match_indices(' ')
        .nth(1)
        .map_or(version, |(end, _)| &version[..end])
}

/// The means, with their standard errors, and the ratios of the means.
#[must_use]
pub fn summary(outcome: &Outcome) -> String {
    let header = ["who", "mean", "standard error", "pushcert ÷ this", "±"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    let ours = outcome
        .lines
        .first()
        .and_then(|line| line.result.as_ref().ok())
        .map(|figures| Mean::of(&figures.by_round));
    for line in &outcome.lines {
        let mut row = vec![line.name.clone()];
        match &line.result {
            Ok(figures) => {
                let mean = Mean::of(&figures.by_round);
                row.extend([time(mean.mean), time(mean.error)]);
                let ratio = ours.filter(|_| rows.len() > 1).map(|ours| ours.over(mean));
                row.extend(ratio.map_or_else(
                    || ["1".to_owned(), String::new()],
                    |ratio| [factor(ratio.mean), factor(ratio.error)],
                ));
            }
            Err(why) => row.extend(["none".to_owned(), why.clone()]),
        }
        row.resize(header.len(), String::new());
        rows.push(row);
    }
    format!(
        "### {} ({} keys each, CPU time)\n\n{}",
        outcome.title,
        outcome.rounds,
        aligned(&rows)
    )
}

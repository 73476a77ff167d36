//! Opening a PKCS#12 file: MAC checked, everything decrypted, keys and certificates decoded.

use std::cell::RefCell;
use std::rc::Rc;

pub(super) mod ours;
mod peers;

use crate::contest::{Contest, Outcome};
use crate::inputs::{Container, PASSWORD, containers};
use crate::newest::Newest;
use crate::table;

const CONTAINER: &str = "pushcert-pkcs12 alone";
const WHOLE: &str = "pushcert-pkcs12, -keys, -x509";
const CERTIFICATES: &str = "pushcert-pkcs12, certificates only";
const WRONG: &str = "pushcert-pkcs12, wrong password";
const SYSTEM: &str = "OpenSSL 3.0";
const NEWEST: &str = "OpenSSL 3.6";
const KEYSTORE: &str = "p12-keystore";

/// One contest per file.
///
/// # Errors
/// When OpenSSL's module of old algorithms is not installed, an OpenSSL is not of the version that
/// its name in the tables says, or the newest one cannot be built.
pub fn contests() -> Result<Vec<Contest<'static>>, String> {
    // The module must stay loaded until the process ends.
    std::mem::forget(peers::legacy_provider()?);
    let newest = Newest::start()?;
    println!("OpenSSL in a process of its own: {}\n", newest.version);
    for (name, found) in [
        (SYSTEM, peers::version()),
        (NEWEST, newest.version.as_str()),
    ] {
        if !found.starts_with(name) {
            return Err(format!("{name} expected, {found} found"));
        }
    }
    let newest = Rc::new(RefCell::new(newest));
    let contest = |container| contest(container, Rc::clone(&newest));
    Ok(containers().into_iter().map(contest).collect())
}

/// What counts, in one table.
#[must_use]
pub fn summary(outcomes: &[Outcome]) -> String {
    let ours = [CONTAINER, WHOLE, CERTIFICATES, WRONG];
    table::matrix(outcomes, &ours, &[SYSTEM, NEWEST, KEYSTORE, CONTAINER])
}

fn contest(container: Container, newest: Rc<RefCell<Newest>>) -> Contest<'static> {
    let Container {
        about,
        der,
        work,
        items,
    } = container;
    let title = format!("open {about} ({} compressions)", work.compressions());
    let copies: [_; 8] = std::array::from_fn(|_| der.clone());
    let [first, second, third, fourth, fifth, sixth, seventh, eighth] = copies;
    Contest::new(&title, items)
        .entrant(WHOLE, move || ours::decode(&first, PASSWORD))
        .entrant(SYSTEM, move || peers::openssl(&second, PASSWORD))
        .measured(NEWEST, move |runs| {
            newest.borrow_mut().open(&eighth, PASSWORD, runs)
        })
        .entrant(KEYSTORE, move || peers::p12_keystore(&third, PASSWORD))
        .entrant(CONTAINER, move || ours::open(&fourth, PASSWORD))
        .entrant(CERTIFICATES, move || ours::certificates(&fifth, PASSWORD))
        .entrant(WRONG, move || ours::refuse(&seventh, "wrong", items))
        .entrant("pushcert: opened and judged", move || {
            ours::check(&sixth, PASSWORD)
        })
        .floor(move || work.compress())
}

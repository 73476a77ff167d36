//! From flags to [`pushcert::Options`].

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use pushcert::diagnostics::Place;
use pushcert::revocation::RevocationSource;
use pushcert::trust::revocation::{Crl, OcspResponse};
use pushcert::x509::Certificate;
use pushcert::{Environment, Options, PushType, UnixTime, Wanted, pem};
use zeroize::Zeroizing;

use super::limits::RunLimits;
use super::{JudgementFlags, RevocationFlags, password};
use crate::failure::Failure;
use crate::input::read;

/// An authority is a certificate; a megabyte is a whole trust store.
const LARGEST_ANCHOR: u64 = 1024 * 1024;

/// Everything about one run that does not depend on the password.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The time of the check.
    pub(crate) at: UnixTime,
    /// All limits.
    pub(crate) limits: RunLimits,
    wanted: Wanted,
    other_passwords: Vec<Zeroizing<String>>,
    authorities: Vec<Certificate>,
    revocation: Vec<RevocationSource>,
}

impl Settings {
    /// Reads the clock and the trust anchors.
    pub(crate) fn new(
        flags: &JudgementFlags,
        expiring_within: Option<u32>,
    ) -> Result<Self, Failure> {
        let mut wanted = Wanted::default();
        wanted.environment = flags.environment;
        wanted.topics.clone_from(&flags.topics);
        wanted.push_types.clone_from(&flags.push_types);
        if let Some(days) = expiring_within {
            wanted.expiring_within_days = days.into();
        }
        let mut authorities = Vec::new();
        for path in &flags.trust_anchors {
            authorities.extend(certificates(path, "the trust anchor")?);
        }
        let limits = RunLimits::new(flags.strict, &flags.limits)?;
        Ok(Self {
            at: flags.at.map_or_else(now, Ok)?,
            limits,
            wanted,
            other_passwords: match &flags.other_passwords_file {
                Some(path) => password::all_from_file(path)?,
                None => Vec::new(),
            },
            authorities,
            revocation: Vec::new(),
        })
    }

    /// Reads the CRLs and OCSP responses that were given.
    pub(crate) fn with_revocation(mut self, flags: &RevocationFlags) -> Result<Self, Failure> {
        for path in &flags.crls {
            let (name, bytes) = evidence(path, Crl::MAX_BYTES)?;
            self.revocation.push(RevocationSource::crl(&name, &bytes));
        }
        for path in &flags.ocsp {
            let (name, bytes) = evidence(path, OcspResponse::MAX_BYTES)?;
            self.revocation.push(RevocationSource::ocsp(&name, &bytes));
        }
        Ok(self)
    }

    /// The certificates of --trust-anchor.
    pub(crate) fn authorities(&self) -> &[Certificate] {
        &self.authorities
    }

    /// The environment that was asked for.
    pub(crate) const fn environment(&self) -> Option<Environment> {
        self.wanted.environment
    }

    /// Wants this push type, where none was asked for.
    pub(crate) fn want_push_type(&mut self, push_type: PushType) {
        if self.wanted.push_types.is_empty() {
            self.wanted.push_types.push(push_type);
        }
    }

    /// What the credential is wanted for, with a file in this place.
    pub(crate) fn wanted_as(&self, place: Place) -> Wanted {
        let mut wanted = self.wanted.clone();
        wanted.place = place;
        wanted
    }

    /// The options for files that are opened with this password.
    pub(crate) fn options(&self, password: Option<&str>) -> Options {
        let options = Options::at(self.at)
            .with_wanted(self.wanted.clone())
            .with_limits(self.limits.library);
        let options = match password {
            Some(password) => options.with_password(password),
            None => options,
        };
        let others = self.other_passwords.iter();
        let options = others.fold(options, |options, other| options.with_other_password(other));
        let authorities = self.authorities.iter().cloned();
        let options = authorities.fold(options, Options::with_authority);
        let revocation = self.revocation.iter().cloned();
        revocation.fold(options, Options::with_revocation)
    }
}

/// A CRL or an OCSP response; PEM of a list is a third longer than its DER.
fn evidence(path: &Path, most: usize) -> Result<(String, Zeroizing<Vec<u8>>), Failure> {
    let name = path.to_string_lossy().into_owned();
    let most = u64::try_from(most.saturating_mul(3) / 2).unwrap_or(u64::MAX);
    let bytes = read::whole(path, most).map_err(|error| {
        Failure::new(format!("cannot read {name}: {error}")).with_help(error.help())
    })?;
    Ok((name, bytes))
}

/// Every certificate of a file, which is `what` in messages: one in DER, or any number in PEM.
pub(crate) fn certificates(path: &Path, what: &str) -> Result<Vec<Certificate>, Failure> {
    let name = path.to_string_lossy().into_owned();
    let bytes = read::whole(path, LARGEST_ANCHOR).map_err(|error| {
        Failure::new(format!("cannot read {what} {name}: {error}")).with_help(error.help())
    })?;
    let unusable = |why: &str| {
        Failure::new(format!("{what} {name} {why}"))
            .with_help("give the certificate itself, as PEM or DER")
    };
    if !pem::looks_like_pem(&bytes) {
        return match Certificate::decode(&bytes) {
            Ok(certificate) => Ok(vec![certificate]),
            Err(error) => Err(unusable(&format!("is no certificate: {error}"))),
        };
    }
    let document = pem::scan(&bytes, &pem::Limits::default())
        .map_err(|error| unusable(&format!("is too much: {error}")))?;
    let mut certificates = Vec::new();
    for block in document
        .blocks
        .iter()
        .filter(|block| block.label.ends_with("CERTIFICATE"))
    {
        let der = block
            .body
            .as_ref()
            .map_err(|error| unusable(&format!("is damaged: {error}")))?;
        certificates.push(
            Certificate::decode(der).map_err(|error| unusable(&format!("is damaged: {error}")))?,
        );
    }
    if certificates.is_empty() {
        return Err(unusable("holds no certificate"));
    }
    Ok(certificates)
}

fn now() -> Result<UnixTime, Failure> {
    let before = || {
        Failure::new("the clock of this machine stands before 1970")
            .with_help("set it, or use --at")
    };
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_err(|_| before())?;
    i64::try_from(since.as_secs())
        .map(UnixTime::from_secs)
        .map_err(|_| before())
}

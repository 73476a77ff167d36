//! Issuing certificates: a root, an intermediate, a leaf. All keys are on P-256 and live in memory only.

use std::net::IpAddr;
use std::str::FromStr as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use der::asn1::{GeneralizedTime, Ia5String};
use der::{Encode as _, EncodePem as _, pem::LineEnding};
use getrandom::SysRng;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::elliptic_curve::Generate as _;
use p256::pkcs8::EncodePrivateKey as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use x509_cert::Certificate;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::profile::cabf::{Root, tls};
use x509_cert::builder::{Builder as _, CertificateBuilder};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::SubjectPublicKeyInfo;
use x509_cert::time::{Time, Validity};

/// Begin and end of an authority, in seconds from now: longer than any test.
const AUTHORITY_LIFE: (i64, i64) = (-365 * 24 * 3600, 365 * 24 * 3600);

/// What a leaf is for.
pub(super) struct Subject {
    pub(super) names: Vec<String>,
    pub(super) addresses: Vec<IpAddr>,
    /// Begin and end, in seconds from now.
    pub(super) validity: (i64, i64),
}

/// A leaf with its key.
pub(super) struct Leaf {
    pub(super) certificate: CertificateDer<'static>,
    pub(super) key: PrivateKeyDer<'static>,
}

/// An authority: a certificate with its key.
pub(super) struct Issuer {
    certificate: Certificate,
    key: SigningKey,
}

impl Issuer {
    /// An authority that signed itself.
    pub(super) fn root(name: &str) -> Option<Self> {
        let key = fresh_key()?;
        let profile = Root::new(false, named(name)?).ok()?;
        let certificate = sign(profile, AUTHORITY_LIFE, None, &key, &key)?;
        Some(Self { certificate, key })
    }

    /// An authority below this one.
    pub(super) fn intermediate(&self, name: &str) -> Option<Self> {
        let key = fresh_key()?;
        let profile = tls::Subordinate {
            issuer: self.name(),
            subject: named(name)?,
            path_len_constraint: Some(0),
            emits_ocsp_response: false,
            client_auth: false,
        };
        let certificate = sign(profile, AUTHORITY_LIFE, None, &key, &self.key)?;
        Some(Self { certificate, key })
    }

    /// A certificate for a server.
    pub(super) fn leaf(&self, subject: &Subject) -> Option<Leaf> {
        let key = fresh_key()?;
        leaf(subject, self.name(), &key, &self.key)
    }

    fn name(&self) -> Name {
        self.certificate.tbs_certificate().subject().clone()
    }

    pub(super) fn pem(&self) -> Option<String> {
        self.certificate.to_pem(LineEnding::LF).ok()
    }

    pub(super) fn der(&self) -> Option<CertificateDer<'static>> {
        Some(CertificateDer::from(self.certificate.to_der().ok()?))
    }
}

/// A certificate for a server that no authority vouches for.
pub(super) fn self_signed(subject: &Subject) -> Option<Leaf> {
    let key = fresh_key()?;
    leaf(subject, of_a_server(subject)?, &key, &key)
}

fn leaf(subject: &Subject, issuer: Name, key: &SigningKey, by: &SigningKey) -> Option<Leaf> {
    let dns = |name: &String| Ia5String::new(name).map(GeneralName::DnsName);
    let names = subject.names.iter().map(dns);
    let mut names = names.collect::<der::Result<Vec<_>>>().ok()?;
    names.extend(subject.addresses.iter().copied().map(GeneralName::from));
    let own = of_a_server(subject)?;
    let profile = tls::Subscriber {
        certificate_type: tls::CertificateType::domain_validated(own, names.clone()).ok()?,
        issuer,
        client_auth: false,
    };
    let certificate = sign(profile, subject.validity, Some(names), key, by)?;
    let key = p256::SecretKey::from(key).to_pkcs8_der().ok()?;
    Some(Leaf {
        certificate: CertificateDer::from(certificate.to_der().ok()?),
        key: PrivatePkcs8KeyDer::from(key.as_bytes().to_vec()).into(),
    })
}

fn fresh_key() -> Option<SigningKey> {
    SigningKey::try_generate_from_rng(&mut SysRng).ok()
}

/// A name in the order that the profiles want.
fn named(common_name: &str) -> Option<Name> {
    Name::from_str(&format!("CN={common_name},O=pushcert,C=XX")).ok()
}

/// The name of a leaf: a profile for validated domains leaves the organization out.
fn of_a_server(subject: &Subject) -> Option<Name> {
    Name::from_str(&format!("CN={},C=XX", subject.names.first()?)).ok()
}

/// Signs what the profile says; the names of a leaf are not among its own extensions.
fn sign(
    profile: impl BuilderProfile,
    (begin, end): (i64, i64),
    names: Option<Vec<GeneralName>>,
    key: &SigningKey,
    by: &SigningKey,
) -> Option<Certificate> {
    let mut serial = [0_u8; 16];
    getrandom::fill(&mut serial).ok()?;
    if let Some(first) = serial.first_mut() {
        // Positive, and of the same length always.
        *first = *first & 0x3f | 0x40;
    }
    let validity = Validity::new(from_now(begin)?, from_now(end)?);
    let spki = SubjectPublicKeyInfo::from_key(key.verifying_key()).ok()?;
    let serial = SerialNumber::new(&serial).ok()?;
    let mut builder = CertificateBuilder::new(profile, serial, validity, spki).ok()?;
    if let Some(names) = names {
        builder.add_extension(&SubjectAltName(names)).ok()?;
    }
    builder.build::<_, DerSignature>(by).ok()
}

fn from_now(seconds: i64) -> Option<Time> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let then = now.as_secs().checked_add_signed(seconds)?;
    let then = GeneralizedTime::from_unix_duration(Duration::from_secs(then)).ok()?;
    Some(Time::GeneralTime(then))
}

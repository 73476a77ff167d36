//! Apple's part, played by the testkit: certificates, revocation lists, and Keychain Access.

use std::collections::BTreeMap;

use pushcert::csr::CertificationRequest;
use pushcert_testkit::authority::Authority;
use pushcert_testkit::cert::CertificateBuilder;
use pushcert_testkit::digest::stretch;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::key::TestKey;
use pushcert_testkit::pem;
use pushcert_testkit::pfx::PfxBuilder;
use pushcert_testkit::revocation::{CrlBuilder, Entry};

const VENDOR: &str = "mdm-vendor";

/// What was issued: the serial number of each certificate, by the name of its file.
#[derive(Default)]
pub(super) struct Apple {
    serials: BTreeMap<String, Vec<u8>>,
}

/// The public key of a request.
#[track_caller]
pub(super) fn spki(request: &[u8]) -> Vec<u8> {
    let request = CertificationRequest::parse(request).unwrap();
    request.verify().unwrap();
    request.spki_der().to_vec()
}

/// The authority that signs vendors.
fn issuer() -> Vec<u8> {
    Authority::synthetic_intermediate().certificate_by(&Authority::synthetic())
}

/// A file of Keychain Access with an identity for each app.
pub(super) fn keychain(names: &[&str], from: &str, end: &str, password: &str) -> Vec<u8> {
    let identities = names.iter().enumerate().map(|(number, name)| {
        let key = TestKey::rsa2048(number);
        let builder = CertificateBuilder::apns(name).seed(name).key(&key);
        let builder = builder.valid(&midnight(from), &midnight(end));
        Identity::new(&builder).named(&format!("Apple Push Services: {name}"))
    });
    let identities: Vec<_> = identities.collect();
    PfxBuilder::keychain_selection(password, &identities).build()
}

impl Apple {
    /// A certificate for a key, or for one that is somewhere else; the dates are its first and last.
    pub(super) fn issue(
        &mut self,
        file: &str,
        spki: Option<Vec<u8>>,
        what: (&str, &[&str]),
        dates: (&str, &str),
    ) -> Vec<u8> {
        let mut builder = self.builder(file, what, dates);
        if let Some(spki) = spki {
            builder = builder.raw_spki(spki);
        }
        let der = builder.build();
        if what.0 == VENDOR {
            return pem::bundle(&[("CERTIFICATE", &der), ("CERTIFICATE", &issuer())]).into_bytes();
        }
        if file.ends_with(".pem") {
            return pem::encode("CERTIFICATE", &der).into_bytes();
        }
        der
    }

    /// A certificate with its key, as PEM.
    pub(super) fn identity(
        &mut self,
        file: &str,
        what: (&str, &[&str]),
        dates: (&str, &str),
    ) -> String {
        Identity::new(&self.builder(file, what, dates)).pem()
    }

    /// A list of today that names the certificate of a file.
    #[track_caller]
    pub(super) fn revoke(&self, file: &str, day: &str, today: &str) -> Vec<u8> {
        let serial = self.serials.get(file).expect("it was issued");
        let entry = Entry::new(serial).at(&midnight(day)).reason(1);
        let until = midnight(&format!("{}-28", today.get(..7).unwrap()));
        CrlBuilder::new(&Authority::synthetic())
            .valid(&midnight(today), &until)
            .entry(&entry)
            .build()
    }

    #[track_caller]
    fn builder(
        &mut self,
        file: &str,
        (kind, name): (&str, &[&str]),
        (from, end): (&str, &str),
    ) -> CertificateBuilder {
        let name = name.join(" ");
        let root = Authority::synthetic();
        let builder = match kind {
            "apns" => CertificateBuilder::apns(&name).issuer(root),
            "mdm-push" => CertificateBuilder::mdm_push(&name).issuer(root),
            VENDOR => {
                CertificateBuilder::mdm_vendor(&name).issuer(Authority::synthetic_intermediate())
            }
            _ => panic!("no such kind: {kind}"),
        };
        let mut serial = stretch(file, "serial", 16);
        serial.splice(..1, [0x2a]);
        self.serials.insert(file.to_owned(), serial.clone());
        builder
            .serial(&serial)
            .valid(&midnight(from), &midnight(end))
    }
}

fn midnight(date: &str) -> String {
    format!("{date}T00:00:00Z")
}

//! Who signs: look-alikes of Apple's authorities, and a synthetic authority of our own.
//!
//! A look-alike has Apple's issuer name and key identifier and signs with a key of ours, so a
//! reader that trusts names believes it and one that checks signatures does not. The synthetic
//! authority is a trust anchor for tests and samples.

use crate::cert::{CertificateBuilder, Extension};
use crate::key::{SignatureAlgorithm, TestKey};
use crate::name::Name;
use crate::{der, hex, oid};

/// An authority of Apple's that issues, or could issue, push certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Generation {
    /// WWDR of 2008 and 2013, one key
    G1,
    /// WWDR CA - G2
    G2,
    /// WWDR, OU G3
    G3,
    /// WWDR, OU G4: issues push certificates since 2022
    G4,
    /// WWDR, OU G5
    G5,
    /// WWDR, OU G6
    G6,
    /// WWDR, OU G7
    G7,
    /// WWDR, OU G8
    G8,
    /// Application Integration of 2010 and 2016, one key
    Aai,
    /// Application Integration 2: issues MDM push certificates
    Aai2,
}

const WWDR: &str = "Apple Worldwide Developer Relations Certification Authority";
const APPLE_CA: &str = "Apple Certification Authority";

impl Generation {
    /// Every generation.
    pub const ALL: [Self; 10] = [
        Self::G1,
        Self::G2,
        Self::G3,
        Self::G4,
        Self::G5,
        Self::G6,
        Self::G7,
        Self::G8,
        Self::Aai,
        Self::Aai2,
    ];

    /// The name in reports: `G1` to `G8`, `AAI`, `AAI2`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::G1 => "G1",
            Self::G2 => "G2",
            Self::G3 => "G3",
            Self::G4 => "G4",
            Self::G5 => "G5",
            Self::G6 => "G6",
            Self::G7 => "G7",
            Self::G8 => "G8",
            Self::Aai => "AAI",
            Self::Aai2 => "AAI2",
        }
    }

    /// The subject key identifier of Apple's certificate.
    pub fn key_id(self) -> Vec<u8> {
        hex(match self {
            Self::G1 => "88271709a9b618608becebbaf64759c55254a3b7",
            Self::G2 => "84b684cc3a866272165994e81aa3bd48df3adf0b",
            Self::G3 => "09fec01590f9af640a9212b92628630c97eca7b2",
            Self::G4 => "5bd9fa1de79a1a0ba399762250863e91c85b77a8",
            Self::G5 => "198b978d4a5b617857f4a55c35128a3908e3b075",
            Self::G6 => "3f2f942351d350c99a283dedb07ce5cfa5906299",
            Self::G7 => "5d42106c1bbbc752974e44bd1327b93a1277832b",
            Self::G8 => "b5bdbc80c40ce338a4f4b7ad23b3ef44ceb95a85",
            Self::Aai => "31ea76a92374a5dfd4fdeea0c1a69ec6110e11ec",
            Self::Aai2 => "f7be7c216091db3d1b7bd83a328169df9e6c7f9b",
        })
    }

    /// The subject of Apple's certificate: G1, G7, G8 and AAI start with the country, the others
    /// with the common name.
    pub fn name(self) -> Name {
        let (unit, common_name) = match self {
            Self::G1 => ("Apple Worldwide Developer Relations", WWDR),
            Self::G2 => (APPLE_CA, "Apple Worldwide Developer Relations CA - G2"),
            Self::Aai => (
                APPLE_CA,
                "Apple Application Integration Certification Authority",
            ),
            Self::Aai2 => (
                APPLE_CA,
                "Apple Application Integration 2 Certification Authority",
            ),
            other => (other.as_str(), WWDR),
        };
        if matches!(self, Self::G1 | Self::G7 | Self::G8 | Self::Aai) {
            return Name::new()
                .printable(oid::name::COUNTRY, "US")
                .utf8(oid::name::ORGANIZATION, "Apple Inc.")
                .utf8(oid::name::ORGANIZATIONAL_UNIT, unit)
                .utf8(oid::name::COMMON_NAME, common_name);
        }
        Name::new()
            .utf8(oid::name::COMMON_NAME, common_name)
            .utf8(oid::name::ORGANIZATIONAL_UNIT, unit)
            .utf8(oid::name::ORGANIZATION, "Apple Inc.")
            .printable(oid::name::COUNTRY, "US")
    }
}

/// An issuer: its name, its key, and the addresses that its leaves mention.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Authority {
    /// The issuer name of its leaves.
    pub name: Name,
    /// The authority key identifier of its leaves.
    pub key_id: Vec<u8>,
    /// The key that signs.
    pub key: TestKey,
    /// The signature algorithm where the certificate does not ask for another.
    pub algorithm: SignatureAlgorithm,
    /// caIssuers in its leaves.
    pub ca_issuers: Option<String>,
    /// OCSP in its leaves, without the two digits that tell the product.
    pub ocsp: Option<String>,
    /// CRL in its leaves.
    pub crl: Option<String>,
    marker: Option<&'static str>,
}

impl Authority {
    /// The root that samples and tests trust: `Pushcert Synthetic CA`, self-signed.
    pub fn synthetic() -> Self {
        Self::own("Pushcert Synthetic CA", TestKey::rsa2048(8))
    }

    /// An intermediate below [`Self::synthetic`].
    pub fn synthetic_intermediate() -> Self {
        Self::own("Pushcert Synthetic Issuing CA", TestKey::rsa2048(9))
    }

    /// Any authority of ours.
    pub fn own(common_name: &str, key: TestKey) -> Self {
        let name = Name::new()
            .utf8(oid::name::COMMON_NAME, common_name)
            .utf8(oid::name::ORGANIZATIONAL_UNIT, "Tests only")
            .utf8(oid::name::ORGANIZATION, "Pushcert")
            .printable(oid::name::COUNTRY, "US");
        let algorithm = match key.name().starts_with("ec-") {
            true => SignatureAlgorithm::Sha256Ecdsa,
            false => SignatureAlgorithm::Sha256Rsa,
        };
        Self {
            name,
            key_id: key.key_id(),
            key,
            algorithm,
            ca_issuers: Some("http://pki.example.com/synthetic-ca.der".to_owned()),
            ocsp: Some("http://ocsp.example.com/ocsp03-synthetic".to_owned()),
            crl: Some("http://crl.example.com/synthetic-1.crl".to_owned()),
            marker: None,
        }
    }

    /// Apple's name and key identifier, our key: what `apple-by-name-only` means.
    pub fn apple_like(generation: Generation) -> Self {
        let url = |text: String| Some(text);
        let lower = generation.as_str().to_lowercase();
        let (ca_issuers, ocsp, crl) = match generation {
            Generation::G1 => (
                None,
                None,
                url("http://crl.apple.com/wwdrca.crl".to_owned()),
            ),
            Generation::Aai | Generation::Aai2 => (
                None,
                None,
                url(format!("http://crl.apple.com/{lower}ca.crl")),
            ),
            _ => (
                url(format!("http://certs.apple.com/wwdr{lower}.der")),
                url(format!("http://ocsp.apple.com/ocsp03-wwdr{lower}")),
                url(format!("http://crl.apple.com/wwdr{lower}-7.crl")),
            ),
        };
        let marker = match generation {
            Generation::Aai | Generation::Aai2 => oid::apple::AAI_INTERMEDIATE,
            _ => oid::apple::WWDR_INTERMEDIATE,
        };
        Self {
            name: generation.name(),
            key_id: generation.key_id(),
            key: TestKey::rsa2048(7),
            algorithm: SignatureAlgorithm::Sha256Rsa,
            ca_issuers,
            ocsp,
            crl,
            marker: Some(marker),
        }
    }

    /// The authority's own certificate, signed by itself.
    pub fn certificate(&self) -> Vec<u8> {
        self.certificate_by(self)
    }

    /// The authority's certificate, signed by another: a chain, or a cycle when two do it to each
    /// other.
    pub fn certificate_by(&self, issuer: &Self) -> Vec<u8> {
        let mut builder = CertificateBuilder::new(self.name.clone())
            .seed(&format!("authority {}", crate::hex_lower(&self.key_id)))
            .key(&self.key)
            .issuer(issuer.clone())
            .valid("2020-02-19T18:13:47Z", "2099-12-31T23:59:59Z")
            .extension(Extension::critical(
                oid::extension::BASIC_CONSTRAINTS,
                der::seq([der::boolean(true)]),
            ))
            .authority_key_id()
            .extension(Extension::new(
                oid::extension::SUBJECT_KEY_ID,
                der::octets(&self.key_id),
            ))
            .extension(Extension::critical(
                oid::extension::KEY_USAGE,
                der::bits(1, [0x06]),
            ));
        if let Some(marker) = self.marker {
            builder = builder.extension(Extension::new(marker, der::null()));
        }
        builder.build()
    }
}

//! Writing a request in the form of Keychain Access.

use alloc::{string::String, vec::Vec};

use der::asn1::{Ia5StringRef, PrintableStringRef, Utf8StringRef};
use der::{Encode, Header, Length, Tag};
use pushcert_keys::{HashAlgorithm, KeyAlgorithm, ObjectIdentifier, PrivateKey, Signature};
use rand_core::CryptoRng;

use crate::error::TextDefect;
use crate::name::{COMMON_NAME, COUNTRY, EMAIL};
use crate::{CertificationRequest, Error, ErrorKind, StringType};

/// `ub-common-name` of RFC 5280 appendix A.1, in characters.
const MAX_COMMON_NAME: usize = 64;
/// `ub-emailaddress-length` of RFC 5280 appendix A.1, in characters.
const MAX_EMAIL: usize = 255;
/// Bits of the only keys that the portal takes.
const BITS: u32 = 2048;
/// `version INTEGER { v1(0) }`
const VERSION: &[u8] = &[0x02, 0x01, 0x00];
/// `attributes [0] IMPLICIT SET OF`, empty.
const NO_ATTRIBUTES: &[u8] = &[0xa0, 0x00];

/// Writes a request as Keychain Access does.
///
/// ```text
/// CertificationRequestInfo ::= SEQUENCE {
///     version        INTEGER 0,
///     subject        SEQUENCE {
///         SET { SEQUENCE { emailAddress, IA5String } },
///         SET { SEQUENCE { commonName, UTF8String } },
///         SET { SEQUENCE { countryName, PrintableString } } OPTIONAL },
///     subjectPKInfo  SubjectPublicKeyInfo of RSA-2048,
///     attributes     [0] { } }
/// ```
///
/// The signature is `sha256WithRSAEncryption`. Apple replaces the subject by its own; only an MDM push
/// certificate keeps the country.
#[derive(Clone, Copy, Debug)]
pub struct RequestBuilder<'a> {
    email: &'a str,
    common_name: &'a str,
    country: Option<&'a str>,
}

impl<'a> RequestBuilder<'a> {
    /// A request of this e-mail address (at most 255 characters of ASCII) and common name (at most 64
    /// characters).
    #[must_use]
    pub const fn new(email: &'a str, common_name: &'a str) -> Self {
        Self {
            email,
            common_name,
            country: None,
        }
    }

    /// With a country: two letters (ISO 3166), written in capitals.
    #[must_use]
    pub const fn country(mut self, country: &'a str) -> Self {
        self.country = Some(country);
        self
    }

    /// Signs the request with its own key. What was made is decoded again, compared and verified
    /// before it is given out. `rng` blinds the computation; the bytes do not depend on it.
    ///
    /// ```
    /// use pushcert_csr::{ErrorKind, RequestBuilder};
    /// use pushcert_keys::PrivateKey;
    /// # use pushcert_testkit::{key::TestKey, random::Predictable};
    /// # let (der, other) = (TestKey::rsa2048(0).pkcs8_der(), TestKey::ec_p256(0).pkcs8_der());
    /// # let mut rng = Predictable::new("example");
    ///
    /// let key = PrivateKey::decode(&der)?;
    /// let request = RequestBuilder::new("admin@example.com", "Example Ltd.").build(&key, &mut rng)?;
    /// request.verify()?;
    /// assert_eq!(request.country(), None);
    ///
    /// let key = PrivateKey::decode(&other)?;
    /// let error = RequestBuilder::new("admin@example.com", "Example Ltd.").build(&key, &mut rng).unwrap_err();
    /// assert!(matches!(error.kind(), ErrorKind::KeyType { bits: Some(256), .. }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::KeyType`] for a key that is not RSA with 2048 bits; [`ErrorKind::Email`],
    /// [`ErrorKind::CommonName`], [`ErrorKind::Country`] with what is wrong; [`ErrorKind::Key`],
    /// [`ErrorKind::Unfaithful`].
    pub fn build<R: CryptoRng + ?Sized>(
        &self,
        key: &PrivateKey,
        rng: &mut R,
    ) -> Result<CertificationRequest, Error> {
        let country = self.check()?;
        let public = key
            .public_key()
            .filter(|_| key.algorithm() == KeyAlgorithm::Rsa && key.bits() == Some(BITS))
            .ok_or(Error::new(ErrorKind::KeyType {
                algorithm: key.algorithm(),
                bits: key.bits(),
            }))?;
        let info = self.info(country.as_deref(), public.spki_der())?;
        let signature = key
            .sign(HashAlgorithm::Sha256, &info, rng)
            .map_err(|error| Error::new(ErrorKind::Key(error.kind().clone())))?;
        let der = request(&info, &signature).map_err(unfaithful)?;
        let request = CertificationRequest::decode(&der)?;
        request.verify()?;
        let is_faithful = request.der() == der
            && request.info_der() == info
            && request.problems().is_empty()
            && request.public_key() == Some(public)
            && self.is_subject_of(&request, country.as_deref());
        if is_faithful {
            return Ok(request);
        }
        Err(Error::new(ErrorKind::Unfaithful))
    }

    /// Refuses what cannot stand in a request; gives the country as it is written.
    fn check(&self) -> Result<Option<String>, Error> {
        email(self.email).map_err(|defect| Error::new(ErrorKind::Email(defect)))?;
        common_name(self.common_name)
            .map_err(|defect| Error::new(ErrorKind::CommonName(defect)))?;
        let Some(country) = self.country else {
            return Ok(None);
        };
        let is_letters = country.bytes().all(|byte| byte.is_ascii_alphabetic());
        if country.len() != 2 || !is_letters {
            let kind = ErrorKind::Country(TextDefect::NotTwoLetters);
            return Err(Error::new(kind));
        }
        Ok(Some(country.to_ascii_uppercase()))
    }

    fn info(&self, country: Option<&str>, spki: &[u8]) -> Result<Vec<u8>, Error> {
        let subject = self.subject(country).map_err(unfaithful)?;
        element(Tag::Sequence, &[VERSION, &subject, spki, NO_ATTRIBUTES]).map_err(unfaithful)
    }

    fn subject(&self, country: Option<&str>) -> der::Result<Vec<u8>> {
        let email = Ia5StringRef::new(self.email)?.to_der()?;
        let common_name = Utf8StringRef::new(self.common_name)?.to_der()?;
        let mut rdns = rdn(&EMAIL, &email)?;
        rdns.extend(rdn(&COMMON_NAME, &common_name)?);
        if let Some(country) = country {
            let country = PrintableStringRef::new(country)?.to_der()?;
            rdns.extend(rdn(&COUNTRY, &country)?);
        }
        element(Tag::Sequence, &[&rdns])
    }

    fn is_subject_of(&self, request: &CertificationRequest, country: Option<&str>) -> bool {
        let mut expected = Vec::from([
            (EMAIL, StringType::Ia5, self.email),
            (COMMON_NAME, StringType::Utf8, self.common_name),
        ]);
        expected.extend(country.map(|country| (COUNTRY, StringType::Printable, country)));
        let found = request.subject().attributes().iter();
        let found = found.map(|it| (it.oid(), it.string_type(), it.text()));
        found.eq(expected
            .iter()
            .map(|(oid, string_type, text)| (Some(oid), *string_type, Some(*text))))
    }
}

fn email(text: &str) -> Result<(), TextDefect> {
    let is_allowed = |char: char| char.is_ascii() && !char.is_ascii_control();
    length(text, MAX_EMAIL)?;
    characters(text, is_allowed)?;
    match text.rsplit_once('@') {
        Some((local, domain)) if !local.trim().is_empty() && !domain.trim().is_empty() => Ok(()),
        _ => Err(TextDefect::NoAt),
    }
}

fn common_name(text: &str) -> Result<(), TextDefect> {
    length(text, MAX_COMMON_NAME)?;
    characters(text, |char| !char.is_control())
}

fn length(text: &str, allowed: usize) -> Result<(), TextDefect> {
    let length = text.chars().count();
    if text.trim().is_empty() {
        return Err(TextDefect::Empty);
    }
    if length > allowed {
        return Err(TextDefect::TooLong { length, allowed });
    }
    Ok(())
}

fn characters(text: &str, is_allowed: impl Fn(char) -> bool) -> Result<(), TextDefect> {
    match text.char_indices().find(|(_, char)| !is_allowed(*char)) {
        Some((offset, _)) => Err(TextDefect::Character { offset }),
        None => Ok(()),
    }
}

/// `SET { SEQUENCE { type, value } }`
fn rdn(oid: &ObjectIdentifier, value: &[u8]) -> der::Result<Vec<u8>> {
    let attribute = element(Tag::Sequence, &[&oid.to_der()?, value])?;
    element(Tag::Set, &[&attribute])
}

fn request(info: &[u8], signature: &Signature) -> der::Result<Vec<u8>> {
    let identifier = signature.algorithm.identifier_der();
    // The first octet says that no bits are unused.
    let bits = element(Tag::BitString, &[&[0], &signature.bytes])?;
    element(Tag::Sequence, &[info, &identifier, &bits])
}

fn element(tag: Tag, parts: &[&[u8]]) -> der::Result<Vec<u8>> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = Header::new(tag, Length::try_from(length)?).to_der()?;
    for part in parts {
        out.extend_from_slice(part);
    }
    Ok(out)
}

/// Texts were checked and lengths are small, so that the writer has nothing to refuse.
fn unfaithful(_: der::Error) -> Error {
    Error::new(ErrorKind::Unfaithful)
}

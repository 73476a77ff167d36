//! The request for an MDM push certificate, signed by an MDM vendor.
//!
//! Apple's Push Certificates Portal does not take a plain request. It takes the base64 text of an XML
//! property list with three strings:
//!
//! * `PushCertRequestCSR`: base64 of the request in DER.
//! * `PushCertCertificateChain`: PEM of the vendor's certificate, of the authority that issued it, and
//!   of Apple's root.
//! * `PushCertSignature`: base64 of the signature of the vendor's key, RSASSA-PKCS1-v1_5 with SHA-256,
//!   over the request in DER.
//!
//! [`MdmPushRequest::decode`] reads such a file, and what is tolerated becomes a [`Remark`];
//! [`MdmPushRequest::sign`] makes one. Certificates are handed through as bytes: whether they are in
//! the right order and lead to Apple is for others to say.

mod decode;
mod encode;
mod error;
mod remark;

use alloc::{string::String, vec::Vec};
use core::fmt;

use pushcert_keys::{HashAlgorithm, KeyAlgorithm, PrivateKey, PublicKey, SignatureAlgorithm};
use rand_core::CryptoRng;

pub use error::{Error, ErrorKind};
pub use remark::{Key, Remark};

use crate::CertificationRequest;
use crate::error::Field;
use crate::tlv::{self, Reader};

/// A request with the signature and the chain of an MDM vendor.
///
/// Two are equal if request, chain and signature are; the form of the file does not count.
#[derive(Clone)]
pub struct MdmPushRequest {
    request: CertificationRequest,
    chain: Vec<Vec<u8>>,
    signature: Vec<u8>,
    remarks: Vec<Remark>,
}

impl MdmPushRequest {
    /// Decodes the file for the portal, of at most 128 KiB: base64 text, in lines or not, of a
    /// property list of at most 64 KiB; the property list alone is taken as well.
    ///
    /// ```
    /// use pushcert_csr::mdm::{ErrorKind, MdmPushRequest};
    /// # use pushcert_testkit::{csr::csr, key::TestKey, mdm::MdmRequestBuilder};
    /// # let file = MdmRequestBuilder::new(&TestKey::rsa2048(4), &TestKey::rsa2048(5)).build();
    /// # let plain = csr(&TestKey::rsa2048(4));
    ///
    /// let signed = MdmPushRequest::decode(&file)?;
    /// assert_eq!(signed.request().email(), Some("admin@example.com"));
    /// assert_eq!(signed.chain().len(), 3);
    /// assert!(signed.remarks().is_empty());
    ///
    /// // The request alone is not what the portal takes.
    /// let error = MdmPushRequest::decode(&plain).unwrap_err();
    /// assert_eq!(*error.kind(), ErrorKind::PlainRequest);
    /// # Ok::<(), pushcert_csr::mdm::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What keeps the file from being read; [`ErrorKind::PlainRequest`] for a request that no vendor
    /// has signed.
    pub fn decode(bytes: &[u8]) -> Result<Self, Error> {
        decode::decode(bytes)
    }

    /// Signs a request as a vendor. `chain` is DER: the vendor's certificate, the authority that issued
    /// it, Apple's root. Nothing is given out that does not read back the same and verify.
    ///
    /// ```
    /// use pushcert_csr::{CertificationRequest, mdm::MdmPushRequest};
    /// use pushcert_keys::{HashAlgorithm, PrivateKey};
    /// # use pushcert_testkit::{authority::Authority, cert::CertificateBuilder, key::TestKey, random::Predictable};
    /// # let customer = pushcert_testkit::csr::csr(&TestKey::rsa2048(4));
    /// # let key = TestKey::rsa2048(5).pkcs8_der();
    /// # let vendor = CertificateBuilder::mdm_vendor("Example Ltd.").key(&TestKey::rsa2048(5)).build();
    /// # let (authority, root) = (Authority::synthetic_intermediate().certificate(), Authority::synthetic().certificate());
    /// # let mut rng = Predictable::new("example");
    ///
    /// let request = CertificationRequest::decode(&customer)?;
    /// let key = PrivateKey::decode(&key)?;
    /// let signed = MdmPushRequest::sign(&request, &[&vendor, &authority, &root], &key, &mut rng)?;
    /// let file = signed.encode();
    ///
    /// let public = key.public_key().ok_or("no public key")?;
    /// assert_eq!(MdmPushRequest::decode(&file)?.verify(public)?, HashAlgorithm::Sha256);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Request`] for a request whose own signature is wrong, [`ErrorKind::NoCertificates`],
    /// [`ErrorKind::Certificate`], [`ErrorKind::VendorKey`] for a key that is not RSA,
    /// [`ErrorKind::Key`].
    pub fn sign<R: CryptoRng + ?Sized>(
        request: &CertificationRequest,
        chain: &[&[u8]],
        vendor: &PrivateKey,
        rng: &mut R,
    ) -> Result<Self, Error> {
        request.verify()?;
        if chain.is_empty() {
            return Err(Error::new(ErrorKind::NoCertificates));
        }
        if let Some(index) = chain.iter().position(|der| !is_sequence(der)) {
            return Err(Error::new(ErrorKind::Certificate { index }));
        }
        let public = vendor
            .public_key()
            .filter(|_| vendor.algorithm() == KeyAlgorithm::Rsa);
        let public = public.ok_or(Error::new(ErrorKind::VendorKey {
            algorithm: vendor.algorithm(),
        }))?;
        let signature = vendor
            .sign(HashAlgorithm::Sha256, request.der(), rng)
            .map_err(|error| Error::new(ErrorKind::Key(error.kind().clone())))?;
        let signed = Self {
            request: request.clone(),
            chain: chain.iter().map(|der| der.to_vec()).collect(),
            signature: signature.bytes,
            remarks: Vec::new(),
        };
        let again = Self::decode(&signed.encode())?;
        let is_plain = |remark: &Remark| matches!(remark, Remark::ChainLength { .. });
        if again == signed
            && again.remarks.iter().all(is_plain)
            && again.verify(public)? == HashAlgorithm::Sha256
        {
            return Ok(again);
        }
        Err(Error::new(ErrorKind::Unfaithful))
    }

    /// The request of the customer.
    #[must_use]
    pub const fn request(&self) -> &CertificationRequest {
        &self.request
    }

    /// The certificates in DER, in the order of the file; the first should be the vendor's.
    #[must_use]
    pub fn chain(&self) -> &[Vec<u8>] {
        &self.chain
    }

    /// The certificates as PEM: 64 columns, LF, no text between the blocks, whatever the file had.
    #[must_use]
    pub fn chain_pem(&self) -> String {
        encode::chain(&self.chain)
    }

    /// The vendor's signature over [`request`](Self::request) in DER.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// What was tolerated.
    #[must_use]
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// Checks the vendor's signature, and says with which hash it was made: SHA-256, or SHA-1, which
    /// the portal took until about 2021. The signature of the request itself is a matter of
    /// [`CertificationRequest::verify`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Signature`] with the reason.
    pub fn verify(&self, vendor: &PublicKey) -> Result<HashAlgorithm, Error> {
        let check = |hash| {
            let algorithm = SignatureAlgorithm::RsaPkcs1(hash);
            vendor.verify(algorithm, self.request.der(), &self.signature)
        };
        match check(HashAlgorithm::Sha256) {
            Ok(()) => Ok(HashAlgorithm::Sha256),
            Err(error) => check(HashAlgorithm::Sha1)
                .map(|()| HashAlgorithm::Sha1)
                .map_err(|_| Error::new(ErrorKind::Signature(error.kind().clone()))),
        }
    }

    /// The property list, in the form that the portal takes: three strings, request and signature
    /// without line breaks, the chain in lines of 64 columns.
    #[must_use]
    pub fn plist(&self) -> Vec<u8> {
        encode::plist(self).into_bytes()
    }

    /// The file for the portal: [`plist`](Self::plist) as one line of base64 text. Of a file that was
    /// read this is the same request in the right form.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        encode::base64(&self.plist()).into_bytes()
    }
}

/// Whether the bytes are one SEQUENCE and nothing else, as a certificate is.
fn is_sequence(der: &[u8]) -> bool {
    let mut reader = Reader::new(der, 0);
    let field = Field::CertificationRequest;
    reader.expect(tlv::SEQUENCE, field).is_ok() && reader.finish(field).is_ok()
}

impl PartialEq for MdmPushRequest {
    fn eq(&self, other: &Self) -> bool {
        (&self.request, &self.chain, &self.signature)
            == (&other.request, &other.chain, &other.signature)
    }
}

impl Eq for MdmPushRequest {}

impl fmt::Debug for MdmPushRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MdmPushRequest")
            .field("request", &self.request)
            .field("chain", &self.chain.len())
            .field("remarks", &self.remarks)
            .finish_non_exhaustive()
    }
}

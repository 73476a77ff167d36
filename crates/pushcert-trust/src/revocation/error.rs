//! What keeps bytes from being read as a revocation list, or as an OCSP response.

use core::fmt;

use pushcert_x509::Oid;

/// Why some bytes could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    kind: DecodeErrorKind,
    offset: usize,
}

impl DecodeError {
    pub(super) const fn new(kind: DecodeErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    pub(super) const fn malformed(field: Field, offset: usize) -> Self {
        Self::new(DecodeErrorKind::Malformed { field }, offset)
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> &DecodeErrorKind {
        &self.kind
    }

    /// The byte offset, from the start of the bytes given to `decode`.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl core::error::Error for DecodeError {}

/// What is wrong with some bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// More bytes than are read, refused before any work.
    #[error("{bytes} bytes are more than the {limit} that are read")]
    TooLarge {
        /// Bytes of the input.
        bytes: usize,
        /// How many are read at most.
        limit: usize,
    },
    /// A field is missing, has another type or is not well-formed DER.
    #[error("the {field} is missing or malformed")]
    Malformed {
        /// Which field.
        field: Field,
    },
    /// Bytes are left over in, or behind, something.
    #[error("{count} bytes are left over in the {field}")]
    TrailingBytes {
        /// In which field.
        field: Field,
        /// How many.
        count: usize,
    },
    /// A version that has other fields than are known.
    #[error("the version {found} is not known")]
    UnknownVersion {
        /// The version as it is counted in names: 2 for a CRL of version v2.
        found: u32,
    },
    /// An OCSP response of another type than `id-pkix-ocsp-basic`.
    #[error("the type of response {oid} is not known")]
    ResponseType {
        /// The type.
        oid: Oid,
    },
}

macro_rules! fields {
    ($($variant:ident = $text:literal,)+) => {
        /// A field of a CRL (RFC 5280, section 5.1) or of an OCSP response (RFC 6960, section 4.2.1).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the names are those of the standards")]
        #[non_exhaustive]
        pub enum Field {
            $($variant,)+
        }

        impl fmt::Display for Field {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $text,)+
                })
            }
        }
    };
}

fields! {
    CertificateList = "revocation list",
    TbsCertList = "signed part of the revocation list",
    Version = "version",
    AlgorithmIdentifier = "signature algorithm",
    SignatureValue = "signature",
    Issuer = "issuer",
    ThisUpdate = "time of this update",
    NextUpdate = "time of the next update",
    RevokedCertificates = "list of revoked certificates",
    RevokedCertificate = "revoked certificate",
    RevocationDate = "time of revocation",
    Reason = "reason of revocation",
    Extensions = "list of extensions",
    AuthorityKeyIdentifier = "authority key identifier",
    CrlNumber = "CRL number",
    IssuingDistributionPoint = "issuing distribution point",
    OcspResponse = "OCSP response",
    ResponseStatus = "response status",
    ResponseBytes = "response bytes",
    BasicResponse = "basic OCSP response",
    ResponseData = "signed part of the OCSP response",
    ResponderId = "responder",
    ProducedAt = "time of production",
    SingleResponse = "answer for one certificate",
    CertId = "identification of a certificate",
    CertStatus = "status of a certificate",
    Nonce = "nonce",
    Certificates = "list of certificates",
}

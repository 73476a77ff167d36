//! Labels, with their synonyms.

/// What a label says that a block holds. Whether it does is for the reader of the block to find out.
///
/// Labels and synonyms: [RFC 7468 section 4 ff.](https://www.rfc-editor.org/rfc/rfc7468#section-4)
/// and the labels that OpenSSL writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BlockKind {
    /// `CERTIFICATE`, `X509 CERTIFICATE` or `X.509 CERTIFICATE`.
    Certificate,
    /// `TRUSTED CERTIFICATE`: a certificate, then trust settings of OpenSSL.
    TrustedCertificate,
    /// `X509 CRL` or `CRL`.
    CertificateList,
    /// `CERTIFICATE REQUEST` or `NEW CERTIFICATE REQUEST`.
    CertificationRequest,
    /// `PKCS7`, `CMS` or `PKCS #7 SIGNED DATA`.
    Cms,
    /// `PRIVATE KEY`: PKCS#8.
    PrivateKey,
    /// `ENCRYPTED PRIVATE KEY`: PKCS#8.
    EncryptedPrivateKey,
    /// `RSA PRIVATE KEY`: PKCS#1.
    RsaPrivateKey,
    /// `EC PRIVATE KEY`: SEC 1.
    EcPrivateKey,
    /// `DSA PRIVATE KEY`, as OpenSSL writes it.
    DsaPrivateKey,
    /// `OPENSSH PRIVATE KEY`.
    OpensshPrivateKey,
    /// Any other label that ends with `PRIVATE KEY`.
    OtherPrivateKey,
    /// `PUBLIC KEY`: SubjectPublicKeyInfo.
    PublicKey,
    /// `RSA PUBLIC KEY`: PKCS#1.
    RsaPublicKey,
    /// `EC PARAMETERS`, which OpenSSL writes before an EC key.
    EcParameters,
    /// Any other label.
    Other,
}

impl BlockKind {
    /// The kind that a label stands for. Capitals only, as in [`Block::label`](crate::Block::label).
    #[must_use]
    pub fn from_label(label: &str) -> Self {
        match label {
            "CERTIFICATE" | "X509 CERTIFICATE" | "X.509 CERTIFICATE" => Self::Certificate,
            "TRUSTED CERTIFICATE" => Self::TrustedCertificate,
            "X509 CRL" | "CRL" => Self::CertificateList,
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Self::CertificationRequest,
            "PKCS7" | "CMS" | "PKCS #7 SIGNED DATA" => Self::Cms,
            "PRIVATE KEY" => Self::PrivateKey,
            "ENCRYPTED PRIVATE KEY" => Self::EncryptedPrivateKey,
            "RSA PRIVATE KEY" => Self::RsaPrivateKey,
            "EC PRIVATE KEY" => Self::EcPrivateKey,
            "DSA PRIVATE KEY" => Self::DsaPrivateKey,
            "OPENSSH PRIVATE KEY" => Self::OpensshPrivateKey,
            "PUBLIC KEY" => Self::PublicKey,
            "RSA PUBLIC KEY" => Self::RsaPublicKey,
            "EC PARAMETERS" => Self::EcParameters,
            other if other.ends_with("PRIVATE KEY") => Self::OtherPrivateKey,
            _ => Self::Other,
        }
    }

    /// Whether the label announces a private key of any form.
    #[must_use]
    pub const fn is_private_key(self) -> bool {
        matches!(
            self,
            Self::PrivateKey
                | Self::EncryptedPrivateKey
                | Self::RsaPrivateKey
                | Self::EcPrivateKey
                | Self::DsaPrivateKey
                | Self::OpensshPrivateKey
                | Self::OtherPrivateKey
        )
    }

    /// Whether the label announces a certificate (also one with OpenSSL's trust settings).
    #[must_use]
    pub const fn is_certificate(self) -> bool {
        matches!(self, Self::Certificate | Self::TrustedCertificate)
    }
}

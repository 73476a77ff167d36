//! What a file is, by its content.

use core::fmt;

/// What a file is, by its content and never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// PKCS#12 (RFC 7292).
    Pkcs12,
    /// One certificate in DER.
    CertificateDer,
    /// One certificate in PEM.
    CertificatePem,
    /// PEM with more than one block, or with a key.
    PemBundle,
    /// One private key, DER.
    PrivateKey,
    /// A certification request (PKCS#10) in DER.
    CsrDer,
    /// A certification request (PKCS#10) in PEM.
    CsrPem,
    /// The vendor-signed request for an MDM push certificate: base64 of a property list.
    MdmPushRequest,
    /// An authentication token signing key of Apple (`AuthKey_….p8`).
    AuthKeyP8,
    /// A Java keystore (JKS, JCEKS).
    JavaKeystore,
    /// A provisioning profile.
    ProvisioningProfile,
    /// A web page.
    Html,
    /// A ZIP archive.
    Zip,
    /// No bytes at all.
    Empty,
    /// None of these.
    Unknown,
}

impl Format {
    /// All formats.
    pub const ALL: &'static [Self] = &[
        Self::Pkcs12,
        Self::CertificateDer,
        Self::CertificatePem,
        Self::PemBundle,
        Self::PrivateKey,
        Self::CsrDer,
        Self::CsrPem,
        Self::MdmPushRequest,
        Self::AuthKeyP8,
        Self::JavaKeystore,
        Self::ProvisioningProfile,
        Self::Html,
        Self::Zip,
        Self::Empty,
        Self::Unknown,
    ];

    /// The name in the report: `pkcs12`, `certificate-der`, …
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pkcs12 => "pkcs12",
            Self::CertificateDer => "certificate-der",
            Self::CertificatePem => "certificate-pem",
            Self::PemBundle => "pem-bundle",
            Self::PrivateKey => "private-key",
            Self::CsrDer => "csr-der",
            Self::CsrPem => "csr-pem",
            Self::MdmPushRequest => "mdm-push-request",
            Self::AuthKeyP8 => "auth-key-p8",
            Self::JavaKeystore => "java-keystore",
            Self::ProvisioningProfile => "provisioning-profile",
            Self::Html => "html",
            Self::Zip => "zip",
            Self::Empty => "empty",
            Self::Unknown => "unknown",
        }
    }

    /// What it is, in words, with an article: `a PKCS#12 file`.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Pkcs12 => "a PKCS#12 file",
            Self::CertificateDer => "a certificate (DER)",
            Self::CertificatePem => "a certificate (PEM)",
            Self::PemBundle => "a PEM bundle",
            Self::PrivateKey => "a private key",
            Self::CsrDer => "a certificate signing request (DER)",
            Self::CsrPem => "a certificate signing request (PEM)",
            Self::MdmPushRequest => "a vendor-signed request for an MDM push certificate",
            Self::AuthKeyP8 => "an authentication token key (.p8)",
            Self::JavaKeystore => "a Java keystore",
            Self::ProvisioningProfile => "a provisioning profile",
            Self::Html => "a web page",
            Self::Zip => "a ZIP archive",
            Self::Empty => "empty",
            Self::Unknown => "of no known kind",
        }
    }

    /// The extensions, lower case without the dot, that a file of this format usually has.
    #[must_use]
    pub const fn usual_extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pkcs12 => &["p12", "pfx", "pkcs12"],
            Self::CertificateDer => &["cer", "crt", "der", "cert"],
            Self::CertificatePem => &["pem", "crt", "cer", "cert"],
            Self::PemBundle => &["pem", "crt", "cert", "key", "bundle"],
            Self::PrivateKey => &["key", "pem", "der", "pk8"],
            Self::CsrDer | Self::CsrPem => {
                &["csr", "certsigningrequest", "req", "p10", "pem", "der"]
            }
            Self::MdmPushRequest => &["plist", "req", "csr", "b64", "txt", "scsr"],
            Self::AuthKeyP8 => &["p8", "key", "pem"],
            Self::JavaKeystore => &["jks", "keystore", "ks", "jceks"],
            Self::ProvisioningProfile => &["mobileprovision", "provisionprofile"],
            Self::Html => &["html", "htm"],
            Self::Zip => &["zip", "ipa"],
            Self::Empty | Self::Unknown => &[],
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

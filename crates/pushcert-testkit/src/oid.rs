//! Object identifiers in dotted form, grouped by where they are defined.

/// Name attributes: X.520 and RFC 4519.
pub mod name {
    /// commonName
    pub const COMMON_NAME: &str = "2.5.4.3";
    /// countryName
    pub const COUNTRY: &str = "2.5.4.6";
    /// organizationName
    pub const ORGANIZATION: &str = "2.5.4.10";
    /// organizationalUnitName
    pub const ORGANIZATIONAL_UNIT: &str = "2.5.4.11";
    /// uid (RFC 4519 section 2.39)
    pub const UID: &str = "0.9.2342.19200300.100.1.1";
    /// emailAddress (PKCS#9)
    pub const EMAIL_ADDRESS: &str = "1.2.840.113549.1.9.1";
}

/// Certificate extensions: RFC 5280 section 4.2.
pub mod extension {
    /// subjectKeyIdentifier
    pub const SUBJECT_KEY_ID: &str = "2.5.29.14";
    /// keyUsage
    pub const KEY_USAGE: &str = "2.5.29.15";
    /// basicConstraints
    pub const BASIC_CONSTRAINTS: &str = "2.5.29.19";
    /// cRLDistributionPoints
    pub const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
    /// certificatePolicies
    pub const CERTIFICATE_POLICIES: &str = "2.5.29.32";
    /// authorityKeyIdentifier
    pub const AUTHORITY_KEY_ID: &str = "2.5.29.35";
    /// extKeyUsage
    pub const EXTENDED_KEY_USAGE: &str = "2.5.29.37";
    /// authorityInfoAccess
    pub const AUTHORITY_INFO_ACCESS: &str = "1.3.6.1.5.5.7.1.1";
    /// clientAuth, a purpose inside extKeyUsage
    pub const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
    /// ocsp, a method inside authorityInfoAccess
    pub const OCSP: &str = "1.3.6.1.5.5.7.48.1";
    /// caIssuers, a method inside authorityInfoAccess
    pub const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";
    /// cRLNumber, in a CRL
    pub const CRL_NUMBER: &str = "2.5.29.20";
    /// reasonCode, in an entry of a CRL
    pub const REASON_CODE: &str = "2.5.29.21";
    /// invalidityDate, in an entry of a CRL
    pub const INVALIDITY_DATE: &str = "2.5.29.24";
    /// deltaCRLIndicator, in a CRL
    pub const DELTA_CRL_INDICATOR: &str = "2.5.29.27";
    /// issuingDistributionPoint, in a CRL
    pub const ISSUING_DISTRIBUTION_POINT: &str = "2.5.29.28";
    /// certificateIssuer, in an entry of an indirect CRL
    pub const CERTIFICATE_ISSUER: &str = "2.5.29.29";
    /// OCSPSigning, a purpose inside extKeyUsage
    pub const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";
    /// id-pkix-ocsp-basic, a type of OCSP response
    pub const OCSP_BASIC: &str = "1.3.6.1.5.5.7.48.1.1";
    /// id-pkix-ocsp-nonce, in OCSP requests and responses
    pub const OCSP_NONCE: &str = "1.3.6.1.5.5.7.48.1.2";
    /// cps, a qualifier inside certificatePolicies
    pub const CPS: &str = "1.3.6.1.5.5.7.2.1";
    /// unotice, a qualifier inside certificatePolicies
    pub const USER_NOTICE: &str = "1.3.6.1.5.5.7.2.2";
}

/// Apple's arc, `1.2.840.113635.100`.
pub mod apple {
    /// Marker of the sandbox environment.
    pub const SANDBOX: &str = "1.2.840.113635.100.6.3.1";
    /// Marker of the production environment.
    pub const PRODUCTION: &str = "1.2.840.113635.100.6.3.2";
    /// The app's bundle id in a VoIP certificate.
    pub const VOIP_BUNDLE_ID: &str = "1.2.840.113635.100.6.3.3";
    /// Topics of a VoIP certificate.
    pub const VOIP_TOPICS: &str = "1.2.840.113635.100.6.3.4";
    /// Marker of a VoIP certificate.
    pub const VOIP: &str = "1.2.840.113635.100.6.3.5";
    /// Topics with their labels.
    pub const TOPICS: &str = "1.2.840.113635.100.6.3.6";
    /// Pass Type ID.
    pub const PASS_TYPE_ID: &str = "1.2.840.113635.100.6.1.16";
    /// Website Push ID.
    pub const WEBSITE_PUSH_ID: &str = "1.2.840.113635.100.6.1.17";
    /// MDM vendor (CSR signing).
    pub const MDM_VENDOR: &str = "1.2.840.113635.100.4.12";
    /// Wallet signing, a purpose inside extKeyUsage.
    pub const WALLET_SIGNING: &str = "1.2.840.113635.100.4.14";
    /// Website push package signing, a purpose inside extKeyUsage.
    pub const WEBSITE_PACKAGE_SIGNING: &str = "1.2.840.113635.100.4.15";
    /// Apple's certificate policy.
    pub const POLICY: &str = "1.2.840.113635.100.5.1";
    /// Marker of a WWDR intermediate.
    pub const WWDR_INTERMEDIATE: &str = "1.2.840.113635.100.6.2.1";
    /// Marker of an Application Integration intermediate.
    pub const AAI_INTERMEDIATE: &str = "1.2.840.113635.100.6.2.3";
}

/// PKCS#7, PKCS#9 and PKCS#12.
pub mod pkcs {
    /// id-data
    pub const DATA: &str = "1.2.840.113549.1.7.1";
    /// id-signedData
    pub const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
    /// id-envelopedData
    pub const ENVELOPED_DATA: &str = "1.2.840.113549.1.7.3";
    /// id-encryptedData
    pub const ENCRYPTED_DATA: &str = "1.2.840.113549.1.7.6";
    /// friendlyName
    pub const FRIENDLY_NAME: &str = "1.2.840.113549.1.9.20";
    /// localKeyID
    pub const LOCAL_KEY_ID: &str = "1.2.840.113549.1.9.21";
    /// challengePassword
    pub const CHALLENGE_PASSWORD: &str = "1.2.840.113549.1.9.7";
    /// extensionRequest
    pub const EXTENSION_REQUEST: &str = "1.2.840.113549.1.9.14";
    /// x509Certificate, a certificate bag's type
    pub const X509_CERTIFICATE: &str = "1.2.840.113549.1.9.22.1";
    /// sdsiCertificate, a certificate bag's type
    pub const SDSI_CERTIFICATE: &str = "1.2.840.113549.1.9.22.2";
    /// x509CRL, a CRL bag's type
    pub const X509_CRL: &str = "1.2.840.113549.1.9.23.1";
    /// keyBag
    pub const KEY_BAG: &str = "1.2.840.113549.1.12.10.1.1";
    /// pkcs8ShroudedKeyBag
    pub const SHROUDED_KEY_BAG: &str = "1.2.840.113549.1.12.10.1.2";
    /// certBag
    pub const CERT_BAG: &str = "1.2.840.113549.1.12.10.1.3";
    /// crlBag
    pub const CRL_BAG: &str = "1.2.840.113549.1.12.10.1.4";
    /// secretBag
    pub const SECRET_BAG: &str = "1.2.840.113549.1.12.10.1.5";
    /// safeContentsBag
    pub const SAFE_CONTENTS_BAG: &str = "1.2.840.113549.1.12.10.1.6";
    /// Microsoft's CSP name, the bag attribute that some readers refuse.
    pub const MICROSOFT_CSP_NAME: &str = "1.3.6.1.4.1.311.17.1";
    /// Microsoft's marker of a machine key, the bag attribute without a name.
    pub const MICROSOFT_LOCAL_MACHINE: &str = "1.3.6.1.4.1.311.17.2";
}

/// Public-key algorithms.
pub mod key {
    /// rsaEncryption
    pub const RSA: &str = "1.2.840.113549.1.1.1";
    /// id-ecPublicKey
    pub const EC: &str = "1.2.840.10045.2.1";
    /// prime-field, the field type of explicit curve parameters
    pub const PRIME_FIELD: &str = "1.2.840.10045.1.1";
    /// id-dsa
    pub const DSA: &str = "1.2.840.10040.4.1";
}

/// Password-based encryption.
pub mod pbe {
    /// id-PBES2
    pub const PBES2: &str = "1.2.840.113549.1.5.13";
    /// id-PBKDF2
    pub const PBKDF2: &str = "1.2.840.113549.1.5.12";
    /// id-PBMAC1
    pub const PBMAC1: &str = "1.2.840.113549.1.5.14";
    /// id-scrypt
    pub const SCRYPT: &str = "1.3.6.1.4.1.11591.4.11";
}

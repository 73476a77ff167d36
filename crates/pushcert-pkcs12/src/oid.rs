//! Object identifiers of RFC 7292 and of the contents that it uses.

use pushcert_pbe::ObjectIdentifier;

macro_rules! oids {
    ($($name:ident = $text:literal,)*) => {
        $(pub(crate) const $name: ObjectIdentifier = ObjectIdentifier::new_unwrap($text);)*
    };
}

// PKCS#7 content types (RFC 2315 section 14).
oids! {
    DATA = "1.2.840.113549.1.7.1",
    SIGNED_DATA = "1.2.840.113549.1.7.2",
    ENCRYPTED_DATA = "1.2.840.113549.1.7.6",
}

// Bag types (RFC 7292 section 4.2).
oids! {
    KEY_BAG = "1.2.840.113549.1.12.10.1.1",
    SHROUDED_KEY_BAG = "1.2.840.113549.1.12.10.1.2",
    CERT_BAG = "1.2.840.113549.1.12.10.1.3",
    CRL_BAG = "1.2.840.113549.1.12.10.1.4",
    SECRET_BAG = "1.2.840.113549.1.12.10.1.5",
    SAFE_CONTENTS_BAG = "1.2.840.113549.1.12.10.1.6",
}

// Types of certificates and CRLs, attributes (RFC 2985).
oids! {
    FRIENDLY_NAME = "1.2.840.113549.1.9.20",
    LOCAL_KEY_ID = "1.2.840.113549.1.9.21",
    X509_CERTIFICATE = "1.2.840.113549.1.9.22.1",
    SDSI_CERTIFICATE = "1.2.840.113549.1.9.22.2",
    X509_CRL = "1.2.840.113549.1.9.23.1",
}

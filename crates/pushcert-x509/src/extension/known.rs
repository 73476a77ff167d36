//! The extensions of RFC 5280 that are decoded here.

use crate::oid::Oid;

/// `subjectKeyIdentifier` (4.2.1.2)
pub const SUBJECT_KEY_IDENTIFIER: Oid = Oid::known([0x55, 0x1d, 14]);
/// `keyUsage` (4.2.1.3)
pub const KEY_USAGE: Oid = Oid::known([0x55, 0x1d, 15]);
/// `subjectAltName` (4.2.1.6)
pub const SUBJECT_ALT_NAME: Oid = Oid::known([0x55, 0x1d, 17]);
/// `basicConstraints` (4.2.1.9)
pub const BASIC_CONSTRAINTS: Oid = Oid::known([0x55, 0x1d, 19]);
/// `cRLDistributionPoints` (4.2.1.13)
pub const CRL_DISTRIBUTION_POINTS: Oid = Oid::known([0x55, 0x1d, 31]);
/// `certificatePolicies` (4.2.1.4)
pub const CERTIFICATE_POLICIES: Oid = Oid::known([0x55, 0x1d, 32]);
/// `authorityKeyIdentifier` (4.2.1.1)
pub const AUTHORITY_KEY_IDENTIFIER: Oid = Oid::known([0x55, 0x1d, 35]);
/// `extKeyUsage` (4.2.1.12)
pub const EXTENDED_KEY_USAGE: Oid = Oid::known([0x55, 0x1d, 37]);
/// `authorityInfoAccess` (4.2.2.1)
pub const AUTHORITY_INFO_ACCESS: Oid = Oid::known([0x2b, 6, 1, 5, 5, 7, 1, 1]);

/// `serverAuth`, in extended key usage
pub const SERVER_AUTH: Oid = Oid::known([0x2b, 6, 1, 5, 5, 7, 3, 1]);
/// `clientAuth`, in extended key usage
pub const CLIENT_AUTH: Oid = Oid::known([0x2b, 6, 1, 5, 5, 7, 3, 2]);
/// `OCSPSigning`, in extended key usage: a responder that an authority appointed
pub const OCSP_SIGNING: Oid = Oid::known([0x2b, 6, 1, 5, 5, 7, 3, 9]);

/// Extensions of RFC 5280 that a certificate may mark critical and that change nothing that is
/// decoded here: name constraints, policy constraints, issuer alternative name and the like.
pub(crate) const OTHER_STANDARD: &[&[u8]] = &[
    &[0x55, 0x1d, 9],
    &[0x55, 0x1d, 18],
    &[0x55, 0x1d, 30],
    &[0x55, 0x1d, 33],
    &[0x55, 0x1d, 36],
    &[0x55, 0x1d, 46],
    &[0x55, 0x1d, 54],
    &[0x2b, 6, 1, 5, 5, 7, 1, 11],
];

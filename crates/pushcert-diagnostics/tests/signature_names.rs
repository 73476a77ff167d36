//! A signature algorithm has one name, whether it stands in a certificate or in a request.

use pushcert_x509::SignatureAlgorithm as OfCertificates;

#[test]
fn both_readers_give_the_same_names() {
    for known in [
        OfCertificates::Md2Rsa,
        OfCertificates::Md5Rsa,
        OfCertificates::Sha1Rsa,
        OfCertificates::Sha224Rsa,
        OfCertificates::Sha256Rsa,
        OfCertificates::Sha384Rsa,
        OfCertificates::Sha512Rsa,
        OfCertificates::RsaPss,
        OfCertificates::Sha1Ecdsa,
        OfCertificates::Sha224Ecdsa,
        OfCertificates::Sha256Ecdsa,
        OfCertificates::Sha384Ecdsa,
        OfCertificates::Sha512Ecdsa,
        OfCertificates::Sha1Dsa,
        OfCertificates::Sha256Dsa,
        OfCertificates::Ed25519,
        OfCertificates::Ed448,
    ] {
        let oid = known.oid().to_string().parse().expect("an identifier");
        let of_requests = pushcert_keys::SignatureAlgorithm::from_oid(oid);
        assert_eq!(of_requests.name(), known.as_str());
    }
}

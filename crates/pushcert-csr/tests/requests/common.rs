//! Keys and requests that several tests use.

use std::sync::OnceLock;

use pushcert_csr::CertificationRequest;
use pushcert_csr::mdm::MdmPushRequest;
use pushcert_keys::{PrivateKey, PublicKey};
use pushcert_testkit::key::TestKey;
use pushcert_testkit::mdm::MdmRequestBuilder;
use pushcert_testkit::random::Predictable;

pub(crate) fn private(key: &TestKey) -> PrivateKey {
    PrivateKey::decode(&key.pkcs8_der()).unwrap()
}

pub(crate) fn public(key: &TestKey) -> PublicKey {
    PublicKey::from_spki_der(&key.spki_der()).unwrap()
}

pub(crate) fn customer() -> TestKey {
    TestKey::rsa2048(4)
}

pub(crate) fn vendor() -> TestKey {
    TestKey::rsa2048(5)
}

pub(crate) fn random() -> Predictable {
    Predictable::new("requests")
}

/// A request of the testkit.
pub(crate) fn request() -> CertificationRequest {
    let der = pushcert_testkit::csr::csr(&customer());
    CertificationRequest::decode(&der).unwrap()
}

/// The file of a vendor, right in everything.
pub(crate) fn file() -> MdmRequestBuilder {
    MdmRequestBuilder::new(&customer(), &vendor())
}

/// The file of a vendor, by our own writer; signed once.
pub(crate) fn signed() -> &'static MdmPushRequest {
    static SIGNED: OnceLock<MdmPushRequest> = OnceLock::new();
    SIGNED.get_or_init(|| {
        let builder = file();
        let chain: Vec<&[u8]> = builder.certificates().iter().map(Vec::as_slice).collect();
        MdmPushRequest::sign(&request(), &chain, &private(&vendor()), &mut random()).unwrap()
    })
}

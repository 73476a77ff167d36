//! No change of a signed file goes unnoticed, and no part of one is enough.

use proptest::prelude::*;
use pushcert_csr::CertificationRequest;
use pushcert_csr::mdm::MdmPushRequest;
use pushcert_keys::HashAlgorithm;
use pushcert_testkit::hostile::{bit_flips, prefixes};

use crate::common::{file, private, public, random, request, signed, vendor};

/// S1-10: a request verifies as it was signed, and in no other way: every single bit counts.
#[test]
fn s1_10_every_flipped_bit_is_noticed() {
    let good = request();
    let mut decoded = 0;
    for (bit, bad) in bit_flips(good.der()).enumerate() {
        if let Ok(request) = CertificationRequest::decode(&bad) {
            decoded += 1;
            assert!(request.verify().is_err(), "bit {bit}");
        }
    }
    assert!(
        decoded > good.signature().len() * 8,
        "only {decoded} were checked"
    );
}

#[test]
fn every_prefix_is_an_error() {
    for part in prefixes(request().der()) {
        assert!(CertificationRequest::decode(part).is_err());
        assert!(CertificationRequest::parse(part).is_err());
    }
    for part in prefixes(&signed().plist()[..]) {
        assert!(part.ends_with(b"</plist>") || MdmPushRequest::decode(part).is_err());
    }
    let file = signed().encode();
    let end = file.len() - 4;
    for part in prefixes(&file[..end]) {
        assert!(
            MdmPushRequest::decode(part).is_err(),
            "{} bytes",
            part.len()
        );
    }
}

/// S2-22: whatever is changed in a file for the portal, the vendor's signature verifies only over the
/// request that the vendor signed.
#[test]
fn s2_22_every_flipped_bit_of_the_property_list_is_noticed_or_harmless() {
    // A short chain: the signature does not cover it.
    let chain = [&[0x30, 2, 5, 0][..]; 3];
    let key = private(&vendor());
    let good = MdmPushRequest::sign(&request(), &chain, &key, &mut random()).unwrap();
    let vendor = public(&vendor());
    let mut verified = 0;
    for bad in bit_flips(&good.plist()) {
        if let Ok(request) = MdmPushRequest::decode(&bad)
            && request.verify(&vendor).is_ok()
        {
            verified += 1;
            assert_eq!(request.request(), good.request());
            assert_eq!(request.signature(), good.signature());
        }
    }
    // Flips in the chain, which the signature does not cover, and in white space.
    assert!(verified > 0, "{verified}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn mutations_of_a_request_are_noticed(
        at in any::<prop::sample::Index>(),
        with in prop::collection::vec(any::<u8>(), 0..6),
        removed in 0usize..6,
    ) {
        let good = request();
        let mut bad = good.der().to_vec();
        let start = at.index(bad.len());
        let end = (start + removed).min(bad.len());
        bad.splice(start..end, with);
        prop_assume!(!bad.starts_with(good.der()));
        if let Ok(request) = CertificationRequest::decode(&bad) {
            prop_assert!(request.verify().is_err());
        }
    }

    #[test]
    fn mutations_of_a_file_are_noticed_or_harmless(
        at in any::<prop::sample::Index>(),
        bit in 0usize..8,
    ) {
        let good = signed();
        let mut bad = good.encode();
        let at = at.index(bad.len());
        bad[at] ^= 1 << bit;
        if let Ok(request) = MdmPushRequest::decode(&bad)
            && request.verify(&public(&vendor())).is_ok()
        {
            prop_assert_eq!(request.request(), good.request());
        }
    }
}

/// The signature covers the request in DER and nothing else.
#[test]
fn a_signature_over_other_bytes_does_not_verify() {
    let vendor = public(&vendor());
    let verify = |bytes: &[u8]| MdmPushRequest::decode(bytes).unwrap().verify(&vendor);
    assert_eq!(verify(&file().build()), Ok(HashAlgorithm::Sha256));
    let text = request().encode_pem();
    assert!(verify(&file().signature_over(text.as_bytes()).build()).is_err());
    assert!(verify(&file().signature_over(&[]).build()).is_err());
}

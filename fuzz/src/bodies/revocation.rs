//! Revocation lists and OCSP responses, about one leaf of one issuer.

use super::{in_words, within};
use pushcert::UnixTime;
use pushcert::trust::revocation::{
    Crl, Evidence, Issuer, OcspRequest, OcspResponse, Status, Unknown,
};
use pushcert::x509::Certificate;

const ISSUER: &[u8] = include_bytes!("../../seeds/x509_certificate/issuer.cer");
const LEAF: &[u8] = include_bytes!("../../seeds/x509_certificate/leaf.cer");

/// Before, within and after the time of the seeds, and the ends of time.
const MOMENTS: [i64; 5] = [i64::MIN, 0, 1_795_219_200, 4_102_444_800, i64::MAX];

/// Lists: one that decodes is all of the bytes; its entries lie within it and end at an error; a
/// certificate that is listed is never good; and without the issuer's signature nothing is said.
pub fn crl(data: &[u8]) {
    let crl = match Crl::decode(data) {
        Ok(crl) => crl,
        Err(error) => {
            assert!(error.offset() <= data.len());
            return in_words(&error);
        }
    };
    assert_eq!(crl.der(), data);
    assert!(
        crl.distribution_points()
            .all(|url| within(url.as_bytes(), crl.der()))
    );
    let (leaf, issuer) = parties();
    let mut is_listed = false;
    let mut entries = crl.entries();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) => {
                assert!(within(entry.serial, crl.der()));
                is_listed |= entry.is_for(leaf.serial());
            }
            Err(error) => {
                assert!(error.offset() <= data.len());
                in_words(&error);
                assert!(entries.next().is_none(), "more behind an error");
            }
        }
    }
    for at in MOMENTS.map(UnixTime::from_secs) {
        let status = crl.status(&leaf, at);
        assert!(!(is_listed && status == Status::Good));
        told(&status);
        let evidence = crl.evidence(&leaf, &Issuer::from(&issuer), at);
        let verified = crl.verify(&Issuer::from(&issuer)).is_ok();
        assert!(verified || !evidence.verified);
        keeps(&evidence);
    }
    let again = Crl::decode(crl.der()).expect("it decoded before");
    assert_eq!(format!("{again:?}"), format!("{crl:?}"));
}

/// OCSP: the parts of an answer lie within it and end at an error; there is an answer exactly with
/// success; and without a signature that the issuer stands for nothing is said.
pub fn ocsp(data: &[u8]) {
    let response = match OcspResponse::decode(data) {
        Ok(response) => response,
        Err(error) => {
            assert!(error.offset() <= data.len());
            return in_words(&error);
        }
    };
    in_words(&response.response_status());
    let is_successful = response.response_status().as_str() == "successful";
    assert_eq!(is_successful, response.basic().is_some());
    let (leaf, issuer) = parties();
    let issuer = Issuer::from(&issuer);
    let request = OcspRequest::new(&leaf, &issuer).expect("a key");
    let request = request.with_nonce(&[7; 16]);
    if let Some(basic) = response.basic() {
        assert!(basic.certificates().count() <= 16);
        let _ = (basic.nonce_match(&request), basic.responder_id());
        let mut answers = basic.responses();
        while let Some(answer) = answers.next() {
            match answer {
                Ok(answer) => assert!(answer.serial().len() < data.len()),
                Err(error) => {
                    in_words(&error);
                    assert!(answers.next().is_none(), "more behind an error");
                }
            }
        }
    }
    for at in MOMENTS.map(UnixTime::from_secs) {
        keeps(&response.evidence(&leaf, &issuer, None, at));
        keeps(&response.evidence(&leaf, &issuer, Some(&request), at));
    }
}

fn parties() -> (Certificate, Certificate) {
    let decode = |der| Certificate::decode(der).expect("a committed seed");
    (decode(LEAF), decode(ISSUER))
}

fn keeps(evidence: &Evidence) {
    let is_told = matches!(evidence.status, Status::Good | Status::Revoked { .. });
    assert!(evidence.verified || !is_told, "{evidence:?}");
    told(&evidence.status);
}

fn told(status: &Status) {
    match status {
        Status::Unknown(Unknown::OtherShard { url }) => {
            assert!(url.as_ref().is_none_or(|url| url.len() <= 2_048));
            in_words(&Unknown::OtherShard { url: None });
        }
        Status::Unknown(why) => in_words(why),
        Status::Unusable(why) => in_words(why),
        _ => {}
    }
}

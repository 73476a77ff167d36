//! MACs, iteration counts and passwords.

use super::{Hostile, PASSWORD, Section, healthy};
use crate::der;
use crate::digest::Digest;
use crate::oid;
use crate::pbe::{Iterations, Kdf, Password, Prf};
use crate::pfx::{Mac, MacKdf, PfxBuilder};

/// Rounds of everything that is really derived here: few, to be quick.
pub(super) const ROUNDS: u32 = 64;

pub(super) fn p12(name: &str, builder: &PfxBuilder) -> Hostile {
    Hostile::new(Section::Pkcs12, name, "push.p12", builder.build()).password(PASSWORD)
}

/// The healthy file of this section.
pub(super) fn base() -> PfxBuilder {
    PfxBuilder::modern(PASSWORD, &healthy(), ROUNDS)
}

fn sha256(iterations: impl Into<Iterations>) -> Mac {
    Mac::new(Digest::Sha256, iterations)
}

pub(super) fn entries() -> Vec<Hostile> {
    [
        counts(),
        values(),
        digests(),
        pbmac1(),
        empty(),
        passwords(),
    ]
    .concat()
}

/// Counts that are not positive, and counts that are too large.
fn counts() -> Vec<Hostile> {
    let claimed = |content: &[u8]| base().mac(sha256(Iterations::claimed(content)));
    let refused = |name: &str, content: &[u8]| p12(name, &claimed(content)).expect("corrupt-file");
    let limited =
        |name: &str, content: &[u8]| p12(name, &claimed(content)).expect("limit-exceeded");
    let padded = Iterations {
        content: vec![0, 0, 64],
        rounds: ROUNDS,
    };
    vec![
        refused("mac-iterations-0", &[0]),
        refused("mac-iterations-minus-1", &[0xff]),
        refused("mac-iterations-minus-2-31", &[0x80, 0, 0, 0]),
        refused("mac-iterations-no-content", &[]),
        limited("mac-iterations-2-31-minus-1", &[0x7f, 0xff, 0xff, 0xff]),
        limited("mac-iterations-2-32", &[1, 0, 0, 0, 0]),
        limited("mac-iterations-2-32-plus-1", &[1, 0, 0, 0, 1]),
        limited(
            "mac-iterations-2-63-minus-1",
            &[0x7f, 255, 255, 255, 255, 255, 255, 255],
        ),
        limited("mac-iterations-2-64-plus-1", &[1, 0, 0, 0, 0, 0, 0, 0, 1]),
        limited("mac-iterations-of-2048-bits", &[0x7f; 256]),
        p12("mac-iterations-not-minimal", &base().mac(sha256(padded))).expect("corrupt-file"),
        p12(
            "mac-iterations-omitted",
            &base().mac(sha256(1).omit_iterations()),
        ),
        p12("mac-iterations-1", &base().mac(sha256(1))),
        p12("mac-salt-empty", &base().mac(sha256(ROUNDS).salt_len(0))),
        p12(
            "mac-salt-of-1000-bytes",
            &base().mac(sha256(ROUNDS).salt_len(1000)),
        ),
    ]
}

/// Digests that are wrong, short or of something else.
fn values() -> Vec<Hostile> {
    let wrong = |name: &str, mac: Mac| p12(name, &base().mac(mac)).expect("wrong-password");
    vec![
        p12("mac-absent", &base().without_mac()).expect("mac-absent"),
        wrong("mac-last-bit-wrong", sha256(ROUNDS).wrong()),
        wrong("mac-of-other-bytes", sha256(ROUNDS).over(b"other bytes")),
        wrong("mac-truncated-to-1-byte", sha256(ROUNDS).truncated(1)).expect("corrupt-file"),
        wrong("mac-truncated-to-31-bytes", sha256(ROUNDS).truncated(31)).expect("corrupt-file"),
        wrong("mac-truncated-to-nothing", sha256(ROUNDS).truncated(0)).expect("corrupt-file"),
        wrong(
            "mac-digest-of-another-length",
            sha256(ROUNDS).digest_oid(Digest::Sha512.oid()),
        )
        .expect("corrupt-file"),
        wrong(
            "mac-digest-of-another-name",
            sha256(ROUNDS).digest_oid(Digest::Sha3_256.oid()),
        ),
        p12(
            "mac-digest-unknown",
            &base().mac(sha256(ROUNDS).digest_oid("1.2.3.4.5")),
        )
        .expect("unsupported-algorithm"),
        p12("mac-is-an-integer", &base().mac(Mac::raw(der::int(1)))).expect("corrupt-file"),
        p12(
            "mac-is-an-empty-sequence",
            &base().mac(Mac::raw(der::tlv(0x30, []))),
        )
        .expect("corrupt-file"),
    ]
}

/// Every digest of section 1 of the PKCS#12 facts that exists here must work.
fn digests() -> Vec<Hostile> {
    Digest::ALL
        .into_iter()
        .map(|digest| {
            let name = format!("mac-{digest:?}").to_lowercase();
            p12(&name, &base().mac(Mac::new(digest, ROUNDS))).expect("ok")
        })
        .collect()
}

/// PBMAC1 as CVE-2025-11187 abused it: the key's length and the salt's type come from the file.
fn pbmac1() -> Vec<Hostile> {
    let with_length = |content: Option<&[u8]>, length: usize| {
        base().mac(Mac::pbmac1_with_key_length(
            Digest::Sha256,
            ROUNDS,
            content,
            length,
        ))
    };
    let refused = |name: &str, content: Option<&[u8]>, length: usize| {
        p12(name, &with_length(content, length)).expect("corrupt-file")
    };
    let bomb = Mac::pbmac1(Digest::Sha256, Iterations::claimed(&[0x7f, 255, 255, 255]));
    let zero = Mac::pbmac1(Digest::Sha256, Iterations::claimed(&[0]));
    vec![
        p12("pbmac1", &base().mac(Mac::pbmac1(Digest::Sha256, ROUNDS))),
        p12(
            "pbmac1-sha512",
            &base().mac(Mac::pbmac1(Digest::Sha512, ROUNDS)),
        ),
        p12(
            "pbmac1-wrong",
            &base().mac(Mac::pbmac1(Digest::Sha256, ROUNDS).wrong()),
        )
        .expect("wrong-password"),
        p12(
            "pbmac1-truncated",
            &base().mac(Mac::pbmac1(Digest::Sha256, ROUNDS).truncated(4)),
        )
        .expect("corrupt-file"),
        refused("pbmac1-key-length-0", Some(&[0]), 0),
        refused("pbmac1-key-length-1", Some(&[1]), 1),
        refused("pbmac1-key-length-19", Some(&[19]), 19),
        p12("pbmac1-key-length-20", &with_length(Some(&[20]), 20)),
        p12("pbmac1-key-length-65", &with_length(Some(&[65]), 65)).expect("limit-exceeded"),
        refused("pbmac1-key-length-2-31", Some(&[0, 0x80, 0, 0, 0]), 32).expect("limit-exceeded"),
        refused(
            "pbmac1-key-length-2-64",
            Some(&[1, 0, 0, 0, 0, 0, 0, 0, 0]),
            32,
        )
        .expect("limit-exceeded"),
        refused("pbmac1-key-length-negative", Some(&[0xe0]), 32),
        refused("pbmac1-key-length-missing", None, 32),
        refused_mac(
            "pbmac1-salt-is-an-algorithm",
            pbmac1_with_salt(&other_source()),
        ),
        refused_mac("pbmac1-salt-is-a-null", pbmac1_with_salt(&der::null())),
        refused_mac("pbmac1-without-parameters", pbmac1_raw(None)),
        refused_mac(
            "pbmac1-with-null-parameters",
            pbmac1_raw(Some(&der::null())),
        ),
        p12("pbmac1-iterations-2-31", &base().mac(bomb)).expect("limit-exceeded"),
        p12("pbmac1-iterations-0", &base().mac(zero)).expect("corrupt-file"),
        p12("pbmac1-scrypt", &base().mac(scrypt_mac())).expect("unsupported-algorithm"),
    ]
}

fn refused_mac(name: &str, mac: Mac) -> Hostile {
    p12(name, &base().mac(mac)).expect("corrupt-file")
}

fn other_source() -> Vec<u8> {
    der::algorithm(Digest::Sha256.oid(), Some(&der::null()))
}

/// MacData with PBMAC1 whose PBKDF2 salt is the given value.
fn pbmac1_with_salt(salt: &[u8]) -> Mac {
    let prf = der::algorithm(Digest::Sha256.hmac_oid(), Some(&der::null()));
    let pbkdf2 = der::seq([salt.to_vec(), der::int(64), der::int(32), prf.clone()]);
    let kdf = der::algorithm(oid::pbe::PBKDF2, Some(&pbkdf2));
    pbmac1_raw(Some(&der::seq([kdf, prf])))
}

fn pbmac1_raw(parameters: Option<&[u8]>) -> Mac {
    let info = der::seq([
        der::algorithm(oid::pbe::PBMAC1, parameters),
        der::octets([7; 32]),
    ]);
    Mac::raw(der::seq([info, der::octets([1; 8]), der::int(1)]))
}

fn scrypt_mac() -> Mac {
    let scrypt = crate::pbe::Scrypt::honest(1024, 8, 1);
    let mut mac = Mac::new(Digest::Sha256, 1);
    mac.kdf = MacKdf::Pbmac1 {
        kdf: Kdf::Scrypt(scrypt),
        key_len: 32,
    };
    mac
}

/// The empty password in its two encodings, with and without being asked for.
fn empty() -> Vec<Hostile> {
    let entry = |name: &str, builder: PfxBuilder, given: Option<&str>| Hostile {
        password: given.map(str::to_owned),
        ..p12(name, &builder).expect("empty-password")
    };
    let file = |password: Password| PfxBuilder::keychain_style(password, &healthy());
    vec![
        entry(
            "empty-password-bmp-none-given",
            file(Password::text("")),
            None,
        ),
        entry(
            "empty-password-bmp-empty-given",
            file(Password::text("")),
            Some(""),
        ),
        entry(
            "empty-password-zero-bytes-none-given",
            file(Password::zero_bytes()),
            None,
        ),
        entry(
            "empty-password-zero-bytes-empty-given",
            file(Password::zero_bytes()),
            Some(""),
        ),
        entry("empty-password-modern", base().password(""), None),
    ]
}

fn passwords() -> Vec<Hostile> {
    const NFC: &str = "p\u{e4}ss";
    const NFD: &str = "pa\u{308}ss";
    let file =
        |name: &str, password: &str| p12(name, &base().password(password)).password(password);
    let wrong = |entry: Hostile, given: &str| entry.password(given).expect("wrong-password");
    let with = |name: &str, password: Password, given: &str| {
        let builder = base()
            .password(password)
            .mac(Mac::pbmac1(Digest::Sha256, ROUNDS));
        p12(name, &builder).password(given).expect("ok")
    };
    let safe_of_another = base().password("other").mac_password(PASSWORD);
    vec![
        p12("password-missing", &base())
            .no_password()
            .expect("password-required"),
        wrong(p12("password-wrong", &base()), "battery staple"),
        wrong(p12("password-empty-but-needed", &base()), ""),
        wrong(
            p12("password-wrong-without-mac", &base().without_mac()),
            "battery staple",
        ),
        wrong(p12("password-of-10-mb", &base()), &"x".repeat(10_000_000)).expect("limit-exceeded"),
        wrong(file("password-nfc-given-nfd", NFC), NFD),
        wrong(
            file("password-with-nul-given-prefix", "secret\0rest"),
            "secret",
        ),
        file("password-nfc", NFC),
        file("password-with-nul", "secret\0rest"),
        file("password-emoji", "key \u{1f511}"),
        file("password-of-1000-characters", &"\u{e9}".repeat(1000)),
        with("password-bmp-for-pbes2", Password::bmp_everywhere(NFC), NFC),
        with("password-latin1-for-pbes2", Password::latin1(NFC), NFC),
        p12("mac-password-is-not-the-safe's", &safe_of_another).expect("wrong-password"),
        p12("prf-omitted-mac", &base().mac(prf_without_null())).expect("ok"),
    ]
}

/// PBMAC1 whose PRF has no NULL parameters.
fn prf_without_null() -> Mac {
    let kdf = Kdf::Pbkdf2 {
        prf: Prf::WithoutNull(Digest::Sha256),
        iterations: ROUNDS.into(),
        salt_len: 16,
        key_length: Some(vec![32]),
    };
    let mut mac = Mac::new(Digest::Sha256, 1);
    mac.kdf = MacKdf::Pbmac1 { kdf, key_len: 32 };
    mac
}

impl Hostile {
    fn no_password(mut self) -> Self {
        self.password = None;
        self
    }
}

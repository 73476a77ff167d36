//! Peak heap: at most four times the file and 256 KiB, beside the caller's own copy of it. Files
//! made of thousands of bags or attributes of ten bytes each take more, because a bag is a struct
//! whatever its size; for them there is a bound by their number.
//!
//! One test, for the allocator counts what all threads of the process take.

use peak_alloc::PeakAlloc;
use pushcert_pkcs12::{Limits, Pfx};
use pushcert_testkit::digest::Digest;
use pushcert_testkit::hostile;
use pushcert_testkit::identity::Identity;
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pfx::{Attribute, Bag, Encoding, Mac, Part, PfxBuilder};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const PASSWORD: &str = "password";

/// The most bytes that were taken at once by this, beyond those that were taken before.
fn peak<T>(run: impl FnOnce() -> T) -> usize {
    HEAP.reset_peak_usage();
    let before = HEAP.current_usage();
    let result = run();
    let peak = HEAP.peak_usage() - before;
    drop(result);
    peak
}

fn allowed(name: &str, bytes: &[u8]) -> usize {
    let tiny = TINY.iter().find(|(tiny, _)| *tiny == name);
    4 * bytes.len() + (256 << 10) + tiny.map_or(0, |(_, items)| items * PER_ITEM)
}

/// Files of tiny items, and how many they have.
const TINY: [(&str, usize); 2] = [("many unknown bags", 9_000), ("attributes-10000", 10_000)];
/// Bytes for each of them.
const PER_ITEM: usize = 100;

fn builder(part: Part) -> PfxBuilder {
    PfxBuilder::new(PASSWORD)
        .part(part)
        .mac(Mac::new(Digest::Sha256, 1))
}

/// 2 MiB of certificates, encrypted.
fn trust_store() -> PfxBuilder {
    let certificate = vec![0xa5; 1_500];
    let bags = (0..1_398).map(|_| Bag::cert(&certificate));
    builder(Part::new(Protection::pbes2_aes256(1)).bags(bags))
}

/// Files that open.
fn files() -> Vec<(String, Vec<u8>)> {
    let encrypted = || Part::new(Protection::pbes2_aes256(1));
    let plain = || Part::new(Protection::None);
    let identity = Identity::apns("com.example.app");
    let key = || Bag::shrouded_key(&identity.key.pkcs8_der(), Protection::pbes2_aes256(1));
    let name = "n".repeat(500_000);
    let small = |count: usize| (0..count).map(|_| Bag::cert(b"certificate").local_key_id(b"id"));
    let many = |count: usize| {
        (0..count).map(|index| Attribute::new(&format!("1.2.3.{index}"), vec![5, 0]))
    };
    let attributes = many(2_000).fold(Bag::cert(b"certificate"), Bag::attribute);
    let cases = [
        ("trust store", trust_store()),
        (
            "in BER outside",
            trust_store().encoding(Encoding::BerIndefinite),
        ),
        (
            "in BER, in pieces",
            trust_store().encoding(Encoding::BerFragments(1_000)),
        ),
        (
            "in BER everywhere",
            trust_store().encoding(Encoding::BerEverywhere(1_000)),
        ),
        (
            "in BER, small pieces",
            trust_store().encoding(Encoding::BerEverywhere(16)),
        ),
        (
            "long name",
            builder(encrypted().bag(key().friendly_name(&name))),
        ),
        (
            "long name in the clear",
            builder(plain().bag(key().friendly_name(&name))),
        ),
        ("many keys", builder(plain().bags((0..200).map(|_| key())))),
        (
            "many encrypted keys",
            builder(encrypted().bags((0..200).map(|_| key()))),
        ),
        ("many small bags", builder(encrypted().bags(small(2_000)))),
        (
            "many small bags in BER",
            builder(encrypted().bags(small(2_000))).encoding(Encoding::BerEverywhere(8)),
        ),
        ("many attributes", builder(encrypted().bag(attributes))),
        (
            "many unknown bags",
            builder(plain().bags((0..9_000).map(|_| Bag::unknown("1.2.3", vec![5, 0])))),
        ),
    ];
    let built = cases
        .into_iter()
        .map(|(name, builder)| (name.to_owned(), builder.build()));
    built.collect()
}

#[test]
fn heap_is_bounded_by_the_file() {
    let mut limits = Limits::default();
    // scrypt takes what `Limits::scrypt_memory` allows, whatever the file.
    limits.pbe.scrypt_memory = 0;
    let mut beyond = Vec::new();
    let mut check = |name: &str, bytes: &[u8], peak: usize| {
        let times = peak as f64 / bytes.len().max(1) as f64;
        println!(
            "{name}: {} bytes, peak {peak}, {times:.2} times",
            bytes.len()
        );
        if peak > allowed(name, bytes) {
            beyond.push(format!("{name}: {} bytes, peak {peak}", bytes.len()));
        }
    };
    for (name, bytes) in files() {
        let opened = Pfx::decode(&bytes, &limits).and_then(|pfx| pfx.open(Some(PASSWORD), &limits));
        assert!(opened.is_ok(), "{name}: {opened:?}");
        drop(opened);
        let open = || {
            let pfx = Pfx::decode(&bytes, &limits).expect("decodes");
            let opened = pfx.open(Some(PASSWORD), &limits);
            (pfx, opened)
        };
        check(&name, &bytes, peak(open));
        let decode = || Pfx::decode(&bytes, &limits);
        check(&format!("{name}, decoded"), &bytes, peak(decode));
    }
    for hostile in hostile::all() {
        let open = || {
            let pfx = Pfx::decode(&hostile.bytes, &limits)?;
            let opened = pfx.open(hostile.password.as_deref(), &limits);
            opened.map(|opened| (pfx, opened))
        };
        check(&hostile.name, &hostile.bytes, peak(open));
    }
    assert!(beyond.is_empty(), "{beyond:#?}");
}

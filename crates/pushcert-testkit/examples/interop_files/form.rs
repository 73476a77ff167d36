//! Encodings, the number of parts, bags and attributes.

use pushcert_testkit::identity::Identity;
use pushcert_testkit::interop::File;
use pushcert_testkit::other;
use pushcert_testkit::pbe::Protection;
use pushcert_testkit::pfx::{Attribute, Bag, Encoding, Part, PfxBuilder};

use crate::who::{PASSWORD, aes, both, certificate, file, one, sha256_mac, shrouded, triple_des};

pub(crate) fn files() -> Vec<File> {
    [encodings(), parts(), bags(), attributes()].concat()
}

fn encodings() -> Vec<File> {
    let one = one();
    let encodings = [
        ("indefinite", Encoding::BerIndefinite),
        ("fragments", Encoding::BerFragments(500)),
        ("everywhere", Encoding::BerEverywhere(500)),
    ];
    let mut out = Vec::new();
    for (name, encoding) in encodings {
        let classic = both(&one, &triple_des()).encoding(encoding);
        let modern = both(&one, &aes()).mac(sha256_mac()).encoding(encoding);
        out.push(file(&format!("ber-{name}-3des"), &[&one], &classic));
        out.push(file(&format!("ber-{name}-aes-256"), &[&one], &modern));
    }
    let trailing = both(&one, &triple_des()).trailing(&[0; 8]);
    out.push(file("trailing-bytes", &[&one], &trailing));
    out
}

fn parts() -> Vec<File> {
    let one = one();
    let issuer = one.clone().with_synthetic_chain();
    let single = PfxBuilder::new(PASSWORD).part(
        Part::new(triple_des())
            .bag(certificate(&one))
            .bag(shrouded(&one, &triple_des())),
    );
    let single_open = PfxBuilder::new(PASSWORD).part(
        Part::new(Protection::None)
            .bag(certificate(&one))
            .bag(shrouded(&one, &triple_des())),
    );
    let three = PfxBuilder::new(PASSWORD)
        .part(Part::new(triple_des()).bag(certificate(&one)))
        .part(Part::new(triple_des()).bags(issuer.chain.iter().map(|one| Bag::cert(one))))
        .part(Part::new(Protection::None).bag(shrouded(&one, &triple_des())));
    let keys_first = PfxBuilder::new(PASSWORD)
        .part(Part::new(Protection::None).bag(shrouded(&one, &triple_des())))
        .part(Part::new(triple_des()).bag(certificate(&one)));
    let empty_part = both(&one, &triple_des()).part(Part::new(Protection::None));
    vec![
        file("one-part-encrypted", &[&one], &single),
        file("one-part-unencrypted", &[&one], &single_open),
        file("three-parts", &[&issuer], &three),
        file("key-part-first", &[&one], &keys_first),
        file("third-part-empty", &[&one], &empty_part),
    ]
}

fn bags() -> Vec<File> {
    let one = one();
    let first = |bags: Vec<Bag>| {
        PfxBuilder::new(PASSWORD)
            .part(Part::new(triple_des()).bags(bags))
            .part(Part::new(Protection::None).bag(shrouded(&one, &triple_des())))
    };
    let nested = first(vec![Bag::nested(vec![certificate(&one)])]);
    let crl = first(vec![certificate(&one), Bag::crl(&other::crl())]);
    // An OCTET STRING of the type `data`: no program knows what it is, as is usual with secrets.
    let secret = Bag::secret("1.2.840.113549.1.7.1", &[4, 3, 1, 2, 3]);
    let secret = first(vec![certificate(&one), secret]);
    let unknown = Bag::unknown("1.2.840.113549.1.12.10.1.99", vec![4, 3, 1, 2, 3]);
    let unknown = first(vec![certificate(&one), unknown]);
    vec![
        file("nested-safe-contents", &[&one], &nested),
        file("crl-bag", &[&one], &crl),
        file("secret-bag", &[&one], &secret),
        file("unknown-bag", &[&one], &unknown),
    ]
}

fn attributes() -> Vec<File> {
    let one = one();
    let with = |edit: &dyn Fn(Bag) -> Bag, protection: &Protection| {
        let key = Bag::shrouded_key(&one.key.pkcs8_der(), protection.clone());
        PfxBuilder::new(PASSWORD)
            .part(Part::new(protection.clone()).bag(edit(Bag::cert(&one.certificate))))
            .part(Part::new(Protection::None).bag(edit(key)))
    };
    let id = |identity: &Identity| identity.local_key_id();
    let none = |bag| bag;
    let name = |bag: Bag| bag.friendly_name("push");
    let key_id = |bag: Bag| bag.local_key_id(&id(&one));
    let odd = |bag: Bag| key_id(bag).friendly_name("push «ключ» 🔑");
    let machine = |bag: Bag| key_id(bag).attribute(Attribute::microsoft_local_machine());
    let unknown = |bag: Bag| key_id(bag).attribute(Attribute::new("1.2.3.4", vec![5, 0]));
    let classic = |edit: &dyn Fn(Bag) -> Bag| with(edit, &triple_des());
    vec![
        file("attributes-none-3des", &[&one], &classic(&none)),
        file(
            "attributes-none-aes-256",
            &[&one],
            &with(&none, &aes()).mac(sha256_mac()),
        ),
        file("attributes-name-only", &[&one], &classic(&name)),
        file("attributes-key-id-only", &[&one], &classic(&key_id)),
        file("attributes-name-non-bmp", &[&one], &classic(&odd)),
        file("attributes-local-machine", &[&one], &classic(&machine)),
        file("attributes-unknown", &[&one], &classic(&unknown)),
    ]
}

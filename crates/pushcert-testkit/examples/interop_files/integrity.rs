//! Every integrity check.

use pushcert_testkit::digest::Digest;
use pushcert_testkit::interop::File;
use pushcert_testkit::pfx::Mac;

use crate::who::{ROUNDS, aes, both, file, one, triple_des};

pub(crate) fn files() -> Vec<File> {
    let one = one();
    let digests = [
        ("md5", Digest::Md5),
        ("sha224", Digest::Sha224),
        ("sha256", Digest::Sha256),
        ("sha384", Digest::Sha384),
        ("sha512", Digest::Sha512),
        ("sha512-224", Digest::Sha512_224),
        ("sha512-256", Digest::Sha512_256),
        ("sha3-256", Digest::Sha3_256),
        ("sha3-512", Digest::Sha3_512),
    ];
    let mut all: Vec<_> = digests
        .map(|(name, digest)| {
            let builder = both(&one, &triple_des()).mac(Mac::new(digest, ROUNDS));
            file(&format!("mac-{name}-3des"), &[&one], &builder)
        })
        .into();
    for (name, protection) in [("3des", triple_des()), ("aes-256", aes())] {
        let file = |mac: &str, builder| file(&format!("{mac}-{name}"), &[&one], &builder);
        all.extend([
            file("mac-none", both(&one, &protection).without_mac()),
            file(
                "pbmac1-sha256",
                both(&one, &protection).mac(Mac::pbmac1(Digest::Sha256, ROUNDS)),
            ),
            file(
                "pbmac1-sha512",
                both(&one, &protection).mac(Mac::pbmac1(Digest::Sha512, ROUNDS)),
            ),
        ]);
    }
    let long_salt = both(&one, &triple_des()).mac(Mac::new(Digest::Sha1, ROUNDS).salt_len(64));
    all.push(file("mac-salt-of-64-bytes", &[&one], &long_salt));
    all
}

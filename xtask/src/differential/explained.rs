//! Every kind of disagreement with OpenSSL 3.0, with its reason.

/// Files that come out otherwise.
#[derive(Debug)]
pub(super) struct Explained {
    /// Beginning of the names of the files.
    pub(super) files: &'static str,
    /// Our outcome.
    pub(super) ours: &'static str,
    /// The outcome of `openssl`, or what differs where both open.
    pub(super) openssl: &'static str,
    /// Why, and who is right.
    pub(super) why: &'static str,
}

impl Explained {
    /// Whether only files of a corpus show it.
    pub(super) fn corpus_only(&self) -> bool {
        self.files.starts_with("corpus/")
    }
}

/// A row of the table.
const fn row(
    files: &'static str,
    ours: &'static str,
    openssl: &'static str,
    why: &'static str,
) -> Explained {
    Explained {
        files,
        ours,
        openssl,
        why,
    }
}

pub(super) const EXPLAINED: &[Explained] = &[
    row(
        "",
        "opened",
        "Error reading the file: header too long",
        "BER allows lengths in any number of octets; OpenSSL reads identifier and length of \
         the outermost element from 8 octets. Both may.",
    ),
    row(
        "broken/",
        "opened",
        "Error reading the file: null is wrong length",
        "The parameters of the MAC's hash are a NULL with content. Nothing depends on them, \
         so we do not look; OpenSSL is stricter.",
    ),
    row(
        "",
        "opened",
        "refuses a certificate that is in it",
        "The container is whole, the certificate in it is not. We hand it over, and the \
         reader of certificates refuses it.",
    ),
    row(
        "broken/",
        "opened",
        "refuses a key that is in it",
        "The container is whole, the key in it is not. We hand it over, and the reader of \
         keys refuses it.",
    ),
    row(
        "corpus/",
        "opened",
        "refuses a key that is in it",
        "Keys of algorithms that OpenSSL 3.0 does not have, such as ML-KEM. The container is \
         not the place to judge.",
    ),
    row(
        "",
        "opened",
        "refuses an attribute",
        "An attribute that cannot be read is a problem of that attribute; keys and \
         certificates are still of use. OpenSSL refuses the whole file.",
    ),
    row(
        "",
        "opened but a key",
        "refuses the file",
        "One key has another password or an algorithm that is not implemented. We open the \
         rest; OpenSSL stops.",
    ),
    row(
        "",
        "opened",
        "Mac verify error: invalid password?: unsupported",
        "PBMAC1 (RFC 9579): OpenSSL has it from 3.4 on.",
    ),
    row(
        "hostile/pbkdf2-sha3",
        "opened",
        "Error outputting keys and certificates: unsupported prf",
        "PBKDF2 with HMAC-SHA-3: not in the table of OpenSSL 3.0.",
    ),
    row(
        "hostile/pbes2-aes",
        "opened",
        "Error outputting keys and certificates: cipher parameter error",
        "PBES2 with AES-GCM: OpenSSL does not do PBES2 with AEAD ciphers.",
    ),
    row(
        "hostile/password-with-nul",
        "opened",
        "openssl: nul byte found in provided data",
        "A password with NUL cannot be given to a program (CVE-2026-8721 is what comes of \
         trying).",
    ),
    row(
        "corpus/",
        "opened",
        "Error outputting keys and certificates: bad decrypt",
        "Writers that encode a password for PBES1 and PBES2 as BMP (NSS) or Latin-1 (Bouncy \
         Castle). We try these forms; OpenSSL takes UTF-8 only.",
    ),
    row(
        "corpus/",
        "opened",
        "writes the same in another form",
        "The same key, once OpenSSL has written ours anew: it drops attributes such as \
         keyUsage of Microsoft and adds the public key.",
    ),
    row(
        "hostile/",
        "UnsupportedVersion",
        "opened",
        "RFC 7292 section 4: version is v3. OpenSSL does not look. We are right, and nobody \
         writes another.",
    ),
    row("corpus/", "UnsupportedVersion", "opened", "As above."),
    row(
        "hostile/",
        "limit max-iterations",
        "opened",
        "A count of 2³² or 2³² + 1: OpenSSL cuts it to 32 bits and takes 1 or 0 for it. We \
         are right (CVE-2026-13586).",
    ),
    row(
        "hostile/",
        "corrupt IterationsOutOfRange",
        "opened",
        "A count of 0: OpenSSL takes 1 for it. We are right: RFC 8018 wants a positive one \
         (CVE-2026-118782).",
    ),
    row(
        "hostile/parts-1000",
        "limit max-parts",
        "opened",
        "1,000 parts and those around them are above our limit, which can be raised; OpenSSL \
         has none.",
    ),
    row(
        "",
        "corrupt Trailing",
        "opened",
        "Bytes behind AuthenticatedSafe or SafeContents inside their OCTET STRING. OpenSSL \
         stops reading at the end of the element; we say that the string holds more than its \
         type.",
    ),
    row(
        "hostile/part-of-unknown-type",
        "UnsupportedAlgorithm",
        "opened",
        "A part of a content type that nobody knows. OpenSSL passes over it in silence; we do \
         not say that a file is open when a part of it is not.",
    ),
    row(
        "corpus/",
        "UnsupportedAlgorithm",
        "opened",
        "The same with envelopedData or signedData as a part.",
    ),
];

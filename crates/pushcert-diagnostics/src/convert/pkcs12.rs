//! PKCS#12 containers.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pushcert_pkcs12::{
    AttributeProblem, BagValue, EmptyEncoding as Spelling, Encoding, Error, ErrorKind, Layer,
    MacStatus, ObjectIdentifier, Opened, PasswordEncoding, PasswordUse, Pfx, Protection, SafeBag,
    Scheme,
};

use crate::facts::{
    BagFacts, BagRemark, ContainerEncoding, ContainerFacts, EmptyEncoding, Item, MacFacts,
    PartFacts, PasswordState, Problem, ProblemKind, ProtectionFacts,
};

impl ContainerFacts {
    /// The facts of a container that could not be opened, and why.
    #[must_use]
    pub fn closed(pfx: &Pfx, password: PasswordState) -> Self {
        let mut facts = Self::new(mac(pfx, false), password);
        facts.opened = false;
        facts.encoding = encoding(pfx.encoding());
        facts.trailing_bytes = pfx.trailing_bytes();
        let part = |part: &pushcert_pkcs12::Part| {
            PartFacts::new(protection(part.protection(), part.scheme()), Vec::new())
        };
        facts.parts = pfx.parts().iter().map(part).collect();
        facts
    }

    /// The facts of an open container. `password_is_ascii` tells whether the given password is; true without one.
    #[must_use]
    pub fn opened(pfx: &Pfx, opened: &Opened, password_is_ascii: bool) -> Self {
        let (password, spelled) = match opened.password() {
            PasswordUse::NoneNeeded => (PasswordState::NoneNeeded, None),
            PasswordUse::Empty(Spelling::ZeroBytes) => {
                (PasswordState::Empty(EmptyEncoding::ZeroBytes), None)
            }
            PasswordUse::Empty(_) => (PasswordState::Empty(EmptyEncoding::BmpTerminator), None),
            PasswordUse::Given(encoding) => (PasswordState::Given, Some(encoding)),
            _ => (PasswordState::Given, None),
        };
        let mut facts = Self::new(mac(pfx, opened.mac() == MacStatus::Verified), password);
        facts.encoding = encoding(opened.encoding());
        facts.trailing_bytes = pfx.trailing_bytes();
        facts.password_is_ascii = password_is_ascii || password != PasswordState::Given;
        if password == PasswordState::Given {
            facts.password_encoding =
                unusual_encoding(opened, spelled).map(|encoding| encoding.as_str().into());
        }
        for part in opened.parts() {
            let bags = part.bags.iter().map(BagFacts::from).collect();
            facts.parts.push(PartFacts::new(
                protection(part.protection(), part.scheme.as_ref()),
                bags,
            ));
        }
        facts
    }
}

fn encoding(encoding: Encoding) -> ContainerEncoding {
    match encoding {
        Encoding::Ber => ContainerEncoding::Ber,
        _ => ContainerEncoding::Der,
    }
}

fn mac(pfx: &Pfx, verified: bool) -> Option<MacFacts> {
    let mac = pfx.mac()?;
    Some(MacFacts::new(
        mac.algorithm().as_str(),
        mac.kdf().as_str(),
        mac.iterations(),
        verified,
    ))
}

fn protection(protection: Protection, scheme: Option<&Scheme>) -> ProtectionFacts {
    let iterations = scheme.and_then(Scheme::iterations);
    let mut facts = ProtectionFacts::new(protection.as_str(), iterations);
    let prf = scheme.and_then(Scheme::prf);
    if prf.is_some() {
        facts.kdf = Some("pbkdf2".into());
        facts.prf = prf.map(|hash| hash.hmac_name().into());
    } else if scheme.is_some_and(Scheme::is_scrypt) {
        facts.kdf = Some("scrypt".into());
    }
    facts
}

/// An encoding of the password that is not the one of the standards, if one was needed: Latin-1 and mistaken
/// UTF-16 anywhere, UTF-16 where PBES2 asks for UTF-8.
fn unusual_encoding(opened: &Opened, of_mac: Option<PasswordEncoding>) -> Option<PasswordEncoding> {
    let is_mistaken =
        |e: &PasswordEncoding| matches!(e, PasswordEncoding::Latin1 | PasswordEncoding::Utf8AsBmp);
    let is_unusual = |protection: Protection, encoding: &PasswordEncoding| {
        let is_pbes2 = protection.as_str().starts_with("pbes2-");
        is_mistaken(encoding) || (is_pbes2 && *encoding == PasswordEncoding::Bmp)
    };
    let parts = opened
        .parts()
        .iter()
        .filter_map(|part| Some((part.protection(), part.encoding?)));
    let keys = opened.bags().filter_map(|bag| match &bag.value {
        BagValue::ShroudedKey(key) => Some((key.protection(), key.encoding?)),
        _ => None,
    });
    let inside = parts
        .chain(keys)
        .find(|(protection, encoding)| is_unusual(*protection, encoding));
    of_mac
        .filter(is_mistaken)
        .or(inside.map(|(_, encoding)| encoding))
}

impl From<&SafeBag> for BagFacts {
    fn from(bag: &SafeBag) -> Self {
        let mut facts = Self::new(bag.kind_name());
        if let BagValue::ShroudedKey(key) = &bag.value {
            facts.protection = Some(protection(key.protection(), key.scheme.as_ref()));
        }
        facts.friendly_name = bag.attributes.friendly_name();
        let others = bag.attributes.others();
        facts.other_attributes = others.map(|other| other.oid.to_string()).collect();
        facts.without_local_key_id = bag.attributes.local_key_id().is_none();
        let problems = bag
            .attributes
            .problems()
            .iter()
            .filter(|problem| !is_usual(problem));
        facts.remarks = problems
            .map(|problem| BagRemark::new(remark(problem)))
            .collect();
        facts
    }
}

/// Windows marks keys of the machine with an attribute of its own that never has a value.
fn is_usual(problem: &AttributeProblem) -> bool {
    let local_machine_keyset = |oid: &ObjectIdentifier| oid.to_string() == "1.3.6.1.4.1.311.17.2";
    matches!(problem, AttributeProblem::NoValue(oid) if local_machine_keyset(oid))
}

fn remark(problem: &AttributeProblem) -> String {
    match problem {
        AttributeProblem::Malformed => "the attributes are not encoded as they should be".into(),
        AttributeProblem::Duplicate(oid) => format!("the attribute {oid} is there more than once"),
        AttributeProblem::NoValue(oid) => format!("the attribute {oid} has no value"),
        AttributeProblem::SeveralValues(oid) => {
            format!("the attribute {oid} has more than one value")
        }
        AttributeProblem::WrongType(oid, found) => {
            format!("the value of the attribute {oid} has the tag {found:#04x}")
        }
        AttributeProblem::UnsupportedType => {
            "an attribute has a type whose object identifier is too large".into()
        }
        AttributeProblem::InvalidName => "the friendlyName is no valid UTF-16".into(),
        _ => "an attribute is not as it should be".into(),
    }
}

impl Problem {
    /// The problem that an error of the PKCS#12 reader is: of a private key where the password of one key does not
    /// fit, else of the container. Use [`Problem::with_item`] for what comes out of a single bag.
    #[must_use]
    pub fn from_pkcs12(error: &Error) -> Self {
        let item = match error.kind() {
            ErrorKind::WrongPassword { layer: Layer::Key } | ErrorKind::NotDecrypted => {
                Item::PrivateKey
            }
            _ => Item::Container,
        };
        Self::new(item, kind_of(error.kind())).with_offset(error.offset())
    }
}

fn kind_of(kind: &ErrorKind) -> ProblemKind {
    match kind {
        ErrorKind::NotPkcs12 => ProblemKind::Corrupt {
            what: "it does not begin as a PKCS#12 file".into(),
        },
        ErrorKind::Corrupt { what } => ProblemKind::Corrupt {
            what: what.to_string(),
        },
        ErrorKind::PasswordRequired | ErrorKind::NotDecrypted => ProblemKind::PasswordRequired,
        ErrorKind::WrongPassword { .. } => ProblemKind::WrongPassword,
        ErrorKind::UnsupportedAlgorithm { oid } => ProblemKind::Unsupported {
            algorithm: oid.to_string(),
        },
        ErrorKind::UnsupportedObjectIdentifier { octets } => ProblemKind::Unsupported {
            algorithm: format!("with an object identifier of {octets} octets"),
        },
        ErrorKind::UnsupportedVersion { found } => ProblemKind::Unsupported {
            algorithm: format!("version {found} of PKCS#12"),
        },
        ErrorKind::UnsupportedIntegrityMode => ProblemKind::Unsupported {
            algorithm: "a signature in place of a password".into(),
        },
        ErrorKind::LimitExceeded {
            limit,
            asked,
            allowed,
        } => ProblemKind::LimitExceeded {
            limit: limit.as_str().into(),
            asked: *asked,
            allowed: *allowed,
        },
        other => ProblemKind::Corrupt {
            what: other.to_string(),
        },
    }
}

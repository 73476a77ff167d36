//! The file for Apple's Push Certificates Portal: a request, signed by an MDM vendor.
//!
//! ```
//! use pushcert_testkit::key::TestKey;
//! use pushcert_testkit::mdm::{CHAIN, MdmRequestBuilder};
//!
//! let good = MdmRequestBuilder::new(&TestKey::rsa2048(4), &TestKey::rsa2048(5));
//! assert!(good.plist().contains("<key>PushCertSignature</key>"));
//! assert!(good.build().starts_with(b"PD94"));
//! assert!(!good.without(CHAIN).plist().contains("CERTIFICATE"));
//! ```

use crate::authority::Authority;
use crate::cert::CertificateBuilder;
use crate::key::{SignatureAlgorithm, TestKey};
use crate::pem::{self, Style};

/// The key of the request.
pub const REQUEST: &str = "PushCertRequestCSR";
/// The key of the chain.
pub const CHAIN: &str = "PushCertCertificateChain";
/// The key of the signature.
pub const SIGNATURE: &str = "PushCertSignature";

/// Declaration and document type as Apple's tools write them.
pub const PROLOG: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
    \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n";

/// How the whole file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outer {
    Bare,
    Base64,
    Wrapped(usize, &'static str),
    Twice,
}

/// Builds one file, right unless told otherwise: the vendor's certificate, the synthetic
/// intermediate and the synthetic root as chain, SHA-256, base64 on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MdmRequestBuilder {
    request: Vec<u8>,
    vendor: TestKey,
    algorithm: SignatureAlgorithm,
    signed: Option<Vec<u8>>,
    chain: Vec<Vec<u8>>,
    style: Style,
    prolog: String,
    replaced: Vec<(String, String)>,
    left_out: Vec<String>,
    more: Vec<(String, String)>,
    outer: Outer,
}

impl MdmRequestBuilder {
    /// The request of a customer's key as Keychain Access makes it, signed by a vendor's key.
    pub fn new(customer: &TestKey, vendor: &TestKey) -> Self {
        Self::for_request(crate::csr::csr(customer), vendor)
    }

    /// Any request, right or wrong.
    pub fn for_request(request: Vec<u8>, vendor: &TestKey) -> Self {
        let issuer = Authority::synthetic_intermediate();
        let certificate = CertificateBuilder::mdm_vendor("Example Ltd.")
            .key(vendor)
            .issuer(issuer.clone())
            .build();
        let root = Authority::synthetic();
        Self {
            request,
            vendor: vendor.clone(),
            algorithm: SignatureAlgorithm::Sha256Rsa,
            signed: None,
            chain: vec![
                certificate,
                issuer.certificate_by(&root),
                root.certificate(),
            ],
            style: Style::new(),
            prolog: PROLOG.to_owned(),
            replaced: Vec::new(),
            left_out: Vec::new(),
            more: Vec::new(),
            outer: Outer::Base64,
        }
    }

    /// The algorithm of the vendor's signature: SHA-1 as until 2021.
    pub fn algorithm(mut self, algorithm: SignatureAlgorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// Signs with another key than the one whose certificate is in the chain.
    pub fn signed_by(mut self, key: &TestKey) -> Self {
        self.vendor = key.clone();
        self
    }

    /// Signs other bytes than the request in DER: its PEM text, say.
    pub fn signature_over(mut self, bytes: &[u8]) -> Self {
        self.signed = Some(bytes.to_vec());
        self
    }

    /// The chain of these certificates.
    pub fn chain(mut self, chain: Vec<Vec<u8>>) -> Self {
        self.chain = chain;
        self
    }

    /// The chain in the opposite order, root first.
    pub fn reversed_chain(mut self) -> Self {
        self.chain.reverse();
        self
    }

    /// How the blocks of the chain are written: columns, line ends and so on.
    pub fn chain_style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// What stands before `<plist>`.
    pub fn prolog(mut self, prolog: &str) -> Self {
        prolog.clone_into(&mut self.prolog);
        self
    }

    /// Other XML as the value of a key.
    pub fn value(mut self, key: &str, xml: &str) -> Self {
        self.replaced.push((key.to_owned(), xml.to_owned()));
        self
    }

    /// Another text as the value of a key; nothing is escaped.
    pub fn text(self, key: &str, text: &str) -> Self {
        self.value(key, &format!("<string>{text}</string>"))
    }

    /// Leaves a key out.
    pub fn without(mut self, key: &str) -> Self {
        self.left_out.push(key.to_owned());
        self
    }

    /// One more key, after the others: one that is there already, or one that does not belong.
    pub fn entry(mut self, key: &str, xml: &str) -> Self {
        self.more.push((key.to_owned(), xml.to_owned()));
        self
    }

    /// The property list itself, without base64.
    pub fn bare(mut self) -> Self {
        self.outer = Outer::Bare;
        self
    }

    /// The base64 text of the file in lines.
    pub fn wrapped(mut self, columns: usize, line_end: &'static str) -> Self {
        self.outer = Outer::Wrapped(columns, line_end);
        self
    }

    /// The base64 text of the base64 text.
    pub fn twice(mut self) -> Self {
        self.outer = Outer::Twice;
        self
    }

    /// The request in DER.
    pub fn request_der(&self) -> &[u8] {
        &self.request
    }

    /// The members of the chain.
    pub fn certificates(&self) -> &[Vec<u8>] {
        &self.chain
    }

    /// The vendor's signature.
    pub fn signature(&self) -> Vec<u8> {
        let message = self.signed.as_ref().unwrap_or(&self.request);
        self.vendor.sign(self.algorithm, message)
    }

    /// The chain as text.
    pub fn chain_pem(&self) -> String {
        let block = |der: &Vec<u8>| self.style.encode("CERTIFICATE", der);
        self.chain.iter().map(block).collect()
    }

    /// The property list.
    pub fn plist(&self) -> String {
        let string = |text: String| format!("<string>{text}</string>");
        let usual = [
            (CHAIN, string(self.chain_pem())),
            (REQUEST, string(pem::base64(&self.request))),
            (SIGNATURE, string(pem::base64(&self.signature()))),
        ];
        let mut text = self.prolog.clone() + "<plist version=\"1.0\">\n<dict>\n";
        for (key, value) in usual {
            let other = self.replaced.iter().rfind(|(replaced, _)| replaced == key);
            let value = other.map_or(value, |(_, xml)| xml.clone());
            if !self.left_out.iter().any(|left_out| left_out == key) {
                text += &entry(key, &value);
            }
        }
        for (key, value) in &self.more {
            text += &entry(key, value);
        }
        text + "</dict>\n</plist>\n"
    }

    /// The file.
    pub fn build(&self) -> Vec<u8> {
        let plist = self.plist();
        let once = pem::base64(plist.as_bytes());
        match self.outer {
            Outer::Bare => plist,
            Outer::Base64 => once,
            Outer::Wrapped(columns, line_end) => pem::wrapped(&once, columns, line_end),
            Outer::Twice => pem::base64(once.as_bytes()),
        }
        .into_bytes()
    }
}

fn entry(key: &str, value: &str) -> String {
    format!("\t<key>{key}</key>\n\t{value}\n")
}

/// A document type whose entities expand to a billion times their text, and a value that uses them.
pub fn billion_laughs() -> Vec<u8> {
    let mut text =
        String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE plist [\n<!ENTITY a0 \"ha\">\n");
    for level in 1..10 {
        let before = format!("&a{};", level - 1).repeat(10);
        text += &format!("<!ENTITY a{level} \"{before}\">\n");
    }
    text += "]>\n<plist version=\"1.0\"><string>&a9;</string></plist>\n";
    text.into_bytes()
}

/// A document type with an entity of a file.
pub fn external_entity() -> Vec<u8> {
    b"<?xml version=\"1.0\"?>\n<!DOCTYPE plist [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n\
      <plist version=\"1.0\"><string>&a;</string></plist>\n"
        .to_vec()
}

/// A property list of so many arrays, one in the other.
pub fn deep_arrays(depth: usize) -> Vec<u8> {
    let (open, close) = ("<array>".repeat(depth), "</array>".repeat(depth));
    format!("{PROLOG}<plist version=\"1.0\">{open}{close}</plist>").into_bytes()
}

/// The smallest binary property list: one boolean.
pub fn binary_plist() -> Vec<u8> {
    let mut bytes = b"bplist00\x09\x08".to_vec();
    bytes.extend([0, 0, 0, 0, 0, 0, 1, 1]);
    bytes.extend([1_u64, 0, 9].map(u64::to_be_bytes).concat());
    bytes
}

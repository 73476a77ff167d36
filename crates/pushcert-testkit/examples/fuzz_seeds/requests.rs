//! Seeds of requests, vendor-signed requests and property lists.

use pushcert_testkit::csr::{CsrBuilder, csr};
use pushcert_testkit::key::{SignatureAlgorithm, TestKey};
use pushcert_testkit::mdm::{self, MdmRequestBuilder};
use pushcert_testkit::name::Name;
use pushcert_testkit::{der, oid, pem};

use crate::Group;

fn small(common_name: Vec<u8>) -> CsrBuilder {
    let subject = Name::new().attribute(oid::name::COMMON_NAME, common_name);
    CsrBuilder::new(subject, &TestKey::ec_p256(0))
}

pub(crate) fn requests() -> Group {
    let extension = der::seq([der::oid("2.5.29.17"), der::octets([0x30, 0])]);
    let extensions = der::seq([extension]);
    let ec = small(der::utf8("Fuzz"));
    let attributes = ec
        .clone()
        .challenge_password("fuzz")
        .attribute(oid::pkcs::EXTENSION_REQUEST, &[extensions]);
    vec![
        ("keychain.csr", csr(&TestKey::rsa2048(0))),
        ("ec.csr", ec.build()),
        (
            "ec.pem.csr",
            pem::encode("NEW CERTIFICATE REQUEST", &ec.build()).into_bytes(),
        ),
        ("attributes.csr", attributes.build()),
        ("no-attributes.csr", ec.clone().without_attributes().build()),
        ("unused-bits.csr", ec.clone().unused_bits(3).build()),
        ("version-1.csr", ec.clone().version(1).build()),
        ("trailing.csr", [ec.build(), vec![0; 3]].concat()),
        ("bmp.csr", small(der::bmp("Fuzz")).build()),
        ("universal.csr", small(der::universal("Fuzz")).build()),
    ]
}

/// Small: requests of EC keys, and short certificates that are none.
pub(crate) fn signed() -> Group {
    let vendor = TestKey::rsa2048(5);
    let request = small(der::utf8("Fuzz")).build();
    let certificates = vec![der::seq([der::null()]), der::seq([der::octets([0; 60])])];
    let file =
        || MdmRequestBuilder::for_request(request.clone(), &vendor).chain(certificates.clone());
    let columns = pem::Style::new().columns(76);
    let text = pem::encode("CERTIFICATE REQUEST", &request);
    vec![
        ("good.txt", file().build()),
        ("bare.plist", file().bare().build()),
        ("wrapped.txt", file().wrapped(64, "\n").build()),
        (
            "sha1.plist",
            file().algorithm(SignatureAlgorithm::Sha1Rsa).bare().build(),
        ),
        ("columns.plist", file().chain_style(columns).bare().build()),
        ("pem.plist", file().text(mdm::REQUEST, &text).bare().build()),
        (
            "data.plist",
            file()
                .value(mdm::SIGNATURE, "<data>AAEC</data>")
                .prolog("")
                .bare()
                .build(),
        ),
        (
            "missing.plist",
            file().without(mdm::SIGNATURE).bare().build(),
        ),
    ]
}

pub(crate) fn property_lists() -> Group {
    let every = "<plist version=\"1.0\">\n<dict>\n\t<key>a</key>\n\t<array><true/><false/></array>\n\
        \t<key>b</key><integer>-42</integer><key>c</key><real>1.5</real>\n\
        \t<key>d</key><date>2026-11-22T00:00:00Z</date><key>e</key><data>AQID</data>\n\
        \t<key>f</key><string>&lt;&#65;&#x42;<![CDATA[<c>]]><!-- d --></string>\n</dict>\n</plist>\n";
    vec![
        ("every.plist", [mdm::PROLOG, every].concat().into_bytes()),
        ("billion-laughs.plist", mdm::billion_laughs()),
        ("external-entity.plist", mdm::external_entity()),
        ("deep.plist", mdm::deep_arrays(17)),
        ("binary.plist", mdm::binary_plist()),
    ]
}

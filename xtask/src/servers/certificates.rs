//! Authorities, servers and a push certificate, made with `openssl`.

use std::fs;
use std::path::Path;

use crate::Outcome;
use crate::process::output;

/// What `openssl` is told: how the push certificate and the servers' look, and where it keeps its lists.
///
/// The push certificate has the layout of Apple's since 2022: both environments, and the topics in a flat
/// sequence of topic and labels.
const CONFIGURATION: &str = "\
[ca]
default_ca = authority
[authority]
database = index.txt
serial = serial
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
policy = any
unique_subject = no
default_crl_days = 30
default_days = 300
[any]
commonName = optional
userId = optional
organizationalUnitName = optional
organizationName = optional
countryName = optional
[req]
distinguished_name = name
prompt = no
string_mask = utf8only
[name]
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:false
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost
[elsewhere]
basicConstraints = CA:false
extendedKeyUsage = serverAuth
subjectAltName = DNS:elsewhere.example.com
[push]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
authorityKeyIdentifier = keyid
1.2.840.113635.100.6.3.1 = DER:05:00
1.2.840.113635.100.6.3.2 = DER:05:00
1.2.840.113635.100.6.3.6 = ASN1:SEQUENCE:topics
[topics]
app = UTF8:com.example.app
app-labels = SEQUENCE:topic
voip = UTF8:com.example.app.voip
voip-labels = SEQUENCE:voip-label
[topic]
label = UTF8:topic
[voip-label]
label = UTF8:voip
";

/// As Apple writes it.
const PUSH_SUBJECT: &str = "/UID=com.example.app/CN=Apple Push Services: com.example.app/OU=TEAM123456/O=Example Ltd./C=US";

/// Makes all of them anew:
///
/// * `ca`, which issued everything, and `other`, which issued nothing
/// * `localhost`, `expired`, `elsewhere`: servers
/// * `push.pem`: the credential, `revoked.pem`: authority and a list that names it
pub(super) fn make(folder: &Path) -> Outcome {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let write = |name: &str, text: &str| {
        fs::write(folder.join(name), text).map_err(|e| format!("{name}: {e}"))
    };
    write("openssl.cnf", CONFIGURATION)?;
    write("index.txt", "")?;
    write("serial", "1000\n")?;
    for name in ["ca", "other"] {
        root(folder, name)?;
    }
    leaf(folder, "localhost", "/CN=localhost", "server", &[])?;
    leaf(folder, "elsewhere", "/CN=elsewhere", "elsewhere", &[])?;
    let past = [
        "-startdate",
        "20200101000000Z",
        "-enddate",
        "20210101000000Z",
    ];
    leaf(folder, "expired", "/CN=localhost", "server", &past)?;
    leaf(folder, "push-cert", PUSH_SUBJECT, "push", &[])?;
    let read =
        |name: &str| fs::read_to_string(folder.join(name)).map_err(|e| format!("{name}: {e}"));
    write(
        "push.pem",
        &(read("push-cert.pem")? + &read("push-cert.key")?),
    )?;
    openssl(
        folder,
        &["ca", "-config", "openssl.cnf", "-revoke", "push-cert.pem"],
    )?;
    openssl(
        folder,
        &[
            "ca",
            "-config",
            "openssl.cnf",
            "-gencrl",
            "-out",
            "list.pem",
        ],
    )?;
    write("revoked.pem", &(read("ca.pem")? + &read("list.pem")?))
}

fn root(folder: &Path, name: &str) -> Outcome {
    let (key, pem) = (format!("{name}.key"), format!("{name}.pem"));
    let subject = format!("/CN=Authority {name} of the servers' test");
    openssl(
        folder,
        &[
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-noenc",
            "-days",
            "900",
            "-config",
            "openssl.cnf",
            "-extensions",
            "root",
            "-subj",
            &subject,
            "-keyout",
            &key,
            "-out",
            &pem,
        ],
    )
}

fn leaf(folder: &Path, name: &str, subject: &str, extensions: &str, dates: &[&str]) -> Outcome {
    let (key, request, pem) = (
        format!("{name}.key"),
        format!("{name}.csr"),
        format!("{name}.pem"),
    );
    openssl(
        folder,
        &[
            "req",
            "-new",
            "-newkey",
            "rsa:2048",
            "-noenc",
            "-config",
            "openssl.cnf",
            "-utf8",
            "-subj",
            subject,
            "-keyout",
            &key,
            "-out",
            &request,
        ],
    )?;
    let sign = [
        "ca",
        "-batch",
        "-notext",
        "-preserveDN",
        "-utf8",
        "-config",
        "openssl.cnf",
        "-extensions",
        extensions,
        "-in",
        &request,
        "-out",
        &pem,
    ];
    openssl(folder, &[&sign[..], dates].concat())
}

fn openssl(folder: &Path, args: &[&str]) -> Outcome {
    output("openssl", args, folder).map(|_| ())
}

//! The files of `docs/samples/`: healthy credentials, and the sick ones that people really have.
//!
//! `testkit-fixtures --out docs/samples` writes them, `--check docs/samples` compares. Every file
//! is made of fixed keys, so that the bytes are always the same. The table in their README comes
//! from here too.
//!
//! The healthy ones are issued by the synthetic authority, so a check needs
//! `--trust-anchor docs/samples/synthetic-ca.pem`, and a time at which they are valid: [`AT`].

mod healthy;
mod sick;

/// The time at which the samples say what [`Sample::about`] tells: RFC 3339.
pub const AT: &str = "2026-11-21T00:00:00Z";

/// The password of every sample that has one.
pub const PASSWORD: &str = "sample";

/// One file of `docs/samples/`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sample {
    /// The file's name.
    pub path: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The password that opens it: `None` where none is needed, the empty text where it is empty.
    pub password: Option<&'static str>,
    /// What it is, in a sentence.
    pub about: &'static str,
}

impl Sample {
    fn new(path: &'static str, bytes: impl Into<Vec<u8>>, about: &'static str) -> Self {
        Self {
            path,
            bytes: bytes.into(),
            password: None,
            about,
        }
    }

    fn password(mut self, password: &'static str) -> Self {
        self.password = Some(password);
        self
    }
}

/// Every sample, healthy ones first.
pub fn all() -> Vec<Sample> {
    healthy::samples()
        .into_iter()
        .chain(sick::samples())
        .collect()
}

/// The text of `docs/samples/README.md`.
pub fn readme() -> String {
    let mut text = format!(
        "# Samples\n\n\
         Synthetic credentials to try `pushcert` on: some healthy, most of them sick in a way that\n\
         people meet. Nothing here is secret, and nothing can send a push: the keys are public and\n\
         the certificates are signed by an authority of our own, `synthetic-ca.pem`.\n\n\
         ```sh\n\
         pushcert check docs/samples/healthy-keychain.p12 --password {PASSWORD} \\\n\
         \x20 --trust-anchor docs/samples/synthetic-ca.pem --at {AT}\n\
         ```\n\n\
         `--trust-anchor` makes the authority known, and `--at` sets the clock to a day on which\n\
         the healthy ones are valid.\n\n\
         | file | password | what it is |\n|---|---|---|\n"
    );
    for sample in all() {
        let password = match sample.password {
            None => "none".to_owned(),
            Some("") => "empty".to_owned(),
            Some(password) => format!("`{password}`"),
        };
        text += &format!("| `{}` | {password} | {} |\n", sample.path, sample.about);
    }
    text + "\n## How they were made\n\n\
            All of them, and this page, are written by `pushcert-testkit` from fixed keys; the same\n\
            bytes come out each time.\n\n\
            ```sh\n\
            cargo run -p pushcert-testkit --bin testkit-fixtures -- --out docs/samples\n\
            cargo run -p pushcert-testkit --bin testkit-fixtures -- --check docs/samples\n\
            ```\n"
}

/// What `docs/samples/` must hold: every sample and the README, by name.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let mut out: Vec<(String, Vec<u8>)> = all()
        .into_iter()
        .map(|sample| (sample.path.to_owned(), sample.bytes))
        .collect();
    out.push(("README.md".to_owned(), readme().into_bytes()));
    out
}

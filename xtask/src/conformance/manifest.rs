//! `p12/manifest.tsv`: one row per container.

/// How a file must come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// All of it, with the counts of the row.
    Opens,
    /// All but the key, which has a password of its own.
    OpensButKey,
    /// Refused for a reason that says what is wrong.
    MustFail,
    /// Refused as unsupported; opening it is fine, too.
    MayBeUnsupported,
    /// Written wrong: refused, or opened.
    MayFail,
}

/// A row of the manifest.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) file: String,
    /// As the manifest spells it.
    pub(super) password: String,
    pub(super) expected: Expected,
    pub(super) why: String,
    pub(super) mac: String,
    pub(super) parts: Vec<String>,
    pub(super) key_protections: Vec<String>,
    pub(super) keys: u64,
    pub(super) certificates: u64,
    pub(super) classes: String,
}

/// The columns that are read, in the order of the fields of [`Row`].
const COLUMNS: &[&str] = &[
    "file",
    "password",
    "expected",
    "why",
    "mac",
    "parts",
    "keys_protection",
    "keys",
    "certificates",
    "classes",
];

impl Row {
    /// The password to give; `None` where the file must open without.
    pub(super) fn password(&self) -> Option<&str> {
        match self.password.as_str() {
            "<none>" | "<empty>" | "<null>" => None,
            password => Some(password),
        }
    }

    /// Whether the file is in BER that is not DER.
    pub(super) fn is_ber(&self) -> bool {
        self.classes.split([' ', ',']).any(|class| {
            let class = class
                .trim_start_matches("BER:")
                .trim_start_matches("inner-");
            class == "indef" || class.starts_with("cons-")
        }) || self.classes.contains("BER:")
    }
}

/// All rows.
pub(super) fn parse(text: &str) -> Result<Vec<Row>, String> {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let columns = COLUMNS
        .iter()
        .map(|name| head.iter().position(|column| column == name))
        .collect::<Option<Vec<usize>>>()
        .ok_or("manifest.tsv: a column is missing")?;
    lines
        .filter(|line| !line.is_empty())
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |i: usize| {
                columns
                    .get(i)
                    .and_then(|at| cells.get(*at))
                    .copied()
                    .unwrap_or_default()
            };
            row(cell).map_err(|e| format!("manifest.tsv: {}: {e}", cell(0)))
        })
        .collect()
}

fn row<'a>(cell: impl Fn(usize) -> &'a str) -> Result<Row, String> {
    Ok(Row {
        file: cell(0).into(),
        password: cell(1).into(),
        expected: match cell(2) {
            "opens" => Expected::Opens,
            "opens-key-password" => Expected::OpensButKey,
            "must-fail" => Expected::MustFail,
            "must-fail-unsupported" => Expected::MayBeUnsupported,
            "vendor-malformed" => Expected::MayFail,
            other => return Err(format!("`{other}` is not compared by this program")),
        },
        why: cell(3).into(),
        mac: cell(4).into(),
        parts: cell(5).split(';').map(str::to_owned).collect(),
        key_protections: cell(6).split(';').map(str::to_owned).collect(),
        keys: number(cell(7))?,
        certificates: number(cell(8))?,
        classes: cell(9).into(),
    })
}

fn number(text: &str) -> Result<u64, String> {
    if text.is_empty() {
        return Ok(0);
    }
    text.parse().map_err(|_| format!("`{text}` is no number"))
}

#[cfg(test)]
mod tests {
    use super::{Expected, parse};

    const HEAD: &str = "file\tsource\tlicence\tpassword\texpected\twhy\tmac\tparts\tkeys_protection\tkeys\tcertificates\tclasses\tsha256";

    #[test]
    fn a_row() {
        let text =
            format!("{HEAD}\na.p12\ts\tl\t<null>\topens\t\tnone\tx;y\t-\t1\t2\tmultikey\tff\n");
        let rows = parse(&text).unwrap();
        assert_eq!(rows[0].password(), None);
        assert_eq!(rows[0].expected, Expected::Opens);
        assert_eq!(rows[0].parts, ["x", "y"]);
        assert_eq!((rows[0].keys, rows[0].certificates), (1, 2));
        assert!(!rows[0].is_ber());
    }

    #[test]
    fn ber_is_told_by_its_class() {
        for class in [
            "BER:indef",
            "BER:cons-octet,indef multikey",
            "inner-indef",
            "cons-octet",
        ] {
            let text = format!("{HEAD}\na\t\t\tp\topens\t\t\t\t\t1\t1\t{class}\t\n");
            assert!(parse(&text).unwrap()[0].is_ber(), "{class}");
        }
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        assert!(parse("file\tpassword\n").is_err());
        assert!(parse(&format!("{HEAD}\na\t\t\tp\tperhaps\t\t\t\t\t1\t1\t\t\n")).is_err());
    }
}

//! What the `csr` commands say.

use pushcert::UnixTime;
use pushcert::keys::PrivateKey;
use pushcert::report::{File, MdmRequest, Request, RequestMade, Verdict};
use pushcert::request::{Portal, Purpose};

use super::escape::{clip, escape};
use super::finding;
use super::style::{Painted, Palette, width};
use super::table::Table;
use super::verdict::validity;
use super::words;
use super::wrap::{pad, wrap};

/// A request that was made: what was written, and the way to the certificate.
pub(crate) fn made(
    made: &RequestMade,
    key: &PrivateKey,
    key_is_written: bool,
    palette: &Palette,
) -> String {
    let mut out = String::new();
    let files = &made.files;
    let key_file = files.key.as_ref().filter(|_| key_is_written);
    let written = [Some(&files.request), key_file, files.record.as_ref()];
    for file in written.into_iter().flatten() {
        wrote(&mut out, file, palette);
    }
    out.push('\n');
    let mut table = Table::default();
    let record = &made.record;
    let text = |text: &Option<String>| text.as_ref().map(|text| clip(text, 200).into_owned());
    table.row_if("name", text(&record.common_name));
    table.row_if("e-mail", text(&record.email));
    table.row_if("country", text(&record.country));
    let file = files.key.as_deref().unwrap_or("-");
    let bits = words::key(&key.algorithm().to_string(), key.bits());
    table.row(
        "key",
        format!(
            "{bits}, in {}: keep it, nobody else has it",
            clip(file, 200)
        ),
    );
    table.row_if("key's hash", record.spki_sha256.clone());
    table.row("request id", record.id.clone());
    table.write(&mut out, palette, 0, width());
    out.push('\n');
    steps(&mut out, &made.portal, palette);
    let mut next = format!(
        "pushcert pair --cert CERT --key {} --out push.p12",
        clip(file, 200)
    );
    if let Some(file) = &files.record {
        next.push_str(&format!(" --request {}", clip(file, 200)));
    }
    let vendor = format!(
        "pushcert csr mdm --csr {} --vendor-cert CERT --vendor-key KEY --out FILE",
        clip(&files.request, 200)
    );
    if record.purpose == Purpose::Mdm {
        out.push_str(&format!(
            "\n  → the vendor: {}",
            Painted(palette.code, vendor)
        ));
    }
    out.push_str(&format!("\n  → then: {}\n", Painted(palette.code, next)));
    out
}

/// A request that a vendor signed.
pub(crate) fn signed(file: &File, portal: &Portal, at: UnixTime, palette: &Palette) -> String {
    let mut out = String::new();
    wrote(&mut out, &file.path, palette);
    out.push('\n');
    table(file, at).write(&mut out, palette, 0, width());
    out.push('\n');
    steps(&mut out, portal, palette);
    out
}

/// A request that was read: its facts, and whether Apple takes it.
pub(crate) fn shown(file: &File, at: UnixTime, palette: &Palette) -> String {
    let mut out = String::new();
    let path = clip(&file.path, 200);
    let (mark, style, claim) = match file.verdict {
        Some(Verdict::Pass) => ("✓", palette.pass, format!("Apple takes {path}")),
        Some(Verdict::Warn) => ("!", palette.warning, format!("Apple takes {path}, but")),
        Some(Verdict::Unreadable) => ("✗", palette.error, format!("{path} cannot be read")),
        _ => ("✗", palette.error, format!("Apple would refuse {path}")),
    };
    out.push_str(&format!(
        "{} {}\n\n",
        Painted(style, mark),
        Painted(palette.strong, claim)
    ));
    table(file, at).write(&mut out, palette, 0, width());
    out.push('\n');
    for one in finding::by_severity(file) {
        finding::write(&mut out, one, false, palette, width());
        out.push('\n');
    }
    format!("{}\n", out.trim_end())
}

fn wrote(out: &mut String, file: &str, palette: &Palette) {
    let mark = Painted(palette.pass, "✓");
    let line = format!("wrote {}", clip(file, 200));
    out.push_str(&format!("{mark} {}\n", Painted(palette.strong, line)));
}

fn table(file: &File, at: UnixTime) -> Table {
    let mut table = Table::default();
    table.row("file", words::format(&file.format));
    file.requests
        .iter()
        .for_each(|request| request_rows(&mut table, request));
    if let Some(request) = &file.mdm_request {
        mdm_rows(&mut table, request, at);
    }
    table
}

/// The rows of one request.
pub(super) fn request_rows(table: &mut Table, request: &Request) {
    let text = |text: &Option<String>| text.as_ref().map(|text| clip(text, 200).into_owned());
    table.row_if("name", text(&request.common_name));
    table.row_if("e-mail", text(&request.email));
    table.row_if("country", text(&request.country));
    if let Some(key) = &request.key {
        table.row("key", words::key(&key.algorithm, key.bits));
        table.row_if("key's hash", key.spki_sha256.clone());
    }
    let algorithm = request.signature_algorithm.as_deref().unwrap_or("unknown");
    let state = match request.signature.as_str() {
        "valid" => "made with its own key",
        "invalid" => "not made with its own key, or the request was changed",
        _ => "not checked",
    };
    table.row("signature", format!("{}, {state}", escape(algorithm)));
    table.lines(
        "departs",
        request
            .defects
            .iter()
            .map(|one| clip(one, 200).into_owned())
            .collect(),
    );
}

/// The rows of what a vendor signed.
pub(super) fn mdm_rows(table: &mut Table, request: &MdmRequest, at: UnixTime) {
    if let Some(vendor) = request.chain.first() {
        let name = vendor.common_name.as_deref().unwrap_or("(no name)");
        table.row("vendor", clip(name, 200));
        table.row("valid", validity(vendor, at));
    }
    let chain = request.chain.iter().skip(1);
    let names = chain.map(|one| {
        let name = one.common_name.as_deref().unwrap_or("(no name)");
        let unit = one.team_id.as_deref().filter(|unit| unit.len() < 4);
        match unit {
            Some(unit) => format!("{} ({})", clip(name, 100), escape(unit)),
            None => clip(name, 100).into_owned(),
        }
    });
    let mut names: Vec<String> = names.collect();
    if !request.chain_is_whole {
        names.push("does not lead to Apple's root without a gap".to_owned());
    }
    table.lines("chain", names);
    let hash = request.signature_hash.as_deref().unwrap_or("unknown hash");
    let state = match request.signature.as_str() {
        "valid" => "verifies with the vendor's certificate",
        "invalid" => "does not verify with the vendor's certificate",
        _ => "not checked",
    };
    table.row("vendor's signature", format!("{hash}, {state}"));
    table.lines(
        "departs",
        request
            .defects
            .iter()
            .map(|one| clip(one, 200).into_owned())
            .collect(),
    );
}

fn steps(out: &mut String, portal: &Portal, palette: &Palette) {
    out.push_str(&format!(
        "  {} {}\n",
        Painted(palette.strong, format!("{}:", portal.name)),
        Painted(palette.code, portal.url)
    ));
    for (index, step) in portal.steps.iter().enumerate() {
        pad(out, 2);
        let number = format!("{}. ", index + 1);
        out.push_str(&number);
        wrap(out, &escape(step), 5, width());
    }
}

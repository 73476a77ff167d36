//! PEM, as other programs print it and want it.

use base64ct::{Base64, Encoding};

use super::answer::{Answer, Contents};

/// Every block: label and content.
pub(super) fn blocks(text: &str) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines().map(str::trim) {
        if let Some(label) = marker(line, "-----BEGIN ") {
            open = Some((label, String::new()));
        } else if marker(line, "-----END ").is_some() {
            let (label, body) = open.take().ok_or("PEM ends before it begins")?;
            let der = Base64::decode_vec(&body).map_err(|e| format!("PEM: {e}"))?;
            found.push((label, der));
        } else if let Some((_, body)) = &mut open {
            body.push_str(line);
        }
    }
    Ok(found)
}

fn marker(line: &str, start: &str) -> Option<String> {
    let label = line.strip_prefix(start)?.strip_suffix("-----")?;
    Some(label.to_owned())
}

/// A text that holds the keys and certificates of a file.
pub(super) fn answer(text: &str) -> Result<Answer, String> {
    let mut contents = Contents::default();
    for (label, der) in blocks(text)? {
        match label.as_str() {
            "CERTIFICATE" => contents.certificate(&der),
            label if label.ends_with("PRIVATE KEY") => contents.key(&der)?,
            _ => {}
        }
    }
    Ok(Answer::Opened(contents))
}

/// One block.
pub(super) fn encode(label: &str, der: &[u8]) -> String {
    let body = Base64::encode_string(der);
    let lines: String = body
        .as_bytes()
        .chunks(64)
        .map(|line| format!("{}\n", String::from_utf8_lossy(line)))
        .collect();
    format!("-----BEGIN {label}-----\n{lines}-----END {label}-----\n")
}

#[cfg(test)]
mod tests {
    #[test]
    fn blocks_come_back() {
        let text = format!("Bag Attributes\n{}x\n", super::encode("X Y", &[7; 100]));
        let blocks = super::blocks(&text).unwrap();
        assert_eq!(blocks, [("X Y".to_owned(), vec![7; 100])]);
    }
}

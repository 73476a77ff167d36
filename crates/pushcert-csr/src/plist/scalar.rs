//! Values that are a text: numbers, dates, data.

use super::Value;

/// The value of an element other than those that hold others. `None` if the text is none of its type;
/// the element is one of those of [`is_scalar`].
pub(super) fn read(element: &str, text: alloc::string::String) -> Option<Value> {
    let trimmed = text.trim_matches([' ', '\t', '\n']);
    match element {
        "string" => Some(Value::String(text)),
        "data" => data(trimmed).map(Value::Data),
        "integer" => integer(trimmed).map(Value::Integer),
        "real" => trimmed.parse().ok().map(Value::Real),
        "date" => is_date(trimmed.as_bytes()).then(|| Value::Date(trimmed.into())),
        "true" | "false" => trimmed
            .is_empty()
            .then_some(Value::Boolean(element == "true")),
        _ => None,
    }
}

/// Whether [`read`] knows the element.
pub(super) fn is_scalar(element: &str) -> bool {
    matches!(
        element,
        "string" | "data" | "integer" | "real" | "date" | "true" | "false"
    )
}

fn data(text: &str) -> Option<alloc::vec::Vec<u8>> {
    if text.is_empty() {
        return Some(alloc::vec::Vec::new());
    }
    let mut limits = pushcert_pem::Limits::default();
    limits.max_input = text.len();
    let bytes = pushcert_pem::decode_bare_base64(text.as_bytes(), &limits).ok()?;
    Some(bytes.to_vec())
}

fn integer(text: &str) -> Option<i128> {
    let value: i128 = text.parse().ok()?;
    (i128::from(i64::MIN)..=i128::from(u64::MAX))
        .contains(&value)
        .then_some(value)
}

/// `YYYY-MM-DDTHH:MM:SSZ`, each part in its range; that a month has that day is not checked.
fn is_date(text: &[u8]) -> bool {
    const SHAPE: &[u8; 20] = b"0000-00-00T00:00:00Z";
    let has_shape = text.len() == SHAPE.len()
        && text.iter().zip(SHAPE).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            other => byte == other,
        });
    let is_in = |at: usize, range: core::ops::RangeInclusive<&[u8]>| {
        let end = at.saturating_add(2);
        text.get(at..end).is_some_and(|part| range.contains(&part))
    };
    has_shape
        && is_in(5, b"01"..=b"12")
        && is_in(8, b"01"..=b"31")
        && is_in(11, b"00"..=b"23")
        && is_in(14, b"00"..=b"59")
        && is_in(17, b"00"..=b"60")
}

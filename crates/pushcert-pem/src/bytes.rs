//! Classes of bytes.

/// Length of the dash at the start of `bytes` and how many hyphens it stands for, or `None`.
///
/// Besides the hyphen: U+2010 to U+2015 and U+2212 as UTF-8, and the two dashes of Windows-1252,
/// which word processors and mail programs put where hyphens were. A typographic dash stands for two.
pub(crate) fn dash(bytes: &[u8]) -> Option<(usize, usize)> {
    match bytes {
        [b'-', ..] => Some((1, 1)),
        [0x96 | 0x97, ..] => Some((1, 2)),
        [0xe2, 0x80, 0x90..=0x95, ..] | [0xe2, 0x88, 0x92, ..] => Some((3, 2)),
        _ => None,
    }
}

/// Length of the invisible character at the start of `bytes`, or `None`: byte order mark, no-break
/// space, zero-width space and joiners; 0xa0 alone is the no-break space of 8-bit encodings.
pub(crate) fn invisible(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [0xef, 0xbb, 0xbf, ..] | [0xe2, 0x80, 0x8b..=0x8d, ..] | [0xe2, 0x81, 0xa0, ..] => Some(3),
        [0xc2, 0xa0, ..] => Some(2),
        [0xa0, ..] => Some(1),
        _ => None,
    }
}

/// The characters of RFC 4648 section 4, without the padding.
pub(crate) const fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | (byte == b'+') | (byte == b'/')
}

/// White space that is not a line end.
pub(crate) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0b | 0x0c)
}

/// Bytes per step of the searches below: enough for the compiler to use vector instructions.
const STEP: usize = 64;

/// How many bytes at the start of `bytes` are base64 characters, counted in whole steps; less than
/// a step is left to the caller.
pub(crate) fn base64_steps(bytes: &[u8]) -> usize {
    let (steps, _) = bytes.as_chunks::<STEP>();
    let clean = steps.iter().take_while(|step| is_base64_step(step)).count();
    clean.saturating_mul(STEP)
}

fn is_base64_step(step: &[u8; STEP]) -> bool {
    step.iter().fold(true, |clean, &byte| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        clean & (letter | digit | (byte == b'+') | (byte == b'/'))
    })
}

/// Index of the first byte that may start a dash, at or after `from`.
pub(crate) fn find_dash(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let (steps, _) = rest.as_chunks::<STEP>();
    let skip = steps
        .iter()
        .take_while(|step| {
            !step
                .iter()
                .fold(false, |any, &byte| any | (byte == b'-') | (byte >= 0x80))
        })
        .count()
        .saturating_mul(STEP);
    let near = rest
        .get(skip..)?
        .iter()
        .position(|&byte| byte == b'-' || byte >= 0x80)?;
    from.checked_add(skip)?.checked_add(near)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn steps_and_single_bytes_agree_on_base64() {
        for byte in 0..=255u8 {
            let step = [byte; STEP];
            assert_eq!(is_base64_step(&step), is_base64(byte), "{byte:#04x}");
        }
    }

    #[test]
    fn dashes_are_found_at_every_place() {
        for at in 0..200 {
            let mut text = vec![b'x'; 200];
            text[at] = b'-';
            assert_eq!(find_dash(&text, 0), Some(at));
            assert_eq!(find_dash(&text, at), Some(at));
            assert_eq!(find_dash(&text, at + 1), None);
        }
        assert_eq!(find_dash(b"", 0), None);
        assert_eq!(find_dash(b"a", 2), None);
    }
}

//! Reads back DER that this crate wrote. Panics on anything malformed: it is for our own bytes.

/// One value: its tag byte, its content, and the whole of it with tag and length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Value<'a> {
    /// The tag byte.
    pub tag: u8,
    /// The content octets.
    pub content: &'a [u8],
    /// Tag, length and content.
    pub whole: &'a [u8],
}

impl<'a> Value<'a> {
    /// The values inside a constructed one.
    ///
    /// # Panics
    /// When the content is not a series of definite-length values.
    pub fn children(&self) -> Vec<Value<'a>> {
        all(self.content)
    }

    /// The magnitude of an INTEGER without the sign byte.
    pub fn magnitude(&self) -> &'a [u8] {
        match self.content {
            [0, rest @ ..] if !rest.is_empty() => rest,
            content => content,
        }
    }
}

/// The first value of `input` and what follows it.
///
/// # Panics
/// When there is no complete definite-length value with a one-byte tag.
pub fn first(input: &[u8]) -> (Value<'_>, &[u8]) {
    let tag = input[0];
    let (header, len) = match input[1] {
        short @ 0..0x80 => (2, usize::from(short)),
        long => {
            let count = usize::from(long & 0x7f);
            let octets = &input[2..2 + count];
            (
                2 + count,
                octets
                    .iter()
                    .fold(0, |sum, octet| sum << 8 | usize::from(*octet)),
            )
        }
    };
    let (whole, rest) = input.split_at(header + len);
    let content = &whole[header..];
    (
        Value {
            tag,
            content,
            whole,
        },
        rest,
    )
}

/// All values of `input`, one after the other.
///
/// # Panics
/// As [`first`].
pub fn all(mut input: &[u8]) -> Vec<Value<'_>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        let (value, rest) = first(input);
        out.push(value);
        input = rest;
    }
    out
}

/// The value at a path of child positions below the first value of `input`.
///
/// # Panics
/// As [`first`], and when there is no such child.
pub fn at<'a>(input: &'a [u8], path: &[usize]) -> Value<'a> {
    path.iter()
        .fold(first(input).0, |value, index| value.children()[*index])
}

//! DER as a tree, to break a file in places that mean something and with lengths that still fit; and
//! the tree as BER.

use super::arbitrary::Source;

/// One element.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Identifier octets; those of a fuzzer's file are one.
    tag: u8,
    body: Body,
    /// Another length than the right one is written.
    length: Option<Vec<u8>>,
}

#[derive(Clone, Debug)]
enum Body {
    Primitive(Vec<u8>),
    /// Constructed, or a string with elements in it.
    Elements(Vec<Node>),
}

/// The elements that the bytes are; `None` when they are anything else.
pub(crate) fn parse(mut bytes: &[u8]) -> Option<Vec<Node>> {
    let mut nodes = Vec::new();
    while let [tag, first, rest @ ..] = bytes {
        let count = usize::from(first.saturating_sub(0x80));
        if tag & 0x1f == 0x1f || count > 3 || *first == 0x80 {
            return None;
        }
        let digits = rest.get(..count)?.iter();
        let length = match count {
            0 => usize::from(*first),
            _ => digits.fold(0, |length, digit| length << 8 | usize::from(*digit)),
        };
        let content = rest.get(count..count + length)?;
        let inside = match tag {
            0x04 if content.first() == Some(&0x30) => parse(content),
            _ if tag & 0x20 != 0 => Some(parse(content)?),
            _ => None,
        };
        nodes.push(Node {
            tag: *tag,
            body: inside.map_or_else(|| Body::Primitive(content.to_vec()), Body::Elements),
            length: None,
        });
        bytes = &rest[count + length..];
    }
    bytes.is_empty().then_some(nodes)
}

/// In DER, but for the lengths that were broken.
pub(crate) fn encode(nodes: &[Node]) -> Vec<u8> {
    nodes.iter().flat_map(Node::encode).collect()
}

/// In BER: for each element the source says which form. What is inside a string stays as it is, or
/// all that was changed would be what is inside.
pub(crate) fn encode_ber(nodes: &[Node], source: &mut Source<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    for node in nodes {
        let content = match &node.body {
            Body::Elements(inside) if node.tag & 0x20 != 0 => encode_ber(inside, source),
            _ => node.content(),
        };
        out.extend(match (node.tag, source.below(4)) {
            (0x04, choice @ 1..) => string(&content, choice == 1, 3, source),
            (tag, 1 | 2) if tag & 0x20 != 0 => [&[tag, 0x80], &content[..], &[0, 0]].concat(),
            (tag, 3) => {
                let zeros = vec![0; source.below(4)];
                let digits = content.len().to_be_bytes();
                let count = 0x80 + zeros.len() as u8 + digits.len() as u8;
                [&[tag, count], &zeros[..], &digits, &content].concat()
            }
            (tag, _) => [&[tag], &length_octets(content.len())[..], &content].concat(),
        });
    }
    out
}

/// An OCTET STRING in pieces, some of them in pieces themselves.
fn string(content: &[u8], definite: bool, depth: usize, source: &mut Source<'_>) -> Vec<u8> {
    let size = 1 + source.below(40) * (1 + source.below(8));
    let mut pieces = Vec::new();
    for piece in content.chunks(size) {
        if depth > 0 && source.chance(8) {
            pieces.extend(string(piece, definite, depth - 1, source));
        } else {
            pieces.push(4);
            pieces.extend(length_octets(piece.len()));
            pieces.extend(piece);
        }
    }
    match definite {
        true => [&[0x24], &length_octets(pieces.len())[..], &pieces].concat(),
        false => [&[0x24, 0x80], &pieces[..], &[0, 0]].concat(),
    }
}

impl Node {
    fn content(&self) -> Vec<u8> {
        match &self.body {
            Body::Primitive(content) => content.clone(),
            Body::Elements(inside) => encode(inside),
        }
    }

    fn encode(&self) -> Vec<u8> {
        let content = self.content();
        let right = length_octets(content.len());
        let length = self.length.as_ref().unwrap_or(&right);
        [&[self.tag], &length[..], &content].concat()
    }

    fn count(&self) -> usize {
        match &self.body {
            Body::Primitive(_) => 1,
            Body::Elements(inside) => 1 + count(inside),
        }
    }
}

/// Elements in all.
pub(crate) fn count(nodes: &[Node]) -> usize {
    nodes.iter().map(Node::count).sum()
}

/// Breaks the element with this number, counted in the order of the bytes. `what` says how.
pub(crate) fn damage(nodes: &mut Vec<Node>, mut number: usize, what: u8, value: u8) {
    for index in 0..nodes.len() {
        if number == 0 {
            return damage_one(nodes, index, what, value);
        }
        number -= 1;
        let Some(node) = nodes.get_mut(index) else {
            return;
        };
        let inside = node.count() - 1;
        if let Body::Elements(children) = &mut node.body
            && number < inside
        {
            return damage(children, number, what, value);
        }
        number -= inside;
    }
}

fn damage_one(nodes: &mut Vec<Node>, index: usize, what: u8, value: u8) {
    let last = nodes.len() - 1;
    let node = &mut nodes[index];
    match what % 8 {
        0 => drop(nodes.remove(index)),
        1 => nodes.insert(index, nodes[index].clone()),
        2 => nodes.swap(index, usize::from(value) % (last + 1)),
        3 => node.tag = value & 0xdf | node.tag & 0x20,
        4 => node.length = Some(vec![value]),
        5 => node.length = Some(vec![0x84, 0, 0, 0, value]),
        6 => match &mut node.body {
            Body::Primitive(content) => {
                content.truncate(usize::from(value) % (content.len() + 1));
            }
            Body::Elements(inside) => inside.truncate(usize::from(value) % (inside.len() + 1)),
        },
        _ => match &mut node.body {
            Body::Primitive(content) => match content.last_mut() {
                Some(last) => *last ^= value | 1,
                None => content.push(value),
            },
            Body::Elements(inside) => inside.reverse(),
        },
    }
}

/// The shortest form of a length.
pub(crate) fn length_octets(length: usize) -> Vec<u8> {
    let octets = length.to_be_bytes();
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    let digits = &octets[zeros..];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => vec![short],
        _ => [&[0x80 + digits.len() as u8], digits].concat(),
    }
}

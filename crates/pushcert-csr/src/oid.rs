//! Object identifiers, and those that cannot be represented.

use pushcert_keys::ObjectIdentifier;

use crate::problem::{ProblemKind, Problems};
use crate::tlv::Element;

/// The identifier of an element; what is wrong with it goes to `problems`.
pub(crate) fn read(element: &Element<'_>, problems: &mut Problems) -> Option<ObjectIdentifier> {
    let octets = element.value;
    if !is_well_formed(octets) {
        problems.push(ProblemKind::MalformedOid, element.start);
        return None;
    }
    let oid = ObjectIdentifier::from_bytes(octets).ok();
    if oid.is_none() {
        let octets = octets.len();
        problems.push(ProblemKind::UnsupportedOid { octets }, element.start);
    }
    oid
}

/// Whether the octets are an object identifier of any size (X.690 section 8.19): not empty, the last
/// octet ends an arc, and no arc begins with a zero.
fn is_well_formed(octets: &[u8]) -> bool {
    let mut starts_arc = true;
    for octet in octets {
        if starts_arc && *octet == 0x80 {
            return false;
        }
        starts_arc = octet & 0x80 == 0;
    }
    !octets.is_empty() && starts_arc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_or_not() {
        for (octets, is_good) in [
            (&[0x55, 4, 3][..], true),
            (&[0x88, 0x37], true),
            (&[0x2a, 0x86, 0x48], true),
            (&[], false),
            (&[0x80, 1], false),
            (&[0x55, 0x80, 3], false),
            (&[0x2a, 0x86], false),
        ] {
            assert_eq!(is_well_formed(octets), is_good, "{octets:02x?}");
        }
    }
}

//! Object identifiers, however odd.

use alloc::boxed::Box;
use core::{
    fmt,
    hash::{Hash, Hasher},
};

/// An object identifier, kept as its content octets.
///
/// Every sequence of octets is accepted, because a certificate may hold any; [`Oid::is_valid`]
/// tells whether they encode an identifier (X.690, 8.19). Short ones are kept without an
/// allocation. `Display` gives the dotted form, or the octets in hexadecimal where there is none.
///
/// ```
/// use pushcert_x509::apple_oids;
///
/// assert_eq!(apple_oids::TOPICS.to_string(), "1.2.840.113635.100.6.3.6");
/// ```
#[derive(Clone)]
pub struct Oid(Octets);

const INLINE: usize = 22;

/// Longest encoding that is still shown in full.
const SHOWN: usize = 128;

#[derive(Clone)]
enum Octets {
    Inline { length: u8, octets: [u8; INLINE] },
    Heap(Box<[u8]>),
}

impl Oid {
    /// An identifier from its content octets (without tag and length).
    #[must_use]
    pub fn from_octets(octets: &[u8]) -> Self {
        let mut inline = [0; INLINE];
        match (inline.get_mut(..octets.len()), u8::try_from(octets.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(octets);
                Self(Octets::Inline {
                    length,
                    octets: inline,
                })
            }
            _ => Self(Octets::Heap(octets.into())),
        }
    }

    /// A constant of at most 22 octets.
    #[expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "evaluated by the compiler for the constants of this crate"
    )]
    pub(crate) const fn known<const N: usize>(octets: [u8; N]) -> Self {
        let mut inline = [0; INLINE];
        let mut index = 0;
        while index < N {
            inline[index] = octets[index];
            index += 1;
        }
        Self(Octets::Inline {
            length: N as u8,
            octets: inline,
        })
    }

    /// The content octets.
    #[must_use]
    pub fn as_octets(&self) -> &[u8] {
        match &self.0 {
            Octets::Inline { length, octets } => {
                octets.get(..usize::from(*length)).unwrap_or_default()
            }
            Octets::Heap(octets) => octets,
        }
    }

    /// Whether the octets are a well-formed encoding: not empty, the last arc complete, no arc
    /// with leading zeros ("overlong").
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let octets = self.as_octets();
        let mut starts_arc = true;
        for octet in octets {
            if starts_arc && *octet == 0x80 {
                return false;
            }
            starts_arc = octet & 0x80 == 0;
        }
        !octets.is_empty() && starts_arc
    }

    fn fmt_dotted(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut arc: u128 = 0;
        let mut is_first = true;
        for octet in self.as_octets() {
            arc = arc << 7 | u128::from(octet & 0x7f);
            if octet & 0x80 != 0 {
                continue;
            }
            if is_first {
                let root = (arc / 40).min(2);
                write!(f, "{root}.{}", arc.saturating_sub(root.saturating_mul(40)))?;
                is_first = false;
            } else {
                write!(f, ".{arc}")?;
            }
            arc = 0;
        }
        Ok(())
    }

    /// Whether every arc fits in 126 bits, so that it can be shown as a number.
    fn has_small_arcs(&self) -> bool {
        let mut run = 0_u32;
        self.as_octets().iter().all(|octet| {
            run = if octet & 0x80 == 0 {
                0
            } else {
                run.saturating_add(1)
            };
            run < 18
        })
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let octets = self.as_octets();
        if octets.len() <= SHOWN && self.is_valid() && self.has_small_arcs() {
            return self.fmt_dotted(f);
        }
        f.write_str("oid:")?;
        for octet in octets.iter().take(SHOWN) {
            write!(f, "{octet:02x}")?;
        }
        if octets.len() > SHOWN {
            write!(f, "… ({} octets)", octets.len())?;
        }
        Ok(())
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({self})")
    }
}

impl PartialEq for Oid {
    fn eq(&self, other: &Self) -> bool {
        self.as_octets() == other.as_octets()
    }
}

impl Eq for Oid {}

impl PartialOrd for Oid {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Oid {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.as_octets().cmp(other.as_octets())
    }
}

impl Hash for Oid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_octets().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn dotted_form() {
        for (octets, text) in [
            (&[0x2a, 0x86, 0x48][..], "1.2.840"),
            (&[0x55, 0x04, 0x03], "2.5.4.3"),
            (&[0x88, 0x37], "2.999"),
            (&[0x27], "0.39"),
            (&[0x28, 0x00], "1.0.0"),
            (&[0x50, 0x7f], "2.0.127"),
        ] {
            let oid = Oid::from_octets(octets);
            assert!(oid.is_valid());
            assert_eq!(oid.to_string(), text);
        }
    }

    #[test]
    fn malformed_encodings_are_shown_as_octets() {
        for (octets, text) in [
            (&[][..], "oid:"),
            (&[0x80, 0x01], "oid:8001"),
            (&[0x2a, 0x80, 0x01], "oid:2a8001"),
            (&[0x2a, 0x86], "oid:2a86"),
        ] {
            let oid = Oid::from_octets(octets);
            assert!(!oid.is_valid());
            assert_eq!(oid.to_string(), text);
        }
    }

    #[test]
    fn a_gigantic_arc_is_neither_slow_nor_long() {
        let mut octets = alloc::vec![0xff; 1 << 20];
        octets.push(0x7f);
        let oid = Oid::from_octets(&octets);
        assert!(oid.is_valid());
        assert!(oid.to_string().len() < 300);
        let mut arc = [0xff; 20];
        arc[19] = 0x7f;
        assert!(Oid::from_octets(&arc).to_string().starts_with("oid:ff"));
    }

    #[test]
    fn long_and_short_ones_compare_by_octets() {
        let long = Oid::from_octets(&[0x2a; 40]);
        assert_eq!(long.as_octets(), [0x2a; 40]);
        assert_ne!(long, Oid::from_octets(&[0x2a; 22]));
        assert_eq!(Oid::known([0x2a, 3]), Oid::from_octets(&[0x2a, 3]));
    }
}

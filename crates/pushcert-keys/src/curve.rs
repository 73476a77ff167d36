//! Elliptic curves by name.

use core::fmt;

use const_oid::ObjectIdentifier;

macro_rules! curves {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $oid:literal, $bits:literal;)*) => {
        /// The curve of an elliptic curve key.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Curve {
            $($(#[$doc])* $variant,)*
            /// A named curve that is not in this list.
            Other(ObjectIdentifier),
            /// Parameters written out instead of a name (`specifiedCurve`). They are not compared
            /// with the named curves: a curve that shares the public point of another one but not
            /// its generator is an attack of its own.
            Explicit,
        }

        impl Curve {
            /// The curves of the list.
            pub const NAMED: &'static [Self] = &[$(Self::$variant,)*];

            /// The curve of this object identifier (RFC 5480 section 2.1.1.1, RFC 5639, SEC 2).
            #[must_use]
            pub fn from_oid(id: ObjectIdentifier) -> Self {
                $(
                    if id == const { ObjectIdentifier::new_unwrap($oid) } {
                        return Self::$variant;
                    }
                )*
                Self::Other(id)
            }

            /// The object identifier; `None` for explicit parameters.
            #[must_use]
            pub const fn oid(self) -> Option<ObjectIdentifier> {
                match self {
                    $(Self::$variant => Some(ObjectIdentifier::new_unwrap($oid)),)*
                    Self::Other(id) => Some(id),
                    Self::Explicit => None,
                }
            }

            /// The name in reports: `ec-p256` and so on, `ec-other`, `ec-explicit`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("ec-", $name),)*
                    Self::Other(_) => "ec-other",
                    Self::Explicit => "ec-explicit",
                }
            }

            /// Size of the field in bits; `None` where the name does not tell.
            #[must_use]
            pub const fn bits(self) -> Option<u32> {
                match self {
                    $(Self::$variant => Some($bits),)*
                    Self::Other(_) | Self::Explicit => None,
                }
            }
        }
    };
}

curves! {
    /// P-192, secp192r1, prime192v1.
    P192 = "p192", "1.2.840.10045.3.1.1", 192;
    /// P-224, secp224r1.
    P224 = "p224", "1.3.132.0.33", 224;
    /// P-256, secp256r1, prime256v1.
    P256 = "p256", "1.2.840.10045.3.1.7", 256;
    /// P-384, secp384r1.
    P384 = "p384", "1.3.132.0.34", 384;
    /// P-521, secp521r1.
    P521 = "p521", "1.3.132.0.35", 521;
    /// secp256k1.
    Secp256k1 = "secp256k1", "1.3.132.0.10", 256;
    /// brainpoolP224r1.
    BrainpoolP224r1 = "brainpool-p224r1", "1.3.36.3.3.2.8.1.1.5", 224;
    /// brainpoolP224t1.
    BrainpoolP224t1 = "brainpool-p224t1", "1.3.36.3.3.2.8.1.1.6", 224;
    /// brainpoolP256r1.
    BrainpoolP256r1 = "brainpool-p256r1", "1.3.36.3.3.2.8.1.1.7", 256;
    /// brainpoolP256t1.
    BrainpoolP256t1 = "brainpool-p256t1", "1.3.36.3.3.2.8.1.1.8", 256;
    /// brainpoolP320r1.
    BrainpoolP320r1 = "brainpool-p320r1", "1.3.36.3.3.2.8.1.1.9", 320;
    /// brainpoolP320t1.
    BrainpoolP320t1 = "brainpool-p320t1", "1.3.36.3.3.2.8.1.1.10", 320;
    /// brainpoolP384r1.
    BrainpoolP384r1 = "brainpool-p384r1", "1.3.36.3.3.2.8.1.1.11", 384;
    /// brainpoolP384t1.
    BrainpoolP384t1 = "brainpool-p384t1", "1.3.36.3.3.2.8.1.1.12", 384;
    /// brainpoolP512r1.
    BrainpoolP512r1 = "brainpool-p512r1", "1.3.36.3.3.2.8.1.1.13", 512;
    /// brainpoolP512t1.
    BrainpoolP512t1 = "brainpool-p512t1", "1.3.36.3.3.2.8.1.1.14", 512;
    /// SM2, GB/T 32918.
    Sm2 = "sm2", "1.2.156.10197.1.301", 256;
}

impl Curve {
    /// Octets of a coordinate; `None` where the name does not tell.
    pub(crate) fn field_octets(self) -> Option<usize> {
        usize::try_from(self.bits()?.div_ceil(8)).ok()
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Curve;

    #[test]
    fn every_curve_is_found_by_its_identifier() {
        for &curve in Curve::NAMED {
            assert_eq!(curve.oid().map(Curve::from_oid), Some(curve));
        }
    }
}

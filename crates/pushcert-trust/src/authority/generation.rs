//! The generations of intermediates that sign developers' certificates.

use core::fmt;

/// Which of Apple's intermediates. `G1` to `G8` are "Worldwide Developer Relations", of which
/// today G4 signs push certificates and G3 those of MDM vendors; `AAI2` signs MDM push
/// certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Generation {
    /// The first one, of 2008 and renewed in 2013; the name is only used since there is a G2.
    G1,
    /// "Apple Worldwide Developer Relations CA - G2", elliptic curve.
    G2,
    /// Since 2020.
    G3,
    /// Since 2020.
    G4,
    /// Since 2020.
    G5,
    /// Since 2021, elliptic curve.
    G6,
    /// 2022 and 2023, SHA-1.
    G7,
    /// 2023 to 2025, SHA-1.
    G8,
    /// "Apple Application Integration", of 2010 and renewed in 2016.
    Aai,
    /// "Apple Application Integration 2".
    Aai2,
}

impl Generation {
    /// `G1` to `G8`, `AAI`, `AAI2`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::G1 => "G1",
            Self::G2 => "G2",
            Self::G3 => "G3",
            Self::G4 => "G4",
            Self::G5 => "G5",
            Self::G6 => "G6",
            Self::G7 => "G7",
            Self::G8 => "G8",
            Self::Aai => "AAI",
            Self::Aai2 => "AAI2",
        }
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

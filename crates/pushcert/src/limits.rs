//! The limits of all parsers in one place, by name.

use core::fmt;

/// How large a file may be and how much work it may ask for.
///
/// Every limit is checked before the work is done. [`Limits::default`] admits every file that
/// programs are known to write; [`Limits::strict`] is for services that take files from strangers.
///
/// ```
/// let mut limits = pushcert::Limits::strict();
/// limits.set("max-iterations", 600_000)?;
/// assert!(limits.set("max-patience", 1).is_err());
/// # Ok::<(), pushcert::UnknownLimit>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Those of PKCS#12 containers, the ones of password-based encryption among them.
    pub pkcs12: pushcert_pkcs12::Limits,
    /// Those of PEM text.
    pub pem: pushcert_pem::Limits,
}

/// There is no limit of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no such limit")]
#[non_exhaustive]
pub struct UnknownLimit;

/// One limit: its name and meaning, how to read it, how to set it.
struct Entry {
    name: &'static str,
    meaning: &'static str,
    read: fn(&Limits) -> u64,
    set: fn(&mut Limits, u64),
}

macro_rules! entries {
    ($($name:literal $meaning:literal $($field:ident).+;)+) => {
        &[$(Entry {
            name: $name,
            meaning: $meaning,
            read: |limits| u64::try_from(limits.$($field).+).unwrap_or(u64::MAX),
            set: |limits, value| limits.$($field).+ = value.try_into().unwrap_or(usize::MAX as _),
        }),+]
    };
}

const ENTRIES: &[Entry] = entries! {
    "max-input" "bytes of a file" pkcs12.max_input;
    "max-depth" "levels of SafeContents inside one another" pkcs12.max_depth;
    "max-asn1-depth" "levels of ASN.1 elements inside one another" pkcs12.max_asn1_depth;
    "max-parts" "parts of a PKCS#12 file" pkcs12.max_parts;
    "max-bags" "bags of a PKCS#12 file" pkcs12.max_bags;
    "max-keys" "keys of a PKCS#12 file" pkcs12.max_keys;
    "max-certificates" "certificates of a PKCS#12 file" pkcs12.max_certificates;
    "max-attributes" "attributes of all bags of a PKCS#12 file" pkcs12.max_attributes;
    "max-iterations" "iterations of one key derivation" pkcs12.pbe.max_iterations;
    "max-total-iterations" "iterations of all key derivations of a file" pkcs12.pbe.max_total_iterations;
    "scrypt-memory" "bytes of memory of one scrypt derivation" pkcs12.pbe.scrypt_memory;
    "scrypt-parallelization" "parameter p of scrypt" pkcs12.pbe.scrypt_parallelization;
    "max-mac-key-length" "bytes of the key that PBMAC1 derives" pkcs12.pbe.max_mac_key_length;
    "max-password" "bytes of a password" pkcs12.pbe.max_password;
    "max-pem-blocks" "blocks of a PEM file" pem.max_blocks;
    "max-pem-headers" "header lines of one PEM block" pem.max_headers;
};

impl Limits {
    /// For services: 64 KiB of input, 300,000 iterations for one derivation, a million in all.
    #[must_use]
    pub const fn strict() -> Self {
        Self {
            pkcs12: pushcert_pkcs12::Limits::strict(),
            pem: pushcert_pem::Limits::strict(),
        }
    }

    /// The names of all limits with what they count.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        ENTRIES.iter().map(|entry| (entry.name, entry.meaning))
    }

    /// The value of a limit; none where there is no limit of this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<u64> {
        ENTRIES
            .iter()
            .find(|entry| entry.name == name)
            .map(|entry| (entry.read)(self))
    }

    /// Sets a limit by its name, up or down.
    ///
    /// # Errors
    /// [`UnknownLimit`] where there is no limit of this name.
    pub fn set(&mut self, name: &str, value: u64) -> Result<(), UnknownLimit> {
        let entry = ENTRIES
            .iter()
            .find(|entry| entry.name == name)
            .ok_or(UnknownLimit)?;
        (entry.set)(self, value);
        // A file has one size, whatever it turns out to be.
        self.pem.max_input = self.max_input();
        Ok(())
    }

    /// The largest input, in bytes.
    #[must_use]
    pub fn max_input(&self) -> usize {
        usize::try_from(self.pkcs12.max_input).unwrap_or(usize::MAX)
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in ENTRIES {
            writeln!(f, "{}={}", entry.name, (entry.read)(self))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_that_a_parser_names_can_be_set() {
        use pushcert_pbe::LimitName as Pbe;
        use pushcert_pkcs12::LimitName as Pkcs12;
        let pkcs12 = [
            Pkcs12::Input,
            Pkcs12::Depth,
            Pkcs12::Asn1Depth,
            Pkcs12::Parts,
            Pkcs12::Bags,
            Pkcs12::Keys,
            Pkcs12::Certificates,
            Pkcs12::Attributes,
        ];
        let pbe = [
            Pbe::Iterations,
            Pbe::TotalIterations,
            Pbe::ScryptMemory,
            Pbe::ScryptParallelization,
            Pbe::MacKeyLength,
            Pbe::PasswordLength,
        ];
        let pem = [
            pushcert_pem::LimitName::Blocks,
            pushcert_pem::LimitName::Headers,
        ];
        let names = pkcs12.iter().map(|l| l.as_str());
        let names = names
            .chain(pbe.iter().map(|l| l.as_str()))
            .chain(pem.iter().map(|l| l.as_str()));
        for name in names {
            let mut limits = Limits::default();
            limits.set(name, 7).unwrap();
            assert_eq!(limits.value(name), Some(7), "{name}");
            assert_ne!(limits, Limits::default(), "{name}");
        }
    }
}

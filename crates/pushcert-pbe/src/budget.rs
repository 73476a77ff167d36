//! What a derivation costs, and the account that pays for it.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};
use crate::limits::{LimitName, Limits};
use crate::password::{Family, PasswordEncoding};

mod ahead;

use ahead::Ahead;

/// What one derivation costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Work {
    /// Iterations of a hash, or for scrypt the number of iterations that take as long.
    pub iterations: u64,
    /// Memory in bytes; 0 for everything but scrypt.
    pub memory: u64,
    /// Parallelization parameter of scrypt; 0 for everything else.
    pub parallelization: u64,
}

impl Work {
    /// A derivation with an iteration count.
    #[must_use]
    pub const fn iterations(iterations: u64) -> Self {
        Self {
            iterations,
            memory: 0,
            parallelization: 0,
        }
    }

    /// scrypt with cost `n`, block size `r` and parallelization `p`.
    ///
    /// `4 · n · r · p` iterations are charged: one iteration of PBKDF2 with HMAC-SHA-256 takes about
    /// as long as a quarter of one `BlockMix` step for one unit of `r`.
    #[must_use]
    pub const fn scrypt(n: u64, r: u64, p: u64) -> Self {
        Self {
            iterations: n.saturating_mul(r).saturating_mul(p).saturating_mul(4),
            memory: n.saturating_mul(r).saturating_mul(128),
            parallelization: p,
        }
    }
}

/// Pays for all derivations of one file, and remembers the last ones, so that a file that uses the
/// same salt and count again does not pay twice.
///
/// Make one for each file; passing the same one to every [`Scheme::decrypt`](crate::Scheme::decrypt)
/// is what bounds a file with many small bombs.
pub struct Budget {
    limits: Limits,
    spent: u64,
    derived: Vec<Derived>,
    /// What was derived ahead of its request, and is not paid for yet.
    ahead: Ahead,
    preferred: Vec<(Family, PasswordEncoding)>,
}

/// A derivation that was done.
struct Derived {
    request: Zeroizing<Vec<u8>>,
    output: Zeroizing<Vec<u8>>,
}

/// Derivations remembered.
const REMEMBERED: usize = 8;
/// A request longer than this is not remembered.
const REMEMBERED_LEN: usize = 1024;

impl Budget {
    /// A full account.
    #[must_use]
    pub const fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            spent: 0,
            derived: Vec::new(),
            ahead: Ahead::new(),
            preferred: Vec::new(),
        }
    }

    /// The limits that it was made with.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Iterations paid for up to now.
    #[must_use]
    pub const fn spent(&self) -> u64 {
        self.spent
    }

    /// Whether all of this could be paid for, each by itself and together. Nothing is charged.
    ///
    /// # Errors
    /// [`ErrorKind::LimitExceeded`] for the first limit that would refuse.
    pub fn check(&self, work: impl IntoIterator<Item = Work>) -> Result<(), Error> {
        let mut total = self.spent;
        for work in work {
            self.check_one(work)?;
            total = total.saturating_add(work.iterations);
        }
        within(
            LimitName::TotalIterations,
            total,
            self.limits.max_total_iterations,
        )
    }

    /// Charges a derivation.
    ///
    /// # Errors
    /// [`ErrorKind::LimitExceeded`]; nothing is charged then.
    pub fn charge(&mut self, work: Work) -> Result<(), Error> {
        self.check([work])?;
        self.spent = self.spent.saturating_add(work.iterations);
        Ok(())
    }

    fn check_one(&self, work: Work) -> Result<(), Error> {
        if work.memory == 0 {
            return within(
                LimitName::Iterations,
                work.iterations,
                self.limits.max_iterations,
            );
        }
        within(
            LimitName::ScryptMemory,
            work.memory,
            self.limits.scrypt_memory,
        )?;
        within(
            LimitName::ScryptParallelization,
            work.parallelization,
            self.limits.scrypt_parallelization,
        )
    }

    /// The forms of a password, the one that worked last in front.
    pub(crate) fn order(
        &self,
        forms: &'static [PasswordEncoding],
        family: Family,
    ) -> impl Iterator<Item = PasswordEncoding> + use<> {
        let first = self
            .preferred
            .iter()
            .find(|(known, _)| *known == family)
            .map(|(_, encoding)| *encoding)
            .filter(|encoding| forms.contains(encoding));
        let others = forms.iter().copied();
        first
            .into_iter()
            .chain(others.filter(move |encoding| Some(*encoding) != first))
    }

    /// Remembers the form of the password that worked.
    pub(crate) fn prefer(&mut self, family: Family, encoding: PasswordEncoding) {
        self.preferred.retain(|(known, _)| *known != family);
        self.preferred.push((family, encoding));
    }

    /// The output of an equal request, else that of `derive`, which is charged.
    pub(crate) fn derive(
        &mut self,
        request: Zeroizing<Vec<u8>>,
        work: Work,
        derive: impl FnOnce() -> Result<Zeroizing<Vec<u8>>, Error>,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        if let Some(known) = self.derived.iter().find(|known| *known.request == *request) {
            return Ok(known.output.clone());
        }
        self.charge(work)?;
        let output = match self.ahead.take(&request) {
            Some(output) => output,
            None => derive()?,
        };
        if request.len() <= REMEMBERED_LEN {
            if self.derived.len() >= REMEMBERED {
                self.derived.remove(0);
            }
            self.derived.push(Derived {
                request,
                output: output.clone(),
            });
        }
        Ok(output)
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget")
            .field("limits", &self.limits)
            .field("spent", &self.spent)
            .finish_non_exhaustive()
    }
}

/// Refuses `asked` above `allowed`.
pub(crate) fn within(limit: LimitName, asked: u64, allowed: u64) -> Result<(), Error> {
    if asked <= allowed {
        return Ok(());
    }
    Err(ErrorKind::LimitExceeded {
        limit,
        asked,
        allowed,
    }
    .into())
}

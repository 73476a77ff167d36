//! Derivations that are done ahead of their request, several side by side.

use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::{Budget, REMEMBERED, REMEMBERED_LEN};
use crate::password::Password;
use crate::scheme::{Group, Scheme};

/// How many are kept here at once.
const AHEAD: usize = REMEMBERED;

/// What was derived ahead and not asked for yet.
pub(super) struct Ahead {
    derived: Vec<Early>,
    /// Iterations of what was derived and never asked for.
    wasted: u64,
}

/// One of them.
struct Early {
    request: Zeroizing<Vec<u8>>,
    output: Zeroizing<Vec<u8>>,
    iterations: u64,
}

/// One that is about to be derived.
struct Planned<'a> {
    scheme: &'a Scheme,
    group: Group,
    request: Zeroizing<Vec<u8>>,
    password: Zeroizing<Vec<u8>>,
}

impl Ahead {
    pub(super) const fn new() -> Self {
        Self {
            derived: Vec::new(),
            wasted: 0,
        }
    }

    /// The output for this request, which is no longer kept here.
    pub(super) fn take(&mut self, request: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let mut early = self.derived.iter();
        let at = early.position(|early| *early.request == *request)?;
        Some(self.derived.swap_remove(at).output)
    }

    fn has(&self, request: &[u8]) -> bool {
        self.derived.iter().any(|early| *early.request == *request)
    }

    /// Iterations that nobody has paid for yet, or ever will.
    fn unpaid(&self) -> u64 {
        let iterations = self.derived.iter().map(|early| early.iterations);
        iterations.fold(self.wasted, u64::saturating_add)
    }

    /// Forgets what none of these schemes will ask for.
    fn keep(&mut self, requests: &[Zeroizing<Vec<u8>>]) {
        let wasted = &mut self.wasted;
        self.derived.retain(|early| {
            let keep = requests.contains(&early.request);
            if !keep {
                *wasted = wasted.saturating_add(early.iterations);
            }
            keep
        });
    }
}

impl Budget {
    /// Derives side by side what the first of these schemes will need, so that
    /// [`Scheme::open`] finds it. Together they take less time than one after the other; nothing
    /// else changes: `open` charges when it asks for them, and returns and refuses the same.
    ///
    /// `schemes` are in the order in which they will be opened. Of the forms of the password the
    /// one is taken that `open` will try first, so this is for a password that is known to be right.
    /// Nothing is derived when the limits do not allow all of it, and never more that is not paid for
    /// than a quarter of [`Limits::max_total_iterations`](crate::Limits::max_total_iterations).
    ///
    /// Returns how many of the schemes were looked at, at least 1 unless there is none. For those
    /// behind them call again when their turn comes.
    pub fn derive_ahead(&mut self, password: &Password<'_>, schemes: &[&Scheme]) -> usize {
        if password.check(&self.limits).is_err() {
            return schemes.len();
        }
        if !self.ahead.derived.is_empty() {
            let near = schemes.iter().take(AHEAD.saturating_mul(2));
            let requests: Vec<_> = near
                .filter_map(|scheme| Some(self.plan(password, scheme)?.request))
                .collect();
            self.ahead.keep(&requests);
        }
        let (planned, looked_at) = self.choose(password, schemes);
        let costs = planned.iter().map(|planned| planned.scheme.cost());
        if planned.len() > 1 && self.check(costs).is_ok() {
            self.ahead.derive(planned);
        }
        looked_at
    }

    /// What a scheme will ask for first; `None` where nothing is gained by deriving it earlier.
    fn plan<'a>(&self, password: &Password<'_>, scheme: &'a Scheme) -> Option<Planned<'a>> {
        let (derivation, cipher) = scheme.derived();
        let group = derivation.group().filter(|group| group.gains())?;
        let family = derivation.family();
        let password = self
            .order(password.encodings(family), family)
            .find_map(|encoding| password.encode(encoding))?;
        let request = derivation.request(cipher, &password);
        (request.len() <= REMEMBERED_LEN).then_some(Planned {
            scheme,
            group,
            request,
            password,
        })
    }

    /// As many as may be derived, and how many schemes were looked at to find them.
    fn choose<'a>(
        &self,
        password: &Password<'_>,
        schemes: &[&'a Scheme],
    ) -> (Vec<Planned<'a>>, usize) {
        let allowed = self.limits.max_total_iterations / 4;
        let mut left = allowed.saturating_sub(self.ahead.unpaid());
        let room = AHEAD.saturating_sub(self.ahead.derived.len());
        let mut planned: Vec<Planned<'a>> = Vec::new();
        for (looked_at, scheme) in schemes.iter().enumerate() {
            let Some(one) = self.plan(password, scheme) else {
                continue;
            };
            let same = |other: &[u8]| *one.request == *other;
            let known = self.ahead.has(&one.request)
                || planned.iter().any(|other| same(&other.request))
                || self.derived.iter().any(|other| same(&other.request));
            if known {
                continue;
            }
            match left.checked_sub(scheme.cost().iterations) {
                Some(rest) if planned.len() < room => left = rest,
                _ => return (planned, looked_at.max(1)),
            }
            planned.push(one);
        }
        (planned, schemes.len())
    }
}

impl Ahead {
    /// Derives those that can run side by side with another one.
    fn derive(&mut self, mut planned: Vec<Planned<'_>>) {
        while let Some(first) = planned.pop() {
            let (mut alike, others): (Vec<_>, Vec<_>) = planned
                .into_iter()
                .partition(|one| one.group == first.group && one.password == first.password);
            planned = others;
            if alike.is_empty() {
                continue;
            }
            let (group, password) = (first.group, first.password.clone());
            alike.push(first);
            let wanted: Vec<_> = alike.iter().map(|one| one.scheme.derived()).collect();
            let outputs = group.run(&wanted, &password);
            for (one, output) in alike.into_iter().zip(outputs) {
                self.derived.push(Early {
                    request: one.request,
                    output,
                    iterations: one.scheme.cost().iterations,
                });
            }
        }
    }
}

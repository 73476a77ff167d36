//! Replacing a credential: the order, and that nothing is mixed or lost.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails with it")]

mod manager {
    mod order;
    mod reload;
    mod stand_in;
}

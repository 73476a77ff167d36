//! Replacing a credential: the order, and that nothing is mixed or lost.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod manager {
    mod apns;
    mod files;
    mod order;
    mod reload;
    mod simulator;
    mod stand_in;
}

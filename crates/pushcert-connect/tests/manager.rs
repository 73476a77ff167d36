//! Replacing a credential: the order, and that nothing is mixed or lost.

mod manager {
    mod apns;
    mod files;
    mod order;
    mod reload;
    mod simulator;
    mod stand_in;
}

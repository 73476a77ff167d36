//! Replacing a credential: the order, and that nothing is mixed or lost.

mod manager {
    mod order;
    mod reload;
    mod stand_in;
}

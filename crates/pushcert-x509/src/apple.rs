//! Apple's extensions and what follows from them.

mod facts;
mod kind;
pub mod known;
mod topics;
mod values;

pub(crate) use facts::decode;
pub use facts::{PushFacts, TopicEntry, TopicsFrom};
pub(crate) use values::check;

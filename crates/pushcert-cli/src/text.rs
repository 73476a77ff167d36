//! The report for people.

pub(crate) mod connection;
pub(crate) mod escape;
pub(crate) mod exported;
pub(crate) mod facts;
pub(crate) mod finding;
pub(crate) mod page;
pub(crate) mod renderer;
pub(crate) mod renewal;
pub(crate) mod request;
pub(crate) mod show;
pub(crate) mod style;
pub(crate) mod summary;
pub(crate) mod table;
pub(crate) mod trust;
pub(crate) mod verdict;
pub(crate) mod words;
pub(crate) mod wrap;

//! The jobs that are compared.

pub mod certificate;
pub mod connect;
pub mod folder;
pub mod keys;
pub mod pkcs12;
pub mod signature;
pub mod threads;

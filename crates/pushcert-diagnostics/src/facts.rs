//! The facts of one file, as plain data.

mod certificate;
mod container;
mod key;
mod problem;
mod text;

pub use certificate::{
    CertificateDefect, CertificateFacts, IdentityFacts, RequestFacts, TopicFacts,
};
pub use container::{
    BagFacts, BagRemark, ContainerEncoding, ContainerFacts, EmptyEncoding, MacFacts, PartFacts,
    PasswordState, ProtectionFacts,
};
pub use key::{KeyDefect, KeyFacts, LocalKeyId, PublicKeyFacts};
pub use problem::{Item, Problem, ProblemKind};
pub use text::{TextFacts, TextRemark};

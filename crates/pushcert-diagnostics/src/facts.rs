//! The facts of one file, as plain data.

mod certificate;
mod container;
mod key;
mod problem;
mod request;
mod text;
mod trust;

pub use certificate::{CertificateDefect, CertificateFacts, IdentityFacts, TopicFacts};
pub use container::{
    BagFacts, BagRemark, ContainerEncoding, ContainerFacts, EmptyEncoding, MacFacts, PartFacts,
    PasswordState, ProtectionFacts,
};
pub use key::{KeyDefect, KeyFacts, LocalKeyId, PublicKeyFacts};
pub use problem::{Item, Problem, ProblemKind};
pub use request::{MdmRequestDefect, MdmRequestFacts, RequestFacts, SignatureState};
pub use text::{TextFacts, TextRemark};
pub use trust::{
    PathStepFacts, RevocationFacts, RevocationStatus, RootFacts, RootState, TrustStoreFacts,
};

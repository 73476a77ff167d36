//! Where to connect to, and what to ask there.

use std::net::IpAddr;

use pushcert_types::connection::ConnectionFacts;
use pushcert_types::{Environment, Priority, PushRequest, PushRequestError, PushType, Topic};

/// A host and a port.
///
/// ```
/// use pushcert_connect::Target;
/// use pushcert_types::Environment;
///
/// let sandbox = Target::apns(Environment::Sandbox).with_port(2197);
/// assert_eq!((sandbox.host(), sandbox.port()), ("api.sandbox.push.apple.com", 2197));
/// let stand_in = Target::at("localhost", 8443).with_environment(Environment::Production);
/// assert_eq!(stand_in.environment(), Some(Environment::Production));
/// assert_eq!(Target::at("api.push.apple.com", 443).environment(), Some(Environment::Production));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    host: String,
    port: u16,
    environment: Option<Environment>,
}

impl Target {
    /// The port of APNs.
    pub const PORT: u16 = 443;
    /// The other one, for networks that let 443 through to a proxy only.
    pub const ALTERNATIVE_PORT: u16 = 2197;

    /// One of Apple's two services, port 443.
    #[must_use]
    pub fn apns(environment: Environment) -> Self {
        Self {
            host: environment.host().to_owned(),
            port: Self::PORT,
            environment: Some(environment),
        }
    }

    /// Any host, by name or by address; brackets around an IPv6 address are taken off. The environment is
    /// known for Apple's hosts.
    #[must_use]
    pub fn at(host: impl Into<String>, port: u16) -> Self {
        let host = host.into();
        let inner = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
        let host = inner.map(ToOwned::to_owned).unwrap_or(host);
        Self {
            environment: Environment::of_host(&host),
            host,
            port,
        }
    }

    /// The same on another port.
    #[must_use]
    pub const fn with_port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The service that it stands in for.
    #[must_use]
    pub const fn with_environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }

    /// The name or the address.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The TCP port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Which service it is, or stands in for.
    #[must_use]
    pub const fn environment(&self) -> Option<Environment> {
        self.environment
    }

    pub(crate) fn facts(&self, request: &PushRequest) -> ConnectionFacts {
        let mut facts = self.bare_facts();
        facts.topic = Some(request.topic().to_string());
        facts.push_type = Some(request.push_type());
        facts.apns_id = request.id().map(ToOwned::to_owned);
        facts
    }

    pub(crate) fn bare_facts(&self) -> ConnectionFacts {
        let mut facts = ConnectionFacts::new(&self.host, self.port);
        facts.environment = self.environment;
        facts
    }

    /// Host and port for `:authority`.
    pub(crate) fn authority(&self) -> String {
        let host = match self.host.parse() {
            Ok(IpAddr::V6(address)) => format!("[{address}]"),
            _ => self.host.clone(),
        };
        match self.port {
            Self::PORT => host,
            port => format!("{host}:{port}"),
        }
    }
}

/// What a check asks: may this credential send such pushes to this topic?
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    topic: Topic,
    push_type: PushType,
}

impl Question {
    /// SHA-256 of `pushcert: no device has this token`. APNs gives tokens out itself; that a device has this
    /// one is as likely as a collision.
    pub const TOKEN: &str = "069547c24497f3211cdb5327949d4b2cca2937ace1c33e9d54542f08d2f80f7f";

    /// A push of this type to this topic.
    #[must_use]
    pub const fn new(topic: Topic, push_type: PushType) -> Self {
        Self { topic, push_type }
    }

    /// The topic.
    #[must_use]
    pub const fn topic(&self) -> &Topic {
        &self.topic
    }

    /// The push type.
    #[must_use]
    pub const fn push_type(&self) -> PushType {
        self.push_type
    }

    /// A push to [`Self::TOKEN`] that is not kept, and wakes nobody. It is always well formed.
    pub(crate) fn request(&self) -> Result<PushRequest, PushRequestError> {
        PushRequest::new(Self::TOKEN, self.topic.clone(), self.push_type)
            .and_then(|request| request.with_priority(Priority::Considerate))
            .map(|request| request.with_expiration(0))
    }

    /// The least that is well formed.
    pub(crate) const fn payload(&self) -> &'static [u8] {
        match self.push_type {
            PushType::Mdm => br#"{"mdm":"00000000-0000-0000-0000-000000000000"}"#,
            _ => br#"{"aps":{}}"#,
        }
    }
}

#[cfg(test)]
mod tests {
    use pushcert_testkit::digest::Digest;
    use pushcert_testkit::hex_lower;

    use super::*;

    #[test]
    fn the_token_is_what_it_says() {
        let hash = Digest::Sha256.hash(b"pushcert: no device has this token");
        assert_eq!(Question::TOKEN, hex_lower(&hash));
    }

    #[test]
    fn the_question_is_a_push_that_is_not_kept() {
        let topic = Topic::parse("com.example.app").unwrap();
        for push_type in PushType::ALL {
            let question = Question::new(topic.clone(), *push_type);
            let request = question.request().unwrap();
            let headers = request.headers();
            assert!(headers.contains(&("apns-priority", "5".to_owned())));
            assert!(headers.contains(&("apns-expiration", "0".to_owned())));
            assert!(serde_json::from_slice::<serde_json::Value>(question.payload()).is_ok());
        }
    }

    #[test]
    fn an_authority_names_the_port_where_it_is_another() {
        let of = |host: &str, port| Target::at(host, port).authority();
        assert_eq!(of("api.push.apple.com", 443), "api.push.apple.com");
        assert_eq!(of("api.push.apple.com", 2197), "api.push.apple.com:2197");
        assert_eq!(of("[::1]", 8443), "[::1]:8443");
        assert_eq!(of("127.0.0.1", 443), "127.0.0.1");
    }
}

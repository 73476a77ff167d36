//! pushcert-connect.

use bytes::Bytes;
use pushcert_apns_sim::Running;
use pushcert_connect::{
    Checker, ClientIdentity, Connection, Question, Roots, Target, TlsVersion, provider,
};
use pushcert_types::{PushRequest, PushType};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::{IN_FLIGHT, PAYLOAD, PUSHES, identity, push_request, runtime, topic};
use crate::contest::{Found, why};

/// Checks, one after the other.
pub(super) struct Check {
    runtime: Runtime,
    checker: Checker,
    target: Target,
    identity: ClientIdentity,
    question: Question,
}

impl Check {
    pub(super) fn new(server: &Running) -> Result<Self, String> {
        Ok(Self {
            runtime: runtime()?,
            checker: checker(server)?,
            target: target(server),
            identity: identity()?,
            question: Question::new(topic()?, PushType::Alert),
        })
    }

    pub(super) fn run(&self) -> Found {
        let check = self
            .checker
            .check(&self.target, &self.identity, &self.question);
        let facts = self.runtime.block_on(check);
        let reason = facts.answer.and_then(|answer| answer.reason);
        match reason.as_deref() {
            Some("BadDeviceToken") => Ok(1),
            _ => Err(format!("{:?}", facts.failure)),
        }
    }
}

/// Pushes over a connection that is kept open.
pub(super) struct Pushes {
    runtime: Runtime,
    connection: Connection,
    request: PushRequest,
}

impl Pushes {
    pub(super) fn open(server: &Running) -> Result<Self, String> {
        let runtime = runtime()?;
        let (checker, target, identity) = (checker(server)?, target(server), identity()?);
        let opened = runtime.block_on(Connection::open(&checker, &target, &identity));
        Ok(Self {
            connection: opened.map_err(|facts| format!("{:?}", facts.failure))?,
            runtime,
            request: push_request()?,
        })
    }

    pub(super) fn run(&self) -> Found {
        self.runtime.block_on(async {
            let mut senders = JoinSet::new();
            for _ in 0..IN_FLIGHT {
                senders.spawn(send(self.connection.clone(), self.request.clone()));
            }
            let counts = senders.join_all().await;
            counts.into_iter().sum()
        })
    }
}

/// One after the other, as many as fall to one sender; how many were answered with 200.
async fn send(connection: Connection, request: PushRequest) -> Found {
    let mut count = 0;
    for _ in 0..PUSHES / IN_FLIGHT {
        let payload = Bytes::from_static(PAYLOAD);
        let answer = connection.push(&request, payload).await.map_err(why)?;
        count += usize::from(answer.http_status == Some(200));
    }
    Ok(count)
}

fn checker(server: &Running) -> Result<Checker, String> {
    let roots = Roots::only([server.trust_anchor().clone()]).map_err(why)?;
    let provider = provider::default().map_err(why)?;
    Ok(Checker::new(provider, roots).with_tls_version(TlsVersion::Tls13))
}

/// By its address: a name would be looked up by another thread.
fn target(server: &Running) -> Target {
    Target::at(server.addr().ip().to_string(), server.port())
}

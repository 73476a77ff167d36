//! What may change while the simulator runs, and what it remembers.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use pushcert_types::{Environment, Topic, UnixTime};

use crate::builder::Limits;
use crate::client::{Client, plain_hex};
use crate::device::Device;
use crate::log::Log;
use crate::script::{Action, Key, Place, Running, Script};

/// How many identifiers of pushes are remembered.
const MAX_IDS: usize = 100_000;

/// Everything that connections share.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) log: Log,
    pub(crate) limits: Limits,
    pub(crate) keeps_payloads: bool,
    /// The moment that certificates are judged at; `None` is now.
    pub(crate) at: Option<UnixTime>,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    environment: Environment,
    devices: HashMap<String, Device>,
    revoked: HashSet<String>,
    script: Running,
    ids: HashSet<String>,
}

/// What is known of a device for a topic.
pub(crate) enum Known {
    Unknown,
    OtherTopic,
    Device(Device),
}

impl State {
    pub(crate) fn new(
        log: Log,
        limits: Limits,
        environment: Environment,
        at: Option<UnixTime>,
        keeps_payloads: bool,
    ) -> Self {
        Self {
            log,
            limits,
            keeps_payloads,
            at,
            inner: Mutex::new(Inner {
                environment,
                devices: HashMap::new(),
                revoked: HashSet::new(),
                script: Running::default(),
                ids: HashSet::new(),
            }),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn environment(&self) -> Environment {
        self.inner().environment
    }

    pub(crate) fn set_device(&self, token: &str, device: Option<Device>) {
        let token = token.to_ascii_lowercase();
        let mut inner = self.inner();
        match device {
            Some(device) => inner.devices.insert(token, device),
            None => inner.devices.remove(&token),
        };
    }

    pub(crate) fn device(&self, token: &str, topic: &Topic) -> Known {
        let inner = self.inner();
        match inner.devices.get(&token.to_ascii_lowercase()) {
            None => Known::Unknown,
            Some(device) if device.topic.as_ref().is_some_and(|own| own != topic) => {
                Known::OtherTopic
            }
            Some(device) => Known::Device(device.clone()),
        }
    }

    pub(crate) fn set_revoked(&self, id: &str, is_revoked: bool) {
        let id = plain_hex(id);
        let mut inner = self.inner();
        if is_revoked {
            inner.revoked.insert(id);
        } else {
            inner.revoked.remove(&id);
        }
    }

    pub(crate) fn is_revoked(&self, client: &Client) -> bool {
        let inner = self.inner();
        [&client.sha256, &client.serial]
            .iter()
            .any(|id| inner.revoked.contains(&plain_hex(id)))
    }

    pub(crate) fn set_script(&self, script: Script) {
        self.inner().script = Running::new(script);
    }

    /// What the script wants at a place; it counts as done.
    pub(crate) fn take(&self, place: Place, key: &Key) -> Vec<Action> {
        self.inner().script.take(place, key)
    }

    /// Whether the script may want something at a place of a connection.
    pub(crate) fn has(&self, place: Place, connection: u64) -> bool {
        self.inner().script.has(place, connection)
    }

    /// Remembers the identifier of a push; tells whether it was there before.
    pub(crate) fn is_repeated(&self, id: &str) -> bool {
        let mut inner = self.inner();
        if inner.ids.contains(id) {
            return true;
        }
        if inner.ids.len() < MAX_IDS {
            inner.ids.insert(id.to_owned());
        }
        false
    }
}

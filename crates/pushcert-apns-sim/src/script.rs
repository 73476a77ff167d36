//! The script: when to behave in another way than APNs does.

mod action;
mod places;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use action::{Action, AnswerAction, HowToCut};
pub use places::Place;

/// Exceptions from the rule, in order. Whatever no step speaks of is done as APNs does it.
///
/// Every step whose conditions hold is carried out at its place, in the order of the list, until one of
/// them ends the connection or answers the request.
///
/// ```
/// use pushcert_apns_sim::{Action, Script, Step};
///
/// let script: Script = r#"{"steps": [
///     {"when": {"connection": 1}, "do": {"cut": {"at": "server-hello", "how": "reset"}}},
///     {"when": {"request": 3}, "do": {"answer": {"reason": "TooManyRequests"}}, "times": 1}
/// ]}"#.parse()?;
/// assert_eq!(script.steps.len(), 2);
///
/// let same = Script::new().with(Step::new(Action::Silence { at: Default::default() }).on_connection(2));
/// assert_eq!(same.steps[0].when.connection, Some(2));
/// # Ok::<(), pushcert_apns_sim::ScriptError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Script {
    /// The steps.
    #[serde(default)]
    pub steps: Vec<Step>,
}

/// One exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Step {
    /// The conditions, all of which have to hold. None: always.
    #[serde(default)]
    pub when: When,
    /// What is done.
    #[serde(rename = "do")]
    pub action: Action,
    /// How often it is done; without it, as often as the conditions hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
}

/// Conditions of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct When {
    /// The number of the connection, counted from 1 since the simulator started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<u64>,
    /// The number of the request on its connection, counted from 1. Holds at no place before a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<u64>,
    /// The topic of the request. Holds at no place before a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// The device token of the request. Holds at no place before a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}

impl Script {
    /// A script without steps.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with one more step at its end.
    #[must_use]
    pub fn with(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Whether every step can be done where it says.
    ///
    /// # Errors
    /// [`ScriptError`] with the number of the first that cannot.
    pub fn check(&self) -> Result<(), ScriptError> {
        for (index, step) in self.steps.iter().enumerate() {
            step.action
                .check()
                .map_err(|problem| ScriptError::Step { index, problem })?;
            let when = &step.when;
            let of_request = when.request.is_some() || when.topic.is_some() || when.token.is_some();
            if of_request && step.action.place() < Place::Request {
                let problem = "it asks for a request at a place before all requests";
                return Err(ScriptError::Step { index, problem });
            }
        }
        Ok(())
    }
}

impl FromStr for Script {
    type Err = ScriptError;

    /// Reads a script in JSON and checks it.
    fn from_str(text: &str) -> Result<Self, ScriptError> {
        let script: Self = serde_json::from_str(text).map_err(|error| ScriptError::Json {
            line: error.line(),
            column: error.column(),
            problem: error.to_string(),
        })?;
        script.check()?;
        Ok(script)
    }
}

impl Step {
    /// A step without conditions.
    #[must_use]
    pub fn new(action: Action) -> Self {
        Self {
            when: When::default(),
            action,
            times: None,
        }
    }

    /// On this connection only, counted from 1.
    #[must_use]
    pub fn on_connection(mut self, number: u64) -> Self {
        self.when.connection = Some(number);
        self
    }

    /// At this request of a connection only, counted from 1.
    #[must_use]
    pub fn at_request(mut self, number: u64) -> Self {
        self.when.request = Some(number);
        self
    }

    /// For requests to this topic only.
    #[must_use]
    pub fn for_topic(mut self, topic: impl Into<String>) -> Self {
        self.when.topic = Some(topic.into());
        self
    }

    /// For requests to this device only.
    #[must_use]
    pub fn for_token(mut self, token: impl Into<String>) -> Self {
        self.when.token = Some(token.into());
        self
    }

    /// So many times only.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }
}

/// Why a text is no script.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScriptError {
    /// It is no JSON, or JSON of another shape.
    Json {
        /// Where, counted from 1; 0 where the JSON has no lines.
        line: usize,
        /// Where in the line.
        column: usize,
        /// What is wrong there.
        problem: String,
    },
    /// A step cannot be done.
    Step {
        /// Which one, counted from 0.
        index: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json { problem, .. } => write!(f, "the script cannot be read: {problem}"),
            Self::Step { index, problem } => write!(f, "step {index} of the script: {problem}"),
        }
    }
}

impl std::error::Error for ScriptError {}

/// The JSON Schema of a [`Script`].
#[cfg(feature = "schema")]
#[must_use]
pub fn script_schema() -> serde_json::Value {
    schemars::schema_for!(Script).into()
}

/// A script at work: with the count of what was done.
#[derive(Debug, Default)]
pub(crate) struct Running {
    steps: Vec<(Step, u64)>,
}

/// What conditions are compared with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Key {
    pub(crate) connection: u64,
    pub(crate) request: Option<u64>,
    pub(crate) topic: Option<String>,
    pub(crate) token: Option<String>,
}

impl Running {
    pub(crate) fn new(script: Script) -> Self {
        let steps = script.steps.into_iter().map(|step| (step, 0)).collect();
        Self { steps }
    }

    /// What is to be done at a place, which then counts as done.
    pub(crate) fn take(&mut self, place: Place, key: &Key) -> Vec<Action> {
        let due = self.steps.iter_mut().filter(|(step, done)| {
            step.action.place() == place
                && step.when.holds(key)
                && step.times.is_none_or(|times| *done < times)
        });
        let mut actions = Vec::new();
        for (step, done) in due {
            *done = done.saturating_add(1);
            actions.push(step.action.clone());
            if step.action.is_final() {
                break;
            }
        }
        actions
    }

    /// Whether something may be to do at a place of a connection.
    pub(crate) fn has(&self, place: Place, connection: u64) -> bool {
        self.steps.iter().any(|(step, _)| {
            step.action.place() == place && step.when.connection.is_none_or(|n| n == connection)
        })
    }
}

impl When {
    fn holds(&self, key: &Key) -> bool {
        let same = |wanted: &Option<String>, found: &Option<String>| {
            wanted.as_ref().is_none_or(|wanted| {
                found
                    .as_ref()
                    .is_some_and(|found| found.eq_ignore_ascii_case(wanted))
            })
        };
        self.connection.is_none_or(|n| n == key.connection)
            && self.request.is_none_or(|n| Some(n) == key.request)
            && same(&self.topic, &key.topic)
            && same(&self.token, &key.token)
    }
}

//! The payload of a push, from a file or from flags.

use std::path::PathBuf;

use clap::Args;
use pushcert::PushType;
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::flags::settings::Settings;
use crate::input::is_stdin;
use crate::run::{self, ReadFile};

/// What the device gets.
#[derive(Args, Debug, Default)]
pub(crate) struct PayloadFlags {
    /// The payload as JSON, from this file or - for standard input
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "parts",
        help_heading = "Payload"
    )]
    payload: Option<PathBuf>,

    #[command(flatten)]
    parts: Parts,
}

/// The parts of a payload that is made here.
#[derive(Args, Debug, Default)]
#[group(id = "parts", multiple = true)]
struct Parts {
    /// The text of the alert
    #[arg(long, value_name = "TEXT", help_heading = "Payload")]
    alert: Option<String>,

    /// The title of the alert
    #[arg(long, value_name = "TEXT", help_heading = "Payload")]
    title: Option<String>,

    /// The number on the app's icon; 0 takes it away
    #[arg(long, value_name = "N", help_heading = "Payload")]
    badge: Option<u32>,

    /// The sound to play, such as default
    #[arg(long, value_name = "NAME", help_heading = "Payload")]
    sound: Option<String>,

    /// Wake the app in the background
    #[arg(long, help_heading = "Payload")]
    content_available: bool,

    /// The PushMagic that the device sent to the MDM server when it was enrolled
    #[arg(long, value_name = "TEXT", help_heading = "Payload")]
    push_magic: Option<String>,
}

impl PayloadFlags {
    /// Whether standard input is taken by the payload.
    pub(crate) fn uses_stdin(&self) -> bool {
        self.payload.as_ref().is_some_and(is_stdin)
    }

    /// The payload for this push type, as compact JSON.
    pub(crate) fn bytes(
        &self,
        push_type: PushType,
        settings: &Settings,
    ) -> Result<Vec<u8>, Failure> {
        let Some(path) = &self.payload else {
            return self
                .parts
                .payload(push_type)
                .map(|value| value.to_string().into_bytes());
        };
        let ReadFile { name, bytes } = run::read_source(path, settings)?;
        let help = "write it like {\"aps\":{\"alert\":\"text\"}}";
        match serde_json::from_slice::<Value>(&bytes) {
            Ok(Value::Object(_)) => Ok(bytes.to_vec()),
            Ok(_) => Err(
                Failure::new(format!("the payload {name} is JSON, but no object")).with_help(help),
            ),
            Err(error) => {
                Err(Failure::new(format!("the payload {name} is no JSON: {error}")).with_help(help))
            }
        }
    }

    /// Whether nothing is to be shown, so that the push is a background one.
    pub(crate) fn is_silent(&self) -> bool {
        self.parts.content_available && self.parts.shown().is_empty()
    }
}

impl Parts {
    /// What the device shows or plays.
    fn shown(&self) -> Map<String, Value> {
        let mut aps = Map::new();
        match (&self.title, &self.alert) {
            (None, None) => {}
            (None, Some(alert)) => {
                aps.insert("alert".into(), json!(alert));
            }
            (Some(title), None) => {
                aps.insert("alert".into(), json!({ "title": title }));
            }
            (Some(title), Some(body)) => {
                aps.insert("alert".into(), json!({ "title": title, "body": body }));
            }
        }
        aps.extend(self.badge.map(|badge| ("badge".into(), json!(badge))));
        let sound = self.sound.as_ref();
        aps.extend(sound.map(|sound| ("sound".into(), json!(sound))));
        aps
    }

    fn payload(&self, push_type: PushType) -> Result<Value, Failure> {
        if push_type == PushType::Mdm {
            if self.content_available || !self.shown().is_empty() {
                return Err(
                    Failure::new("a managed device is shown nothing by its push").with_help(
                        "leave --alert, --title, --badge, --sound and --content-available out",
                    ),
                );
            }
            let magic = self.push_magic.as_ref().ok_or_else(|| {
                Failure::new("a push to a managed device needs its PushMagic").with_help(
                    "give the one that the device sent when it was enrolled: --push-magic TEXT",
                )
            })?;
            return Ok(json!({ "mdm": magic }));
        }
        if self.push_magic.is_some() {
            return Err(
                Failure::new(format!("a push of the type {push_type} has no PushMagic"))
                    .with_help("--push-magic goes with an MDM push certificate"),
            );
        }
        let mut aps = self.shown();
        if self.content_available || push_type == PushType::Background {
            aps.insert("content-available".into(), json!(1));
        }
        if aps.is_empty() && push_type == PushType::Alert {
            aps.insert("alert".into(), json!("A test push"));
        }
        Ok(json!({ "aps": aps }))
    }
}

#[cfg(test)]
mod tests {
    use super::{Parts, PayloadFlags};
    use pushcert::PushType;

    fn made(parts: Parts, push_type: PushType) -> String {
        let flags = PayloadFlags {
            payload: None,
            parts,
        };
        flags.parts.payload(push_type).unwrap().to_string()
    }

    #[test]
    fn a_payload_is_made_of_its_parts() {
        let all = Parts {
            alert: Some("Hello \"you\"".into()),
            title: Some("Greeting".into()),
            badge: Some(0),
            sound: Some("default".into()),
            content_available: true,
            push_magic: None,
        };
        assert_eq!(
            made(all, PushType::Alert),
            r#"{"aps":{"alert":{"title":"Greeting","body":"Hello \"you\""},"badge":0,"sound":"default","content-available":1}}"#
        );
    }

    #[test]
    fn without_parts_it_is_what_the_push_type_needs() {
        for (push_type, expected) in [
            (PushType::Alert, r#"{"aps":{"alert":"A test push"}}"#),
            (PushType::Background, r#"{"aps":{"content-available":1}}"#),
            (PushType::Voip, r#"{"aps":{}}"#),
        ] {
            assert_eq!(made(Parts::default(), push_type), expected);
        }
    }

    #[test]
    fn a_managed_device_needs_its_push_magic() {
        assert!(Parts::default().payload(PushType::Mdm).is_err());
        let magic = Parts {
            push_magic: Some("4F2A-77".into()),
            ..Parts::default()
        };
        assert_eq!(made(magic, PushType::Mdm), r#"{"mdm":"4F2A-77"}"#);
    }

    #[test]
    fn what_only_wakes_the_app_is_silent() {
        let silent = Parts {
            content_available: true,
            ..Parts::default()
        };
        let flags = PayloadFlags {
            payload: None,
            parts: silent,
        };
        assert!(flags.is_silent());
        assert!(!PayloadFlags::default().is_silent());
    }
}

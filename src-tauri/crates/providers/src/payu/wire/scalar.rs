//! Values whose JSON type PayU changes from one message to the next.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::value::RawValue;

/// One value as text, whether PayU wrote `"857806658"` or `857806658`. A number keeps the
/// characters it was sent with: no amount and no long id ever passes through a binary float.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text(pub(crate) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if raw.get().starts_with('"') {
            return serde_json::from_str(raw.get()).map(Self).map_err(D::Error::custom);
        }
        Ok(Self(raw.get().to_owned()))
    }
}

impl Text {
    /// The text, unless there is none or it is empty.
    pub(crate) fn filled(text: Option<&Self>) -> Option<&str> {
        text.map(|text| text.0.as_str()).filter(|text| !text.is_empty())
    }
}

/// A map of names to values. What is no map is read as an empty one: these hold what the
/// payer pays with and never say whether money came in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Extras(BTreeMap<String, Option<Text>>);

impl<'de> Deserialize<'de> for Extras {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Self(serde_json::from_str(raw.get()).unwrap_or_default()))
    }
}

impl Extras {
    /// The value of a name, unless it is null or empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        Text::filled(self.0.get(name).and_then(Option::as_ref))
    }
}

/// Keeps a member that is there, `null` included, so that `null` and absent stay two things.
pub(crate) fn kept<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::<RawValue>::deserialize(deserializer).map(Some)
}

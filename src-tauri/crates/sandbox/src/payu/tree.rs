//! JSON text as a tree that keeps the order of its members and the text of its numbers.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    Null,
    Text(String),
    /// A number, or a boolean, as it was written.
    Bare(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl Tree {
    pub(crate) fn parse(json: &str) -> Result<Self, serde_json::Error> {
        let json = json.trim();
        match json.as_bytes().first() {
            Some(b'{') => {
                let Members(members) = serde_json::from_str(json)?;
                let parsed = members
                    .into_iter()
                    .map(|(name, value)| Ok((name, Self::parse(value.get())?)))
                    .collect::<Result<_, serde_json::Error>>();
                Ok(Self::Map(parsed?))
            }
            Some(b'[') => {
                let items: Vec<Box<RawValue>> = serde_json::from_str(json)?;
                let parsed = items.iter().map(|item| Self::parse(item.get()));
                Ok(Self::List(parsed.collect::<Result<_, _>>()?))
            }
            Some(b'"') => Ok(Self::Text(serde_json::from_str(json)?)),
            _ if json == "null" => Ok(Self::Null),
            _ => {
                let _checked: serde_json::Value = serde_json::from_str(json)?;
                Ok(Self::Bare(json.to_owned()))
            }
        }
    }

    /// What is written between two tags; `None` for what has members.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Bare(text) => Some(text),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }
}

//! From the JSON of a request to its XML. Nothing of it is copied on the way but into the
//! body: a card may be in it.

use std::{borrow::Cow, fmt, io};

use quick_xml::{
    Writer,
    events::{BytesStart, BytesText, Event},
};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// Writes the XML of a request that [`serde_json`] has just written.
pub(crate) fn write(json: &[u8], xml: &mut Vec<u8>) -> io::Result<()> {
    let members: Members<'_> = serde_json::from_slice(json)?;
    let mut out = Writer::new(xml);
    nested(&mut out, BytesStart::new("request"), |out| {
        for (name, raw) in &members.0 {
            if name != "test" {
                element(out, name, raw)?;
            }
        }
        match members.0.iter().find(|(name, _)| name == "test") {
            Some((_, raw)) => element(out, "isTest", raw),
            None => Ok(()),
        }
    })
}

type Out<'x> = Writer<&'x mut Vec<u8>>;

/// The members of an object in their order, borrowed from the text.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry::<&str, &RawValue>()? {
                    members.push((Cow::Borrowed(member.0), member.1));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

fn nested(
    out: &mut Out<'_>,
    start: BytesStart<'_>,
    inside: impl FnOnce(&mut Out<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let end = start.to_end().into_owned();
    out.write_event(Event::Start(start))?;
    inside(out)?;
    out.write_event(Event::End(end))
}

fn element(out: &mut Out<'_>, name: &str, raw: &RawValue) -> io::Result<()> {
    match name {
        _ if raw.get() == "null" => Ok(()),
        "additionalValues" => entries(out, BytesStart::new(name), raw, "additionalValue"),
        "extraParameters" => entries(out, BytesStart::new(name), raw, "string"),
        "details" => {
            let class = ("class", "java.util.HashMap");
            entries(out, BytesStart::new(name).with_attributes([class]), raw, "string")
        }
        _ if raw.get().starts_with('{') => {
            let members: Members<'_> = serde_json::from_str(raw.get())?;
            nested(out, BytesStart::new(name), |out| {
                members.0.iter().try_for_each(|(name, raw)| element(out, name, raw))
            })
        }
        _ => leaf(out, BytesStart::new(name), raw),
    }
}

/// A map: each entry has its name in a `string` and its value in an element that says its
/// kind. The one number among the details has the kind that PayU's program gives it.
fn entries(out: &mut Out<'_>, start: BytesStart<'_>, raw: &RawValue, kind: &str) -> io::Result<()> {
    let members: Members<'_> = serde_json::from_str(raw.get())?;
    let in_details = start.name().as_ref() == "details";
    nested(out, start, |out| {
        members.0.iter().try_for_each(|(name, raw)| {
            nested(out, BytesStart::new("entry"), |out| {
                nested(out, BytesStart::new("string"), |out| text(out, name))?;
                if in_details && !raw.get().starts_with('"') {
                    let class = ("class", "java.lang.Long");
                    return leaf(out, BytesStart::new("object").with_attributes([class]), raw);
                }
                element(out, kind, raw)
            })
        })
    })
}

fn leaf(out: &mut Out<'_>, start: BytesStart<'_>, raw: &RawValue) -> io::Result<()> {
    if !raw.get().starts_with('"') {
        return nested(out, start, |out| text(out, raw.get()));
    }
    let plain: Plain<'_> = serde_json::from_str(raw.get())?;
    nested(out, start, |out| text(out, &plain.0))
}

/// A text; borrowed unless something in it is escaped, which nothing of a card is.
#[derive(Deserialize)]
#[serde(transparent)]
struct Plain<'a>(#[serde(borrow)] Cow<'a, str>);

/// A text. Letters that no XML can hold, not even escaped, become blanks.
fn text(out: &mut Out<'_>, text: &str) -> io::Result<()> {
    if !text.contains(is_alien) {
        return out.write_event(Event::Text(BytesText::new(text)));
    }
    let plain = text.replace(is_alien, " ");
    out.write_event(Event::Text(BytesText::new(&plain)))
}

const fn is_alien(letter: char) -> bool {
    matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

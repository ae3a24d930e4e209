//! Requests in PayU's XML dialect, turned into the JSON one.
//!
//! The dialects differ in three things: maps are lists of entries, the flag of a test is `isTest`,
//! and every value is text.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use serde_json::{Map, Value};

/// Elements within elements; PayU's own requests have seven.
const DEPTH_MAX: usize = 24;
/// What is a map here. Anything else with the same content is another dialect.
const MAPS: [&str; 3] = ["additionalValues", "extraParameters", "details"];
const BOOLEANS: [&str; 2] = ["isTest", "processWithoutCvv2"];

#[derive(Debug, Default)]
struct Element {
    name: String,
    text: String,
    children: Vec<Element>,
}

/// The request as JSON text; `None` if it is not one.
pub(crate) fn to_json(xml: &[u8]) -> Option<String> {
    let root = parse(std::str::from_utf8(xml).ok()?)?;
    let value = (root.name == "request").then(|| value(&root))??;
    serde_json::to_string(&value).ok()
}

fn parse(text: &str) -> Option<Element> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                open.push(Element { name, ..Element::default() });
                if open.len() > DEPTH_MAX {
                    return None;
                }
            }
            Event::End(_) => {
                let done = open.pop()?;
                open.last_mut()?.children.push(done);
            }
            Event::Empty(start) => {
                let name = start.local_name().as_ref().to_owned();
                open.last_mut()?.children.push(Element { name, ..Element::default() });
            }
            Event::Text(part) => open.last_mut()?.text.push_str(&part),
            Event::CData(part) => open.last_mut()?.text.push_str(&part),
            Event::GeneralRef(reference) => open.last_mut()?.text.push(character(&reference)?),
            // No entity of one's own making.
            Event::DocType(_) => return None,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    let mut document = open.pop().filter(|_| open.is_empty())?;
    let root = document.children.pop()?;
    document.children.is_empty().then_some(root)
}

fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn value(element: &Element) -> Option<Value> {
    let name = element.name.as_str();
    if MAPS.contains(&name) {
        return map(element);
    }
    if BOOLEANS.contains(&name) {
        return Some(Value::Bool(element.text.trim().parse().ok()?));
    }
    if element.children.is_empty() {
        let text = element.text.trim();
        return Some(if text.is_empty() { Value::Null } else { Value::String(text.to_owned()) });
    }
    let mut members = Map::new();
    for child in &element.children {
        let key = if child.name == "isTest" { "test" } else { child.name.as_str() };
        if members.insert(key.to_owned(), value(child)?).is_some() {
            return None;
        }
    }
    Some(Value::Object(members))
}

/// `<entry><string>NAME</string><additionalValue>…</additionalValue></entry>` and the like.
fn map(element: &Element) -> Option<Value> {
    let mut members = Map::new();
    for entry in &element.children {
        let [key, content] = &entry.children[..] else { return None };
        if entry.name != "entry" || key.name != "string" {
            return None;
        }
        if members.insert(key.text.trim().to_owned(), value(content)?).is_some() {
            return None;
        }
    }
    Some(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> Option<Value> {
        to_json(xml.as_bytes()).map(|json| serde_json::from_str(&json).unwrap())
    }

    #[test]
    fn reads_maps_flags_and_escaped_text() {
        let xml = "<?xml version=\"1.0\"?><request><command>PING</command><isTest>false</isTest>\
                   <details class=\"java.util.HashMap\"><entry><string>orderId</string>\
                   <object class=\"java.lang.Long\">7</object></entry></details>\
                   <language>&lt;a &amp; &#233;</language><merchant/></request>";
        let expected = serde_json::json!({
            "command": "PING", "test": false, "details": {"orderId": "7"},
            "language": "<a & é", "merchant": null
        });
        assert_eq!(read(xml), Some(expected));
    }

    #[test]
    fn refuses_what_is_not_a_request() {
        let deep = format!("<request>{}{}</request>", "<a>".repeat(40), "</a>".repeat(40));
        let rows = [
            "",
            "{}",
            "<request>",
            "<response/>",
            "<request/><request/>",
            "<request><a>1</a><a>2</a></request>",
            "<request><isTest>perhaps</isTest></request>",
            "<request><extraParameters><A>1</A></extraParameters></request>",
            "<!DOCTYPE x [<!ENTITY e \"1\">]><request><a>&e;</a></request>",
            "<request><a>&unknown;</a></request>",
            &deep,
        ];
        for xml in rows {
            assert_eq!(read(xml), None, "{xml}");
        }
    }
}

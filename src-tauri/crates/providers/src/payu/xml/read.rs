//! From the XML of an answer to its JSON.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
};
use serde_json::{Map, Value};

/// PayU's answers are eight elements deep; one much deeper is not PayU's.
const DEPTH_MAX: usize = 64;

/// Elements that hold one element for each of several things.
const LISTS: &[&str] = &["transactions", "paymentMethods", "creditCardTokenList"];

/// The answer in JSON, or nothing when it is no XML. A member that is null is left out in
/// XML, which matters where null means "not found".
pub(crate) fn read(body: &[u8]) -> Option<Vec<u8>> {
    let root = document(body)?;
    let mut value = root.value();
    if let Value::Object(members) = &mut value {
        let absent = match root.name.as_str() {
            "reportingResponse" => Some("result"),
            "paymentMethodsResponse" => Some("paymentMethods"),
            "creditCardTokenListResponse" => Some("creditCardTokenList"),
            _ => None,
        };
        if let Some(name) = absent {
            members.entry(name).or_insert(Value::Null);
        }
    }
    serde_json::to_vec(&value).ok()
}

/// One element, as far as it counts here.
struct Element {
    name: String,
    class: Option<String>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    fn new(start: &BytesStart<'_>) -> Option<Self> {
        let name = start.local_name().as_ref().to_owned();
        let class = match start.try_get_attribute("class").ok()? {
            Some(class) => Some(class.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()),
            None => None,
        };
        Some(Self { name, class, text: String::new(), children: Vec::new() })
    }

    fn value(&self) -> Value {
        if self.children.is_empty() {
            let text = self.text.trim();
            return if text.is_empty() { Value::Null } else { Value::String(text.to_owned()) };
        }
        if self.class.as_deref() == Some("list") || LISTS.contains(&self.name.as_str()) {
            return Value::Array(self.children.iter().map(Self::value).collect());
        }
        if self.children.iter().all(|child| child.name == "entry") {
            return Value::Object(self.children.iter().filter_map(Self::entry).collect());
        }
        let members = self.children.iter().map(|child| (child.name.clone(), child.value()));
        Value::Object(members.collect::<Map<_, _>>())
    }

    /// An entry of a map: its name in one element, its value in the next, whatever its kind.
    fn entry(&self) -> Option<(String, Value)> {
        let (name, value) = self.children.split_first()?;
        Some((name.text.trim().to_owned(), value.first().map_or(Value::Null, Self::value)))
    }
}

/// The one element of a document, if it is whole.
fn document(body: &[u8]) -> Option<Element> {
    let mut reader = Reader::from_str(str::from_utf8(body).ok()?);
    // The elements that are open, the outermost first.
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    loop {
        let closed = match reader.read_event().ok()? {
            Event::Start(start) if open.len() < DEPTH_MAX && root.is_none() => {
                open.push(Element::new(&start)?);
                continue;
            }
            Event::Empty(start) if root.is_none() => Element::new(&start)?,
            Event::End(_) => open.pop()?,
            Event::Start(_) | Event::Empty(_) => return None,
            Event::Text(text) => {
                append(&mut open, &text.xml_content(XmlVersion::Implicit1_0))?;
                continue;
            }
            Event::CData(text) => {
                append(&mut open, &text.xml_content(XmlVersion::Implicit1_0))?;
                continue;
            }
            Event::GeneralRef(reference) => {
                append(&mut open, &resolved(&reference)?)?;
                continue;
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => continue,
            Event::Eof => return root.filter(|_| open.is_empty()),
        };
        match open.last_mut() {
            Some(parent) => parent.children.push(closed),
            None => root = Some(closed),
        }
    }
}

/// Adds to the text of the innermost open element; blanks outside of all are nothing.
fn append(open: &mut [Element], text: &str) -> Option<()> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return None,
    }
    Some(())
}

/// One of the five entities that XML has by itself, or a letter by its number. Nothing that a
/// document declares is ever resolved.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    if let Some(letter) = reference.resolve_char_ref().ok()? {
        return Some(letter.to_string());
    }
    resolve_predefined_entity(reference).map(str::to_owned)
}

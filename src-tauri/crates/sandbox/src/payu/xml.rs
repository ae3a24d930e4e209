//! Answers in PayU's XML dialect: what callers get that do not ask for JSON.
//!
//! They are the JSON answers with other names for lists and maps. What is null is absent, and
//! instants are text in PayU's own time.

use std::fmt::Write as _;

use super::answer::{Answer, Payload};
use super::dates;
use super::tree::Tree;

/// Members that are instants.
const INSTANTS: [&str; 3] = ["operationDate", "creationDate", "expirationDate"];

/// Writes the answer as XML.
pub(crate) fn render(answer: &Answer) -> Result<String, serde_json::Error> {
    let root = match answer {
        Answer::Payments(_) => "paymentResponse",
        Answer::Methods(_) => "paymentMethodsResponse",
        Answer::Reports(_) => "reportingResponse",
        Answer::Token(_) => "creditCardTokenResponse",
        Answer::Tokens(_) => "creditCardTokenListResponse",
    };
    let tree = Tree::parse(&serde_json::to_string(answer)?)?;
    let mut xml = String::new();
    element(&mut xml, root, &tree, &Style::of(answer));
    Ok(xml)
}

/// What the tree alone does not say.
struct Style {
    /// `class` of a report's payload.
    payload: &'static str,
    /// The id of a refund that waits: XML tells it.
    hidden_id: Option<String>,
}

impl Style {
    fn of(answer: &Answer) -> Self {
        let payload = match answer {
            Answer::Reports(answer) => answer.result.as_ref().map(|result| &result.payload),
            Answer::Payments(_) | Answer::Methods(_) | Answer::Token(_) | Answer::Tokens(_) => None,
        };
        let payload = match payload {
            Some(Payload::Order(_)) => "order",
            Some(Payload::Orders(_)) => "list",
            Some(Payload::Transaction(_)) => "transactionResponse",
            Some(Payload::Ping(_)) | None => "string",
        };
        let hidden_id = match answer {
            Answer::Payments(answer) => {
                answer.transaction_response.as_ref().and_then(|one| one.hidden_id.clone())
            }
            Answer::Methods(_) | Answer::Reports(_) | Answer::Token(_) | Answer::Tokens(_) => None,
        };
        Self { payload, hidden_id }
    }
}

fn element(xml: &mut String, name: &str, tree: &Tree, style: &Style) {
    if let ("transactionId", Tree::Null, Some(id)) = (name, tree, &style.hidden_id) {
        wrap(xml, name, None, |xml| xml.push_str(&escape(id)));
        return;
    }
    match (name, tree) {
        (_, Tree::Null) => {}
        ("extraParameters", Tree::Map(members)) => wrap(xml, name, None, |xml| {
            members.iter().for_each(|(key, value)| parameter(xml, key, value));
        }),
        ("additionalValues", Tree::Map(members)) => wrap(xml, name, None, |xml| {
            members.iter().for_each(|(key, value)| {
                entry(xml, key, |xml| element(xml, "additionalValue", value, style));
            });
        }),
        ("payload", tree) => wrap(xml, name, Some(style.payload), |xml| inside(xml, tree, style)),
        (_, Tree::Bare(number)) if INSTANTS.contains(&name) => {
            wrap(xml, name, None, |xml| xml.push_str(&instant(number)));
        }
        ("cnpj", tree) => wrap(xml, "CNPJ", None, |xml| inside(xml, tree, style)),
        (name, tree) => wrap(xml, name, None, |xml| inside(xml, tree, style)),
    }
}

fn inside(xml: &mut String, tree: &Tree, style: &Style) {
    match tree {
        Tree::Null => {}
        Tree::Text(text) | Tree::Bare(text) => xml.push_str(&escape(text)),
        Tree::Map(members) => {
            members.iter().for_each(|(name, member)| element(xml, name, member, style));
        }
        Tree::List(items) => items.iter().for_each(|item| match item {
            Tree::Map(members) => element(xml, item_name(members), item, style),
            Tree::Null | Tree::Text(_) | Tree::Bare(_) | Tree::List(_) => {}
        }),
    }
}

/// What PayU calls the items of a list: each kind has a member that no other has.
fn item_name(members: &[(String, Tree)]) -> &'static str {
    let has = |wanted: &str| members.iter().any(|(name, _)| name == wanted);
    if has("creditCardTokenId") {
        "creditCardToken"
    } else if has("transactionResponse") {
        "transaction"
    } else if has("referenceCode") {
        "order"
    } else {
        "paymentMethodComplete"
    }
}

/// A parameter says what type it has.
fn parameter(xml: &mut String, key: &str, value: &Tree) {
    let Some(text) = value.scalar() else { return };
    let (kind, text) = match value {
        Tree::Bare(number) if key == "EXPIRATION_DATE" => ("date", instant(number)),
        Tree::Bare(number) => ("int", number.clone()),
        Tree::Null | Tree::Text(_) | Tree::List(_) | Tree::Map(_) => ("string", escape(text)),
    };
    entry(xml, key, |xml| wrap(xml, kind, None, |xml| xml.push_str(&text)));
}

fn entry(xml: &mut String, key: &str, value: impl FnOnce(&mut String)) {
    wrap(xml, "entry", None, |xml| {
        wrap(xml, "string", None, |xml| xml.push_str(&escape(key)));
        value(xml);
    });
}

fn wrap(xml: &mut String, name: &str, class: Option<&str>, inside: impl FnOnce(&mut String)) {
    let class = class.map(|class| format!(" class=\"{class}\"")).unwrap_or_default();
    // Writing into a text cannot fail.
    let _written = write!(xml, "<{name}{class}>");
    inside(xml);
    let _written = write!(xml, "</{name}>");
}

fn instant(number: &str) -> String {
    number.parse().map_or_else(|_| number.to_owned(), dates::xml_text)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

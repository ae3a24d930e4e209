//! A mail as HTML for every reader: tables, styles on the elements, nothing to load.

use std::fmt::Write;

use super::{Action, Invoice, Letter};

const FONT: &str = "font-family:Inter,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const TABLE: &str =
    "role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" width=\"100%\"";
/// The light theme of the screen.
const INK: &str = "#1b1a17";
const SOFT: &str = "#5c5850";
const LINE: &str = "#dfdbd3";
const ACCENT: &str = "#0a6464";
const GROUND: &str = "#f5f3ef";

/// A whole page, with every text escaped.
pub(super) fn page(letter: &Letter) -> String {
    let mut body = String::new();
    if let Some(training) = &letter.training {
        let style = "background:#ffe39a;color:#4a3600;font-size:12px;font-weight:600;text-align:center;padding:8px;letter-spacing:1px";
        row(&mut body, style, &escape(training));
    }
    row(
        &mut body,
        &format!("font-size:13px;color:{SOFT};padding:24px 32px 0"),
        &escape(&letter.foot[0]),
    );
    row(&mut body, "font-size:22px;font-weight:600;padding:2px 32px 16px", &escape(&letter.title));
    for text in letter.greeting.iter().chain([&letter.lead]) {
        row(&mut body, "font-size:15px;line-height:22px;padding:0 32px 10px", &escape(text));
    }
    let (label, figure) = &letter.figure;
    let figure = format!(
        "<span style=\"font-size:13px;color:{SOFT}\">{}</span><br/><span style=\"font-size:28px;line-height:36px;font-weight:600\">{}</span>",
        escape(label),
        escape(figure)
    );
    row(&mut body, "padding:10px 32px 18px", &figure);
    facts(&mut body, &letter.facts);
    for invoice in &letter.invoices {
        row(&mut body, "padding:0 32px", &self::invoice(invoice));
    }
    if let Some(note) = &letter.note {
        row(&mut body, "font-size:15px;line-height:22px;padding:12px 32px", &escape(note));
    }
    let foot: Vec<String> = letter.foot.iter().map(|line| escape(line)).collect();
    let style = format!("font-size:12px;line-height:18px;color:{SOFT};padding:20px 32px 24px");
    row(&mut body, &style, &foot.join("<br/>"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" \
         content=\"width=device-width\"/><title>{}</title></head>\n<body style=\"margin:0;padding:24px 8px;background:{GROUND};\
         color:{INK};{FONT}\">\n<table {TABLE} align=\"center\" style=\"max-width:600px;margin:0 auto;background:#ffffff;\
         border:1px solid {LINE};border-radius:8px;{FONT}\">\n{body}</table>\n</body></html>\n",
        letter.language.tag(),
        escape(&letter.subject)
    )
}

/// A row of the page; `inside` is HTML.
fn row(body: &mut String, style: &str, inside: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(body, "<tr><td style=\"{style}\">{inside}</td></tr>");
}

fn facts(body: &mut String, facts: &[(String, String)]) {
    if facts.is_empty() {
        return;
    }
    let mut table = format!("<table {TABLE}>");
    for (label, value) in facts {
        let _ = write!(
            table,
            "<tr><td style=\"font-size:14px;color:{SOFT};padding:4px 16px 4px 0\" width=\"140\">{}</td>\
             <td style=\"font-size:14px;padding:4px 0\">{}</td></tr>",
            escape(label),
            escape(value)
        );
    }
    table.push_str("</table>");
    row(body, "padding:0 32px", &table);
}

/// Its number and amount, and under them its button.
fn invoice(invoice: &Invoice) -> String {
    let Invoice { folio, detail, owed, action } = invoice;
    let button = match action {
        Action::Pay { label, address } => {
            let address = escape(address);
            format!(
                "<a href=\"{address}\" style=\"display:inline-block;background:{ACCENT};color:#ffffff;font-size:15px;\
                 font-weight:600;text-decoration:none;padding:11px 22px;border-radius:8px\">{}</a>\
                 <br/><span style=\"font-size:12px;line-height:18px;color:{SOFT};word-break:break-all\">{address}</span>",
                escape(label)
            )
        }
        Action::Off { label, reason } => format!(
            "<span style=\"display:inline-block;background:{GROUND};color:{SOFT};font-size:15px;font-weight:600;\
             padding:10px 21px;border:1px solid {LINE};border-radius:8px\">{}</span>\
             <br/><span style=\"font-size:13px;line-height:20px;color:{SOFT}\">{}</span>",
            escape(label),
            escape(reason)
        ),
        Action::None { reason } => match reason {
            Some(reason) => {
                format!("<span style=\"font-size:13px;color:{SOFT}\">{}</span>", escape(reason))
            }
            None => String::new(),
        },
    };
    let button = match button.as_str() {
        "" => String::new(),
        button => format!("<tr><td colspan=\"2\" style=\"padding:10px 0 0\">{button}</td></tr>"),
    };
    format!(
        "<table {TABLE} style=\"border-top:1px solid {LINE};padding:14px 0\">\
         <tr><td style=\"font-size:15px;font-weight:600\">{}</td>\
         <td align=\"right\" style=\"font-size:15px;font-weight:600\">{}</td></tr>\
         <tr><td colspan=\"2\" style=\"font-size:13px;color:{SOFT};padding:2px 0 0\">{}</td></tr>{button}</table>",
        escape(folio),
        escape(owed),
        escape(detail)
    )
}

/// A text as it may stand between tags and in a quoted attribute.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

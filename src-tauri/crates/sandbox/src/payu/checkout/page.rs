//! The pages of WebCheckout: plain HTML, no scripts, usable with a keyboard.

use super::super::methods::Method;
use super::super::promotions;
use super::super::states::{OrderView, State};
use super::form::Form;
use super::is_closed;

/// What the page shows.
pub(crate) struct Shown<'a> {
    /// Where the buttons send the payer's choice.
    pub(crate) action: String,
    pub(crate) form: &'a Form,
    pub(crate) methods: Vec<Method>,
    /// Whether the account has months without interest.
    pub(crate) months: bool,
    pub(crate) expired: bool,
    /// What became of it so far.
    pub(crate) view: Option<&'a OrderView>,
    /// The merchant's page, once there is something to tell it.
    pub(crate) back: Option<String>,
}

/// The words of the page.
struct Words {
    title: &'static str,
    merchant: &'static str,
    reference: &'static str,
    method: &'static str,
    months: &'static str,
    once: &'static str,
    pay: &'static str,
    reject: &'static str,
    leave: &'static str,
    paid: &'static str,
    declined: &'static str,
    waits: &'static str,
    expired: &'static str,
    back: &'static str,
    simulated: &'static str,
}

const SPANISH: Words = Words {
    title: "Paga con PayU",
    merchant: "Comercio",
    reference: "Referencia",
    method: "Tarjeta",
    months: "PAGOS DIFERIDOS",
    once: "Un solo pago",
    pay: "Pagar",
    reject: "Rechazar",
    leave: "Dejar pendiente",
    paid: "El pago fue aprobado.",
    declined: "El pago fue rechazado. Puedes intentarlo otra vez.",
    waits: "El pago está pendiente.",
    expired: "El plazo para pagar terminó.",
    back: "Volver al comercio",
    simulated: "Página simulada: no se cobra nada.",
};

const ENGLISH: Words = Words {
    title: "Pay with PayU",
    merchant: "Merchant",
    reference: "Reference",
    method: "Card",
    months: "PAGOS DIFERIDOS",
    once: "One payment",
    pay: "Pay",
    reject: "Reject",
    leave: "Leave pending",
    paid: "The payment was approved.",
    declined: "The payment was declined. You can try again.",
    waits: "The payment is pending.",
    expired: "The time to pay is over.",
    back: "Back to the merchant",
    simulated: "A simulated page: nobody is charged.",
};

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto;\
    padding:0 1rem}h1{font-size:1.4rem}.amount{font-size:2rem;font-weight:600}\
    label,select{display:block;font:inherit}select{margin:0 0 1rem;padding:.4rem;width:100%}\
    button{font:inherit;padding:.6rem 1.2rem;margin:.2rem .4rem .2rem 0}\
    .note{color:#555;font-size:.9rem}";

/// The page that a payer acts on.
pub(crate) fn checkout(shown: &Shown<'_>) -> String {
    let words = if shown.form.language == "en" { ENGLISH } else { SPANISH };
    let mut body = format!(
        "<h1>{}</h1>\n<p>{}: Comercio de prueba</p>\n<p>{}</p>\n<p>{}: {}</p>\n\
         <p class=\"amount\">${} MXN</p>\n",
        words.title,
        words.merchant,
        escape(&shown.form.description),
        words.reference,
        escape(&shown.form.reference),
        shown.form.amount.text(),
    );
    body.push_str(&said(shown, &words));
    let open = !shown.expired && !shown.view.is_some_and(is_closed);
    if open {
        body.push_str(&choices(shown, &words));
    }
    if let Some(back) = &shown.back {
        let link = format!("<p><a id=\"back\" href=\"{}\">{}</a></p>\n", escape(back), words.back);
        body.push_str(&link);
    }
    body.push_str(&format!("<p class=\"note\">{}</p>", words.simulated));
    page(&shown.form.language, words.title, &body)
}

/// What became of it so far.
fn said(shown: &Shown<'_>, words: &Words) -> String {
    let newest = shown.view.and_then(|view| view.transactions.first());
    let text = match newest.map(|newest| &newest.state) {
        _ if shown.view.is_some_and(|view| view.money_in().is_some()) => words.paid,
        None if shown.expired => words.expired,
        None => return String::new(),
        Some(State::Approved) => words.paid,
        Some(State::Declined | State::Expired | State::Error) => words.declined,
        Some(State::Pending | State::Submitted | State::Word(_)) => words.waits,
    };
    format!("<p role=\"status\" id=\"state\">{text}</p>\n")
}

fn choices(shown: &Shown<'_>, words: &Words) -> String {
    let option = |value: &str, text: &str| format!("<option value=\"{value}\">{text}</option>");
    let methods: String =
        shown.methods.iter().map(|method| option(method.name(), method.name())).collect();
    let mut months = option("1", words.once);
    for count in [3, 6, 9, 12, 18_u32] {
        let enough = promotions::minimum(count).is_some_and(|least| shown.form.amount >= least);
        if shown.months && enough {
            months.push_str(&option(&count.to_string(), &format!("{count} MSI")));
        }
    }
    let button = |act: &str, text: &str| {
        format!(
            "<button type=\"submit\" id=\"{act}\" name=\"act\" value=\"{act}\">{text}</button>\n"
        )
    };
    format!(
        "<form method=\"post\" action=\"{}\">\n<label for=\"method\">{}</label>\
         <select id=\"method\" name=\"method\">{methods}</select>\n\
         <label for=\"installments\">{}</label>\
         <select id=\"installments\" name=\"installments\">{months}</select>\n{}{}{}</form>\n",
        escape(&shown.action),
        words.method,
        words.months,
        button("pay", words.pay),
        button("reject", words.reject),
        button("leave", words.leave),
    )
}

/// The page for a form that is not in order.
pub(crate) fn refusal(errors: &[String]) -> String {
    let items: String =
        errors.iter().map(|error| format!("<li>{}</li>\n", escape(error))).collect();
    let body = format!("<h1>PayU</h1>\n<ul id=\"errors\">\n{items}</ul>");
    page("en", "PayU", &body)
}

fn page(language: &str, title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style></head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n",
        escape(language),
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

//! The XML face of the service, for callers that do not ask for JSON.
//!
//! Small on purpose: enough for a client to see that it forgot the Accept header.

use super::answer::{Answer, Code, Payload, PaymentsAnswer, ReportsAnswer};
use super::refusal::{Language, Refusal};

/// Writes the answer as XML. A report that has a payload to show becomes an error that says so.
pub(crate) fn render(answer: &Answer) -> String {
    match answer {
        Answer::Payments(answer) => element(
            "paymentResponse",
            &[code(answer.code), error(&answer.error), submission(answer)],
        ),
        Answer::Methods(answer) => {
            let methods: String = answer
                .payment_methods
                .iter()
                .flatten()
                .map(|method| {
                    let parts = [
                        element("id", &[method.id.to_owned()]),
                        element("description", &[method.description.to_owned()]),
                        element("country", &[method.country.to_owned()]),
                        element("enabled", &[method.enabled.to_string()]),
                    ];
                    element("paymentMethodComplete", &parts)
                })
                .collect();
            let methods = element("paymentMethods", &[methods]);
            element("paymentMethodsResponse", &[code(answer.code), error(&answer.error), methods])
        }
        Answer::Reports(answer) => report(answer),
    }
}

fn submission(answer: &PaymentsAnswer) -> String {
    answer.transaction_response.as_ref().map_or_else(String::new, |submission| {
        let response = &submission.response;
        let parts = [
            element("orderId", &[submission.order_id.to_string()]),
            element("transactionId", std::slice::from_ref(&submission.transaction_id)),
            element("state", &[escape(&response.state)]),
            optional("trazabilityCode", response.trazability_code.as_deref()),
            optional("pendingReason", response.pending_reason.as_deref()),
            optional("responseCode", response.response_code.as_deref()),
        ];
        element("transactionResponse", &parts)
    })
}

fn report(answer: &ReportsAnswer) -> String {
    match answer.result.as_ref().map(|result| &result.payload) {
        Some(Payload::Ping(word)) => {
            let payload = format!("<payload class=\"string\">{word}</payload>");
            element("reportingResponse", &[code(answer.code), element("result", &[payload])])
        }
        None => element("reportingResponse", &[code(answer.code), error(&answer.error)]),
        Some(Payload::Order(_) | Payload::Orders(_) | Payload::Transaction(_)) => {
            let text = Refusal::NotRenderedAsXml.text(Language::English);
            element("reportingResponse", &[code(Code::Error), error(&Some(text))])
        }
    }
}

fn code(code: Code) -> String {
    let word = match code {
        Code::Success => "SUCCESS",
        Code::Error => "ERROR",
    };
    element("code", &[word.to_owned()])
}

fn error(text: &Option<String>) -> String {
    optional("error", text.as_deref())
}

/// Absent rather than empty: so PayU's XML says null.
fn optional(name: &str, text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| element(name, &[escape(text)]))
}

fn element(name: &str, parts: &[String]) -> String {
    format!("<{name}>{}</{name}>", parts.concat())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

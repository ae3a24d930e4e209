//! A request and its answer, as far as the providers care about HTTP.

use crate::log::Verdict;

/// A request that arrived whole.
#[derive(Debug, Default)]
pub(crate) struct Incoming {
    pub(crate) is_post: bool,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) accept: Option<String>,
    pub(crate) authorization: Option<String>,
    pub(crate) date: Option<String>,
    /// What stands in for a `Date` that a client may not set.
    pub(crate) hmac_date: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// An answer, before a fault touches it.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    /// Where a browser goes from here.
    pub(crate) location: Option<String>,
    pub(crate) body: Vec<u8>,
    /// What the provider made of the request; by the status, unless it is said.
    pub(crate) verdict: Option<Verdict>,
}

impl Reply {
    fn new(status: u16, content_type: &'static str, body: Vec<u8>) -> Self {
        Self { status, content_type, location: None, body, verdict: None }
    }

    pub(crate) fn json(status: u16, body: Vec<u8>) -> Self {
        Self::new(status, "application/json;charset=UTF-8", body)
    }

    pub(crate) fn xml(status: u16, body: String) -> Self {
        Self::new(status, "application/xml;charset=UTF-8", body.into_bytes())
    }

    pub(crate) fn page(status: u16, page: String) -> Self {
        Self::new(status, "text/html;charset=UTF-8", page.into_bytes())
    }

    /// Sends a browser elsewhere, with a GET.
    pub(crate) fn redirect(to: String) -> Self {
        Self { location: Some(to), ..Self::page(303, String::new()) }
    }

    /// The page a server or a proxy shows instead of an answer.
    pub(crate) fn html(status: u16, title: &str) -> Self {
        let page = format!(
            "<!DOCTYPE html>\n<html><head><title>{title}</title></head>\
             <body><h1>{title}</h1></body></html>\n"
        );
        Self::page(status, page)
    }

    pub(crate) fn verdict(&self) -> Verdict {
        let by_status = if self.status < 400 { Verdict::Done } else { Verdict::Refused };
        self.verdict.unwrap_or(by_status)
    }
}

//! A request and its answer, as far as the providers care about HTTP.

/// A request that arrived whole.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) content_type: Option<String>,
    pub(crate) accept: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// An answer, before a fault touches it.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(status: u16, body: Vec<u8>) -> Self {
        Self { status, content_type: "application/json;charset=UTF-8", body }
    }

    pub(crate) fn xml(status: u16, body: String) -> Self {
        Self { status, content_type: "application/xml;charset=UTF-8", body: body.into_bytes() }
    }

    /// The page a server or a proxy shows instead of an answer.
    pub(crate) fn html(status: u16, title: &str) -> Self {
        let page = format!(
            "<!DOCTYPE html>\n<html><head><title>{title}</title></head>\
             <body><h1>{title}</h1></body></html>\n"
        );
        Self { status, content_type: "text/html;charset=UTF-8", body: page.into_bytes() }
    }
}

//! The files that take a browser to the provider's page.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use quick_xml::escape::escape;
use sha2::{Digest, Sha256};

use super::PageForm;

/// The words that people read on the way to the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageWords<'a> {
    /// The language, as IETF tag.
    pub language: &'a str,
    /// Who is paid, and what for.
    pub title: &'a str,
    /// The button, for browsers that do not go on by themselves.
    pub button: &'a str,
    /// What somebody reads who came without a whole link.
    pub incomplete: &'a str,
}

/// Goes on at once, by itself: a field named `submit` would hide the form's own.
const GO: &str = "HTMLFormElement.prototype.submit.call(document.forms[0])";

/// Fills the form with what stands behind the `#`, and goes on.
const RELAY: &str = "\
const form = document.forms[0];
const fields = [...new URLSearchParams(location.hash.slice(1))];
for (const [name, value] of fields) {
  const field = document.createElement('input');
  Object.assign(field, { type: 'hidden', name, value });
  form.append(field);
}
if (fields.length > 0) {
  form.hidden = false;
  document.querySelector('p').hidden = true;
  HTMLFormElement.prototype.submit.call(form);
}
";

const STYLE: &str = "\
section{border-top:1px solid #d8d3c8;padding-bottom:1.5rem}h2{font-size:1.125rem}\
body{font:1.125rem/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1.5rem;\
color:#1c1a17;background:#faf9f6}h1{font-size:1.5rem}\
button{font:inherit;font-weight:600;min-height:3rem;padding:0 1.5rem;border:0;border-radius:8px;\
color:#fff;background:#0b5f5a}[hidden]{display:none}";

impl PageForm {
    /// A file that opens in a browser and goes on to the page; it needs nothing else.
    #[must_use]
    pub fn html(&self, words: &PageWords<'_>) -> String {
        document(words, &self.element(words.button), GO)
    }

    fn element(&self, button: &str) -> String {
        let mut fields = String::new();
        for (name, value) in &self.fields {
            fields.push_str("<input type=\"hidden\" name=\"");
            fields.push_str(name);
            fields.push_str("\" value=\"");
            fields.push_str(&escape(value.as_str()));
            fields.push_str("\">\n");
        }
        format!(
            "<form method=\"post\" action=\"{}\" accept-charset=\"utf-8\">\n{fields}\
             <button>{}</button>\n</form>\n",
            escape(self.action.as_str()),
            escape(button),
        )
    }

    /// The fields as they stand behind the `#` of a link to a [`relay`].
    #[must_use]
    pub fn fragment(&self) -> String {
        let mut text = form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(&self.fields);
        text.finish()
    }
}

/// A file with a button for each of several pages, which is named beside it.
#[must_use]
pub fn several(pages: &[(String, PageForm)], words: &PageWords<'_>) -> String {
    let mut body = String::new();
    for (name, form) in pages {
        body.push_str("<section>\n<h2>");
        body.push_str(&escape(name.as_str()));
        body.push_str("</h2>\n");
        body.push_str(&form.element(words.button));
        body.push_str("</section>\n");
    }
    document(words, &body, "")
}

/// A file for the shop's own web space: it makes a form of what stands behind the `#` of its
/// address and takes the browser to `action`, and nowhere else. What stands there never reaches
/// the web space, since browsers keep it to themselves (RFC 3986, section 3.5).
#[must_use]
pub fn relay(action: &str, words: &PageWords<'_>) -> String {
    let body = format!(
        "<p>{}</p>\n<form method=\"post\" action=\"{}\" accept-charset=\"utf-8\" hidden>\n\
         <button>{}</button>\n</form>\n",
        escape(words.incomplete),
        escape(action),
        escape(words.button),
    );
    document(words, &body, RELAY)
}

/// A page that loads nothing and runs nothing but its own script.
fn document(words: &PageWords<'_>, body: &str, script: &str) -> String {
    let (script_hash, style_hash) = (hash(script), hash(STYLE));
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         script-src '{script_hash}'; style-src '{style_hash}'\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{body}\
         <script>{script}</script>\n</body>\n</html>\n",
        escape(words.language),
        title = escape(words.title),
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: PageWords<'_> = PageWords {
        language: "es-MX",
        title: "Pagar a <Café>",
        button: "Continuar",
        incomplete: "El enlace no está completo.",
    };

    fn form() -> PageForm {
        let fields =
            vec![("description", "A & B \"c\" #1".to_owned()), ("amount", "10.5".to_owned())];
        PageForm { action: "https://pay.example/?a=1&b=2".to_owned(), fields }
    }

    #[test]
    fn texts_of_people_are_texts_in_the_file() {
        let page = form().html(&WORDS);
        assert!(page.contains("<h1>Pagar a &lt;Café&gt;</h1>"), "{page}");
        assert!(page.contains("value=\"A &amp; B &quot;c&quot; #1\""), "{page}");
        assert!(page.contains("action=\"https://pay.example/?a=1&amp;b=2\""), "{page}");
    }

    #[test]
    fn a_fragment_reads_back_as_the_fields() {
        let fragment = form().fragment();
        let read: Vec<_> = form_urlencoded::parse(fragment.as_bytes()).into_owned().collect();
        let sent = form().fields.into_iter().map(|(name, value)| (name.to_owned(), value));
        assert_eq!(read, sent.collect::<Vec<_>>());
        assert!(fragment.is_ascii() && !fragment.contains('#'), "{fragment}");
    }

    #[test]
    fn a_file_of_several_pages_waits_for_the_payer_to_choose() {
        let pages = [("A-1 · <10>".to_owned(), form()), ("A-2".to_owned(), form())];
        let page = several(&pages, &WORDS);
        assert_eq!((page.matches("<form ").count(), page.matches("<button>").count()), (2, 2));
        assert!(page.contains("<h2>A-1 · &lt;10&gt;</h2>") && !page.contains("submit"), "{page}");
    }

    #[test]
    fn a_relay_goes_to_one_place_only() {
        let page = relay("https://pay.example/", &WORDS);
        assert_eq!(page.matches("action=").count(), 1, "{page}");
        assert!(page.contains("action=\"https://pay.example/\""), "{page}");
        assert!(!page.contains("setAttribute"), "{page}");
    }
}

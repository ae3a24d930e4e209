//! PayU's own page: our form opens it, and what it reports is believed.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
};

use cobro_domain::{charge::ChargeState, ids::Reference, time::Span};
use cobro_providers::{
    operation::{LookUp, Operation, Party, Question},
    outcome::Status,
    page::{PageForm, PageKind, PageRequest, PageState, page_fields},
    provider::Provider,
};

use crate::shop::{Shop, one_report, pesos};

/// Posts a form and returns where the browser is sent.
fn posted(action: &str, fields: &[(&str, String)]) -> String {
    let (host, path) = action.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "POST /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nOrigin: null\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let location = answer.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
    });
    location.unwrap_or_else(|| panic!("no way on from {action}: {answer}"))
}

/// Opens the page of a form and presses one of its buttons; the address that follows.
fn pressed(form: &PageForm, button: &str) -> String {
    let page = posted(&form.action, &form.fields);
    let (scheme, rest) = form.action.split_once("://").unwrap();
    let host = rest.split('/').next().unwrap();
    let page = if page.starts_with('/') { format!("{scheme}://{host}{page}") } else { page };
    let pressed = [("act", button), ("method", "VISA"), ("installments", "1")];
    posted(&page, &pressed.map(|(name, value)| (name, value.to_owned())))
}

/// A place that PayU reports to, and the first report that comes.
fn told() -> (SocketAddr, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let first = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = Vec::new();
        let mut piece = [0; 4096];
        loop {
            let length = stream.read(&mut piece).unwrap();
            request.extend_from_slice(&piece[..length]);
            let text = String::from_utf8_lossy(&request).into_owned();
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let announced = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                let length = name.eq_ignore_ascii_case("content-length");
                length.then(|| value.trim().parse::<usize>().unwrap())
            });
            if body.len() >= announced.unwrap_or(0) {
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
                return body.to_owned();
            }
        }
    });
    (address, first)
}

fn request(shop: &Shop, reference: &str, centavos: i64) -> PageRequest {
    let text = |text: &str| Some(text.to_owned());
    PageRequest {
        reference: Reference::stored(reference),
        amount: pesos(centavos),
        tax: None,
        tax_base: None,
        description: "Café & té «1»".to_owned(),
        language: "es".to_owned(),
        buyer: Party {
            name: text("Ana Pérez"),
            email: text("ana@example.com"),
            phone: text("5555550100"),
            ..Party::default()
        },
        expires_at: Some(shop.now().plus(Span::days(7))),
        response_url: text("https://shop.example.com/back"),
        confirmation_url: None,
    }
}

#[test]
fn a_form_of_every_signature_is_paid_and_both_reports_are_believed() {
    for algorithm in ["md5", "sha", "sha256", "hmac-sha256"] {
        let shop = Shop::signing(algorithm);
        // Each page rounds the five at the end by a rule of its own.
        for (number, centavos) in [125_025, 125_035, 125_050, 125_000].into_iter().enumerate() {
            let (address, told) = told();
            let mut request = request(&shop, &format!("PAGE{number}"), centavos);
            request.confirmation_url = Some(format!("http://{address}/payu"));
            let form = shop.provider.page(&request, shop.now()).unwrap();
            let back = pressed(&form, "pay");
            let query = back.strip_prefix("https://shop.example.com/back?").unwrap();
            let response = shop.provider.page_report(PageKind::Response, &page_fields(query));
            // Else it goes by itself, within a second.
            shop.control().payu().deliver_notices().unwrap();
            let body = told.join().unwrap();
            let told = shop.provider.page_report(PageKind::Confirmation, &page_fields(&body));
            for report in [response.unwrap(), told.unwrap()] {
                assert_eq!(report.state, PageState::Approved, "{algorithm} {centavos}");
                assert_eq!(report.amount, Ok(pesos(centavos)), "{algorithm}");
                assert_eq!(report.reference, request.reference);
            }
            assert_eq!(reported(&shop, &request), Status::Known(ChargeState::Paid));
        }
    }
}

fn reported(shop: &Shop, request: &PageRequest) -> Status {
    let question = Question::Charge(LookUp {
        reference: request.reference.clone(),
        order: None,
        asked: request.amount,
    });
    one_report(shop.ask(&Operation::Question(question))).status
}

#[test]
fn a_page_that_was_refused_or_left_says_so() {
    let shop = Shop::signing("sha256");
    let cases = [("reject", PageState::Declined), ("leave", PageState::Pending)];
    for (button, state) in cases {
        let request = request(&shop, button, 125_050);
        let form = shop.provider.page(&request, shop.now()).unwrap();
        let back = pressed(&form, button);
        let query = back.split_once('?').unwrap().1;
        let report = shop.provider.page_report(PageKind::Response, &page_fields(query)).unwrap();
        assert_eq!(report.state, state, "{back}");
        let status = reported(&shop, &request);
        let declined = matches!(status, Status::Declined(_));
        assert_eq!(declined, button == "reject", "{status:?}");
    }
}

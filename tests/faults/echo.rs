//! A provider that answers whatever a test wants.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

/// Listens on loopback and answers each request with what `answer` makes of it, until the test
/// program ends; the address.
pub(crate) fn echo(answer: impl Fn(&str) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let mut piece = [0; 8192];
            // The till closes each connection; its requests end with the brace of their JSON.
            while !request.ends_with(b"}") {
                let length = stream.read(&mut piece).unwrap_or_default();
                request.extend_from_slice(&piece[..length]);
                if length == 0 {
                    break;
                }
            }
            let body = answer(&String::from_utf8_lossy(&request));
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
            let _ = stream.write_all((head + &body).as_bytes());
        }
    });
    format!("http://{address}")
}

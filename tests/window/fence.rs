//! What the page in the window cannot do, whatever runs in it.

use std::io::ErrorKind;
use std::net::TcpListener;

use cobro_tests::{Home, Window};

#[test]
fn the_page_reaches_no_other_host() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    let outside = TcpListener::bind("127.0.0.1:0").expect("a port");
    outside.set_nonblocking(true).expect("a listener that does not wait");
    let address = outside.local_addr().expect("an address");

    let answer = window.promise(&format!("fetch('http://{address}/', {{ mode: 'no-cors' }})"));
    let picture = window.promise(&format!(
        "new Promise((resolve, reject) => {{
            let image = new Image();
            image.onload = resolve;
            image.onerror = () => reject('no picture');
            image.src = 'http://{address}/a.png';
        }})"
    ));

    assert!(answer.is_err(), "{answer:?}");
    assert!(picture.is_err(), "{picture:?}");
    let called = outside.accept().map_err(|error| error.kind());
    assert_eq!(called.err(), Some(ErrorKind::WouldBlock), "somebody called");
}

#[test]
fn the_page_calls_only_what_it_was_granted() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    let invoke =
        |command: &str| window.promise(&format!("window.__TAURI_INTERNALS__.invoke('{command}')"));
    let granted = format!("{:?}", invoke("status"));
    assert!(!granted.contains("not allowed"), "{granted}");
    for command in ["plugin:app|version", "plugin:window|destroy", "plugin:path|resolve_directory"]
    {
        let refused = invoke(command).expect_err("a refusal");
        assert!(refused.contains("not allowed"), "{command}: {refused}");
    }
}

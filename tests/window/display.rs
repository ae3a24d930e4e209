//! The screen that is turned to the customer shows what is sold, the code to pay with, and thanks.

use std::path::{Path, PathBuf};
use std::process::Command;

use cobro_tests::{Home, Window, clerk};

/// The title of its window: the shop's name.
const SHOP: &str = "^Café Luna$";

#[test]
fn the_customer_sees_the_code_that_the_clerk_sees() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    clerk::ready(&window);
    clerk::go(&window, '0', ("button", "Idioma y aspecto"));
    window.click(("button", "Idioma y aspecto"));
    window.click(("label", "Pantalla para el cliente"));
    let id = window_named(&window, SHOP);
    clerk::go(&window, '1', "aside.ticket");
    clerk::add(&window, "prensa", "Prensa francesa 350 ml");
    clerk::charge(&window);
    clerk::choose(&window, "o", "OXXO");
    clerk::issue(&window);
    let digits = window.text("main .digits").replace(' ', "");
    let picture = home.data().join("display.png");
    for _ in 0..200 {
        take(&window, &id, &picture);
        if codes(&picture) == [digits.clone()] {
            window.close();
            return;
        }
    }
    panic!("the customer's screen does not show {digits}: {}", kept(&picture).display());
}

/// The id of a window, once it is there.
#[track_caller]
fn window_named(window: &Window, name: &str) -> String {
    let found = Command::new("xdotool")
        .env("DISPLAY", window.display().name())
        .args(["search", "--sync", "--onlyvisible", "--name", name])
        .output()
        .expect("xdotool");
    let text = String::from_utf8_lossy(&found.stdout).into_owned();
    text.lines().next().expect("a window").to_owned()
}

#[track_caller]
fn take(window: &Window, id: &str, file: &Path) {
    // No window manager gives it a screen of its own: here it lies over the clerk's window.
    let raised = Command::new("xdotool")
        .env("DISPLAY", window.display().name())
        .args(["windowraise", id])
        .status();
    assert!(raised.is_ok_and(|status| status.success()), "the window cannot be raised");
    let status = Command::new("import")
        .env("DISPLAY", window.display().name())
        .args(["-window", id])
        .arg(file)
        .status()
        .expect("import");
    assert!(status.success(), "{status}");
}

fn codes(picture: &Path) -> Vec<String> {
    let output = Command::new("zbarimg")
        .args(["-q", "--nodbus", "--raw", "-Sdisable", "-Scode128.enable"])
        .arg(picture)
        .output()
        .expect("zbarimg");
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

/// A copy that outlives the test.
fn kept(picture: &Path) -> PathBuf {
    let copy = cobro_tests::top().join("out/failed-display.png");
    // A copy that cannot be made is no other failure.
    let _ = std::fs::copy(picture, &copy);
    copy
}

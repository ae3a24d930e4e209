//! The real window, on a display of its own.
#![expect(clippy::expect_used, reason = "a test that cannot go on stops here")]

mod account;
mod audit;
mod cards;
mod catalogue;
mod counter;
mod customers;
mod display;
mod fence;
mod link;
mod mail;
mod main_job;
mod people;
mod prices;
mod printing;
mod quotes;
mod remains;
mod returns;
mod shifts;
mod tender;
mod tips;
mod upkeep;

use cobro_tests::{Home, Window};

#[test]
fn opens_and_shows_the_first_screen() {
    let home = Home::new();
    let window = Window::open(&home, &["--training"]);
    window.see("main");
    assert_eq!(window.script("return document.title"), "Cobro");
    let picture = home.data().join("first.png");
    window.picture(&picture);
    assert!(picture.metadata().is_ok_and(|file| file.len() > 0), "an empty picture");
    window.close();
}

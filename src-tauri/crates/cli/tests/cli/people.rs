//! The way back in for an owner who forgot the PIN.

use std::{io::Write, path::Path, process::Stdio};

use cobro_domain::{ids::Actor, people::Role};
use cobro_till::{
    books::{self, Mode, timeline},
    people::PersonForm,
};

use crate::{
    books::{opened, place, till},
    program::{program, training},
};

const OLD: &str = "80246913";
const NEW: &str = "13579024";

/// A folder with training books where an owner and a clerk work.
fn staffed() -> tempfile::TempDir {
    let (folder, till) = opened();
    for (name, role, pin) in [("Olga", Role::Owner, OLD), ("Carla", Role::Clerk, "86420975")] {
        let form = PersonForm { id: None, name: name.to_owned(), role, active: true };
        till.save_person(&form, pin).unwrap();
    }
    till.close();
    folder
}

/// What a run says whose standard input is a PIN: its code, and both outputs.
fn typed(folder: &Path, pin: &str, arguments: &[&str]) -> (i32, String, String) {
    let mut command = program();
    command.args(["--training", "--data"]).arg(folder).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().unwrap();
    // A program that refuses at once does not wait for it.
    let _ = writeln!(running.stdin.take().unwrap(), "{pin}");
    let output = running.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn an_owner_who_forgot_the_pin_comes_back_in_and_the_books_say_how() {
    let folder = staffed();
    let (code, out, error) = typed(folder.path(), NEW, &["owner-pin", "olga"]);
    assert_eq!((code, out.contains("Olga"), out.contains(NEW)), (0, true, false), "{error}");
    assert!(!error.contains(NEW), "{error}");
    let till = till(folder.path());
    let owner = till.people().unwrap()[0].user.id;
    assert!(till.sign_in(owner, OLD).is_err());
    till.sign_in(owner, NEW).unwrap();
    let reader = books::read(&place(folder.path(), Mode::Training)).unwrap();
    let last = reader.head().unwrap().seq;
    let facts = (1..=last).map(|place| timeline::fact(reader.conn(), place).unwrap());
    let changed: Vec<_> = facts.filter(|fact| fact.kind == "pin-changed").collect();
    assert_eq!(changed.last().unwrap().actor, Actor::console());
    till.close();
    assert_eq!(training(folder.path(), &["verify", "--json"]).json()["sound"], true);
}

#[test]
fn no_other_pin_is_changed_from_the_command_line() {
    let folder = staffed();
    for (arguments, pin, says) in [
        (&["owner-pin", "Carla"][..], NEW, "Olga"),
        (&["owner-pin", "Nadie"], NEW, "Olga"),
        (&["owner-pin", "Olga"], "1234", "as it was"),
        (&["owner-pin"], "", "as it was"),
    ] {
        let (code, out, error) = typed(folder.path(), pin, arguments);
        assert_eq!((code, out.as_str()), (1, ""), "{error}");
        assert!(error.contains(says), "{arguments:?}: {error}");
    }
    let till = till(folder.path());
    let owner = till.people().unwrap()[0].user.id;
    till.sign_in(owner, OLD).unwrap();
    let (code, _, error) = typed(folder.path(), NEW, &["owner-pin"]);
    assert_eq!(code, 4, "while somebody has the books: {error}");
}

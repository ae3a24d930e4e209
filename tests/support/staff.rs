//! The people of the training shop, by keyboard: an owner, a supervisor and a clerk.

use crate::{Key, Window};

/// The owner's PIN: Olga's.
pub const OWNERS: &str = "80246913";
/// The supervisor's: Saul's.
pub const SUPERVISORS: &str = "2580";
/// The clerk's: Carla's.
pub const CLERKS: &str = "4826";

/// An owner, who is signed in from then on, a supervisor and a clerk.
#[track_caller]
pub fn hire(window: &Window) {
    window.press_with(Key::Alt, '0');
    window.see(("nav button[aria-current]", "Empresa"));
    window.click(("nav button", "Personas"));
    window.see(("h2", "Personas"));
    let people = [("Olga", OWNERS, 0), ("Saul", SUPERVISORS, 1), ("Carla", CLERKS, 0)];
    for (name, pin, steps) in people {
        window.write("n");
        window.see(("[role=dialog] h2", "Persona nueva"));
        window.write(name);
        window.press(Key::Tab);
        for _ in 0..steps {
            window.press(Key::Right);
        }
        window.press(Key::Tab);
        window.write(pin);
        window.press(Key::Enter);
        window.see_no("[role=dialog]");
        window.see(("li strong", name));
    }
    window.see((".who", "Olga"));
}

/// Locks the till, and waits until somebody can be chosen.
#[track_caller]
pub fn lock(window: &Window) {
    window.press_with(Key::Control, 'l');
    window.see(("h1", "La caja está bloqueada"));
    window.see(".chosen");
}

/// The clerk signs in at a locked till.
#[track_caller]
pub fn clerk_signs_in(window: &Window) {
    window.see(("h1", "La caja está bloqueada"));
    window.see(".chosen");
    window.press_with(Key::Alt, '3');
    window.see((".chosen", "Carla"));
    window.write(CLERKS);
    window.press(Key::Enter);
    window.see((".who", "Carla"));
}

/// The supervisor approves what was asked for.
#[track_caller]
pub fn supervisor_approves(window: &Window) {
    window.see(("[role=dialog] h2", "Autorización"));
    window.see("[role=dialog] .chosen");
    window.press_with(Key::Alt, '2');
    window.see(("[role=dialog] .chosen", "Saul"));
    window.write(SUPERVISORS);
    window.press(Key::Enter);
    window.see_no(("[role=dialog] h2", "Autorización"));
}

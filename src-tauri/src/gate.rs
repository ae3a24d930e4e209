//! What the window may ask for while the till is locked. Everything else is refused here, by
//! the shell, whatever the page shows.

use cobro_till::screen::CommandError;
use tauri::{Manager, Runtime, ipc::Invoke};

use crate::app::App;

/// The commands that answer at a locked till. None of them shows what is in the books or
/// changes it.
pub(crate) const WHILE_LOCKED: &[&str] = &[
    "start",
    "status",
    "lock_screen",
    "sign_in",
    "lock_till",
    "close_card_form",
    "cancel_card_form",
    // The shop's name, while the till is locked.
    "display",
];

/// Whether a command answers.
fn answers(command: &str, locked: bool) -> bool {
    !locked || WHILE_LOCKED.contains(&command)
}

/// Hands a command on, or refuses it.
pub(crate) fn guarded<R: Runtime>(
    handler: impl Fn(Invoke<R>) -> bool + Send + Sync + 'static,
) -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    move |invoke| {
        let till = invoke.message.webview().try_state::<App>().and_then(|app| app.till());
        let locked = till.is_some_and(|till| till.is_locked());
        if answers(invoke.message.command(), locked) {
            return handler(invoke);
        }
        invoke.resolver.reject(CommandError::Locked);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command that a window may call.
    fn commands() -> Vec<String> {
        let lists = [
            include_str!("../permissions/till.toml"),
            include_str!("../permissions/card.toml"),
            include_str!("../permissions/display.toml"),
        ];
        let allowed = lists.map(|text| text.split_once("commands.allow").expect("a list").1);
        let quoted = allowed.iter().flat_map(|text| text.split('"').skip(1).step_by(2));
        quoted.map(str::to_owned).collect()
    }

    #[test]
    fn a_locked_till_does_nothing_but_let_somebody_sign_in() {
        let commands = commands();
        assert!(commands.len() > 90, "{commands:?}");
        let (answered, refused): (Vec<_>, Vec<_>) =
            commands.iter().partition(|command| answers(command, true));
        assert_eq!(answered.len(), WHILE_LOCKED.len(), "{answered:?}");
        for acting in ["take_cash", "void_invoice", "save_person", "approve", "ticket", "scan"] {
            assert!(refused.iter().any(|command| *command == acting), "{acting}");
        }
        assert!(commands.iter().all(|command| answers(command, false)));
    }
}

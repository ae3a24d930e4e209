//! The commands of the window: each translates, delegates, translates back. They run beside
//! the window's own thread: none of them can make it stutter.

pub(crate) mod accounts;
pub(crate) mod audit;
pub(crate) mod cards;
pub(crate) mod catalogue;
pub(crate) mod collect;
pub(crate) mod customers;
pub(crate) mod day;
pub(crate) mod display;
pub(crate) mod frame;
pub(crate) mod imports;
pub(crate) mod invoices;
pub(crate) mod mail;
pub(crate) mod pages;
pub(crate) mod people;
pub(crate) mod printing;
pub(crate) mod quotes;
pub(crate) mod refunds;
pub(crate) mod returns;
pub(crate) mod sell;
pub(crate) mod settings;

use std::sync::Arc;

use cobro_till::{Till, screen::CommandError};
use tauri::State;

use crate::app::App;

type Answer<T> = Result<T, CommandError>;

/// Runs `work` on the open till, on a thread where it may block.
async fn on_till<T: Send + 'static>(
    app: &State<'_, App>,
    work: impl FnOnce(&Till) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let till: Arc<Till> = app.open_till()?;
    let ran = tauri::async_runtime::spawn_blocking(move || work(&till)).await;
    ran.map_err(|error| CommandError::Internal { detail: error.to_string() })?
}

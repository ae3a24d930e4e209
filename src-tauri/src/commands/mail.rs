//! E-mail: how it is sent, what waits, and what is sent from a screen.

use cobro_domain::ids::MailId;
use cobro_till::{
    Till,
    screen::{MailFormView, MailPage, MailView},
};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// How mail is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mail(app: State<'_, App>) -> Answer<MailView> {
    on_till(&app, Till::mail_view).await
}

/// Saves how mail is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_mail(app: State<'_, App>, form: MailFormView) -> Answer<MailView> {
    on_till(&app, move |till| till.save_mail_form(form)).await
}

/// Connects, logs in and sends a mail that says that mail works.
#[tauri::command]
#[specta::specta]
pub(crate) async fn test_mail(app: State<'_, App>, to: String) -> Answer<()> {
    on_till(&app, move |till| Ok(till.test_mail(&to)?)).await
}

/// A page of the outbox, the newest first, before the mail `before`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mails(app: State<'_, App>, before: Option<String>) -> Answer<MailPage> {
    on_till(&app, move |till| till.mail_page(before.as_deref())).await
}

/// Sends a mail again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn retry_mail(app: State<'_, App>, id: String) -> Answer<()> {
    let id = MailId::parse(&id)?;
    on_till(&app, move |till| Ok(till.retry_mail(id)?)).await
}

/// Forgets a mail.
#[tauri::command]
#[specta::specta]
pub(crate) async fn drop_mail(app: State<'_, App>, id: String) -> Answer<()> {
    let id = MailId::parse(&id)?;
    on_till(&app, move |till| Ok(till.drop_mail(id)?)).await
}

/// Sends a customer's statement to one address.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_statement(
    app: State<'_, App>,
    customer: String,
    first: String,
    last: String,
    to: String,
) -> Answer<()> {
    on_till(&app, move |till| till.send_statement_form(&customer, &first, &last, &to)).await
}

/// Sends the voucher of a charge to one address.
#[tauri::command]
#[specta::specta]
pub(crate) async fn send_voucher(app: State<'_, App>, charge: String, to: String) -> Answer<()> {
    on_till(&app, move |till| till.send_voucher_form(&charge, &to)).await
}

//! Who works at the till: signing in, locking, approving; and who may what.

use cobro_domain::ids::UserId;
use cobro_till::{
    Till,
    screen::{AtWorkView, LockingWord, PersonFormView, PersonView, PolicyView},
};
use tauri::State;

use super::{Answer, on_till};
use crate::app::App;

/// Everybody who may sign in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock_screen(app: State<'_, App>) -> Answer<Vec<PersonView>> {
    on_till(&app, Till::lock_screen_view).await
}

/// Somebody signs in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(
    app: State<'_, App>,
    person: String,
    pin: String,
) -> Answer<AtWorkView> {
    on_till(&app, move |till| till.sign_in_typed(&person, &pin)).await
}

/// Locks the till.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock_till(app: State<'_, App>, why: LockingWord) -> Answer<AtWorkView> {
    on_till(&app, move |till| till.lock_by(why)).await
}

/// Who can approve something.
#[tauri::command]
#[specta::specta]
pub(crate) async fn approvers(app: State<'_, App>, permission: String) -> Answer<Vec<PersonView>> {
    on_till(&app, move |till| till.approver_views(&permission)).await
}

/// What people call the document of an approval; nothing for what has no name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn document_name(app: State<'_, App>, document: String) -> Answer<Option<String>> {
    on_till(&app, move |till| till.document_name_view(&document)).await
}

/// Somebody approves, with their PIN, one action on one document.
#[tauri::command]
#[specta::specta]
pub(crate) async fn approve(
    app: State<'_, App>,
    approver: String,
    pin: String,
    permission: String,
    document: String,
) -> Answer<()> {
    on_till(&app, move |till| till.approve_typed(&approver, &pin, &permission, &document)).await
}

/// Everybody who works here or did.
#[tauri::command]
#[specta::specta]
pub(crate) async fn people(app: State<'_, App>) -> Answer<Vec<PersonView>> {
    on_till(&app, Till::people_view).await
}

/// Makes or changes somebody.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_person(
    app: State<'_, App>,
    form: PersonFormView,
) -> Answer<Vec<PersonView>> {
    on_till(&app, move |till| till.save_person_form(form)).await
}

/// Forgets somebody who works here no more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn erase_person(app: State<'_, App>, id: String) -> Answer<Vec<PersonView>> {
    let id = UserId::parse(&id)?;
    on_till(&app, move |till| {
        till.erase_person(id)?;
        till.people_view()
    })
    .await
}

/// Whoever works at the till gives themselves another PIN.
#[tauri::command]
#[specta::specta]
pub(crate) async fn change_own_pin(
    app: State<'_, App>,
    old_pin: String,
    new_pin: String,
) -> Answer<()> {
    on_till(&app, move |till| Ok(till.change_own_pin(&old_pin, &new_pin)?)).await
}

/// What each role may do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn policies(app: State<'_, App>) -> Answer<Vec<PolicyView>> {
    on_till(&app, Till::policy_views).await
}

/// Decides what a role may do.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_policy(app: State<'_, App>, form: PolicyView) -> Answer<Vec<PolicyView>> {
    on_till(&app, move |till| till.save_policy_form(form)).await
}

/// Chooses after how many minutes the till locks itself; 0 for never.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_idle_minutes(app: State<'_, App>, minutes: u16) -> Answer<AtWorkView> {
    on_till(&app, move |till| {
        till.set_idle_minutes(minutes)?;
        till.at_work_view()
    })
    .await
}

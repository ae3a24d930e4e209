//! The commands, and their types for the window: `ui/src/bindings.ts` is generated from this list.

use tauri_specta::{Builder, collect_commands, collect_events};

use crate::{
    commands::{
        accounts, audit, cards, catalogue, collect, customers, day, display, frame, imports,
        invoices, mail, pages, people, printing, quotes, refunds, returns, sell, settings,
    },
    customer_display::DisplayChanged,
    event::TillChanged,
    imports::ImportChanged,
    statements::StatementsChanged,
};

/// Every command the window may call. `permissions/till.toml` and
/// `permissions/card.toml` name the same ones.
///
/// 64-bit integers do not cross as numbers (JavaScript would round them): export refuses
/// them, and they are sent as decimal text.
#[expect(clippy::too_many_lines, reason = "one list: a line for each command")]
pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::new()
        .disable_serde_phases()
        .commands(collect_commands![
            frame::start,
            display::show_customer,
            display::set_customer_display,
            display::display,
            frame::open_training,
            frame::open_real,
            frame::status,
            frame::set_language,
            frame::set_theme,
            sell::categories,
            sell::search_products,
            sell::ticket,
            sell::add_product,
            sell::scan,
            sell::add_amount,
            sell::set_quantity,
            sell::set_discount,
            sell::set_price,
            sell::set_note,
            sell::remove_line,
            sell::undo,
            sell::clear_ticket,
            sell::set_customer,
            sell::hold_ticket,
            sell::held_tickets,
            sell::recall_ticket,
            collect::charge_sheet,
            collect::collect_sheet,
            collect::cash_preview,
            collect::cash_preview_for,
            collect::take_cash,
            collect::take_cash_for,
            collect::tip,
            collect::tipped_cash_preview,
            collect::take_tipped_cash,
            collect::take_tender,
            collect::request_voucher,
            collect::charge_again,
            collect::charge,
            collect::check_now,
            collect::send_after_all,
            collect::cancel_charge,
            collect::print_voucher,
            collect::act_as_customer,
            collect::advance_clock,
            collect::cut_network,
            pages::offer_page,
            pages::pay_page,
            pages::page,
            pages::write_page,
            pages::write_pay_page,
            refunds::card_refunds,
            refunds::refund_split,
            refunds::refund_to_card,
            returns::return_view,
            returns::return_preview,
            returns::return_goods,
            returns::print_return,
            quotes::quote_days,
            quotes::issue_quote,
            quotes::quotes,
            quotes::quote,
            quotes::sell_quote,
            quotes::withdraw_quote,
            quotes::print_quote,
            cards::cards_typed,
            cards::let_cards_be_typed,
            cards::open_card_form,
            cards::close_card_form,
            cards::card_form,
            cards::card_promotions,
            cards::card_form_ready,
            cards::charge_card_form,
            cards::cancel_card_form,
            cards::capture_hold,
            cards::release_hold,
            cards::give_card_up,
            cards::decide_follow_up,
            invoices::invoices,
            invoices::invoice_counts,
            invoices::invoice,
            invoices::print_invoice,
            invoices::void_invoice,
            invoices::close_case,
            catalogue::product_list,
            catalogue::product_form,
            catalogue::product_choices,
            catalogue::save_product,
            catalogue::switch_product,
            catalogue::price_lists,
            catalogue::save_price_list,
            catalogue::switch_price_list,
            sell::choose_price_list,
            catalogue::product_picture,
            imports::keep_import_part,
            imports::preview_import,
            imports::check_import,
            imports::import_products,
            imports::cancel_import,
            imports::forget_import,
            imports::export_products,
            customers::customers,
            customers::customer,
            customers::forget_kept_card,
            customers::customer_history,
            customers::save_customer,
            customers::check_rfc,
            customers::merge_customers,
            customers::erase_customer,
            customers::pick_customer,
            customers::sell_on_account,
            accounts::periods,
            accounts::statement,
            accounts::write_statement,
            accounts::write_statements,
            accounts::cancel_statements,
            audit::audit_choices,
            audit::audit,
            audit::export_audit,
            audit::verify_chain,
            audit::chain_progress,
            audit::cancel_chain,
            accounts::preview_payment,
            accounts::enter_payment,
            accounts::withholding,
            accounts::declare_withholding,
            accounts::hand_refunds,
            accounts::refund_by_hand,
            day::day,
            day::shifts,
            day::shift_report,
            day::count_preview,
            day::open_shift,
            day::move_cash,
            day::count_drawer,
            day::open_drawer,
            day::close_shift,
            day::write_shift_report,
            day::save_shift_rules,
            settings::company,
            settings::save_company,
            settings::providers,
            settings::merchant_accounts,
            settings::save_merchant_account,
            settings::test_merchant_account,
            settings::cash_coins,
            settings::choose_coins,
            settings::let_tips,
            settings::set_roll_width,
            settings::secret_store,
            settings::unlock_vault,
            printing::printers,
            printing::save_printers,
            printing::found_printers,
            printing::test_printer,
            printing::papers,
            printing::retry_paper,
            printing::drop_paper,
            mail::mail,
            mail::save_mail,
            mail::test_mail,
            mail::mails,
            mail::retry_mail,
            mail::drop_mail,
            mail::send_statement,
            mail::send_voucher,
            people::lock_screen,
            people::sign_in,
            people::lock_till,
            people::approvers,
            people::document_name,
            people::approve,
            people::people,
            people::save_person,
            people::erase_person,
            people::change_own_pin,
            people::policies,
            people::save_policy,
            people::set_idle_minutes,
        ])
        .events(collect_events![DisplayChanged, ImportChanged, StatementsChanged, TillChanged])
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::fs;

    use specta_typescript::Typescript;

    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/src/bindings.ts");

    /// `COBRO_WRITE_BINDINGS=1` writes the file instead of comparing it.
    #[test]
    fn the_window_was_built_for_these_commands() {
        if std::env::var_os("COBRO_WRITE_BINDINGS").is_some() {
            builder().export(Typescript::default(), FILE).expect("ui/src/bindings.ts is writable");
            return;
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let generated = folder.path().join("bindings.ts");
        builder().export(Typescript::default(), &generated).expect("types that can be exported");
        assert!(
            fs::read(FILE).ok() == fs::read(generated).ok(),
            "ui/src/bindings.ts is out of date: run `make bindings` and commit it"
        );
    }
}

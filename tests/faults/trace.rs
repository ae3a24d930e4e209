//! The main job with every word of every log written down.

use std::{fs::File, sync::Mutex};

use cobro_domain::{charge::ChargeState, time::Span};
use cobro_ledger::views::charges;
use cobro_till::{merchants::MerchantError, papers::PaperSize};
use tracing_subscriber::filter::LevelFilter;

use crate::{account, run::Shop};

/// Sells, collects, is refused, is paid and prints, with all logs in the file LOG.
pub(crate) fn trace(log: &str, folder: &str, address: &str) {
    let file = Mutex::new(File::create(log).unwrap());
    // What libraries say through `log` comes along.
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(file)
        .init();
    tracing::info!("the log has begun");
    let shop = Shop::open(folder, address);
    let till = &shop.till;
    till.test_merchant(shop.account).unwrap();
    tracing::info!(?shop.account, "{till:?}", till = till.merchants().unwrap());
    till.add_amount("Café", "250").unwrap();
    let id = till.request_voucher(&shop.way("seven-eleven")).unwrap();
    till.work_through().unwrap();
    till.print_voucher(id, PaperSize::Letter).unwrap();
    let charge = || charges::read(shop.reader().conn(), id).unwrap().unwrap();
    assert_eq!(charge().state, ChargeState::Pending);
    shop.clock.pay(charge().reference.as_str());
    shop.clock.advance(Span::hours(2));
    till.work_through().unwrap();
    assert_eq!(charge().state, ChargeState::Paid);
    // The provider is told another key, and says so.
    let mut form = account::form(address, Some(shop.account), "PayU");
    let wrong = account::KEY.chars().rev().collect();
    form.fields.insert("api-key".to_owned(), wrong);
    till.save_merchant(&form).unwrap();
    let refused = till.test_merchant(shop.account);
    assert!(matches!(&refused, Err(MerchantError::Refused(_))), "{refused:?}");
    tracing::error!(?refused, "refused");
    till.save_merchant(&account::form(address, Some(shop.account), "PayU")).unwrap();
}

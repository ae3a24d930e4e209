//! A disk that is full, and then is not.

use std::{fs, io::Write, path::Path};

use cobro_ledger::{LedgerError, views::invoices};
use cobro_till::{
    Till,
    collect::CollectError,
    issue::IssueError,
    sell::{Sale, SellError},
};

use crate::{account::sound, run::Shop, say};

/// More sales than fit.
const SALES_MAX: usize = 10_000;

/// Sells in books on a small disk until it is full, then makes room and sells on. FOLDER is the
/// disk.
pub(crate) fn fill(folder: &str, address: &str) {
    let ballast = Path::new(folder).join("ballast");
    fs::File::create(&ballast).unwrap().write_all(&vec![7; 512 << 10]).unwrap();
    let shop = Shop::open(folder, address);
    let way = shop.way("seven-eleven");
    let mut sold = 0;
    let refused = (0..SALES_MAX).find_map(|_| match sell(&shop.till) {
        Ok(_) => {
            sold += 1;
            None
        }
        Err(error) => Some(error),
    });
    say(&format!("full after {sold}: {}", refused.expect("the disk is full at last")));
    // Nothing of the refused sale is there, all of the others is, and a voucher is refused too.
    let voucher = shop.till.request_voucher(&way);
    let full = matches!(
        &voucher,
        Err(CollectError::Issue(IssueError::Ledger(LedgerError::DiskFull))
            | CollectError::Ledger(LedgerError::DiskFull))
    );
    // The disk may have been full before the line was on the screen: there is nothing to ask for.
    let on_screen = shop.till.typed().unwrap().ticket.lines.len();
    let empty = on_screen == 0 && matches!(&voucher, Err(CollectError::Issue(IssueError::Empty)));
    assert!(full || empty, "{voucher:?}");
    let count = || invoices::page(shop.reader().conn(), None, None, u32::MAX).unwrap().len();
    assert_eq!(count(), sold);
    fs::remove_file(&ballast).unwrap();
    say("room");
    let rest = if on_screen == 0 { sell(&shop.till) } else { shop.till.take_cash("10000") };
    assert_eq!(rest.unwrap().folio.number, u32::try_from(sold).unwrap() + 1, "no number is lost");
    assert_eq!(count(), sold + 1);
    sound(&shop.reader());
}

fn sell(till: &Till) -> Result<Sale, SellError> {
    till.add_amount(&"Café ".repeat(20), "50")?;
    till.take_cash("10000")
}

//! What survives the end of the program.

use std::net::TcpStream;
use std::path::Path;

use cobro_sandbox::{
    ControlError, Paid, PayuError, Sandbox, SandboxConfig, SandboxError, StoreError,
};

use crate::client::{DAY, START, Submit, config, states};

fn start(file: &Path) -> Sandbox {
    Sandbox::start(SandboxConfig { file: Some(file.to_owned()), ..config() }).unwrap()
}

#[test]
fn a_voucher_of_yesterday_can_be_paid_today() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let sandbox = start(&file);
    let first = Submit::new("R1", "OXXO", "100").accepted(&sandbox)["orderId"].as_i64().unwrap();
    let payu = sandbox.control().payu();
    let mut settings = payu.settings().unwrap();
    settings.early_operation_date = false;
    payu.set_settings(&settings).unwrap();
    sandbox.control().advance(DAY).unwrap();
    sandbox.stop();

    let sandbox = start(&file);
    let control = sandbox.control();
    assert_eq!(control.now_ms(), START + 86_400_000);
    assert_eq!(control.payu().settings().unwrap(), settings);
    assert_eq!(control.counters().unwrap().submits["R1"], 1);
    assert_eq!(states(&sandbox, "R1"), ["IN_PROGRESS", "PENDING"]);
    control.payu().pay("R1", Paid::InFull).unwrap();
    sandbox.stop();

    let sandbox = start(&file);
    assert_eq!(states(&sandbox, "R1"), ["IN_PROGRESS", "PENDING"]);
    sandbox.control().advance(DAY).unwrap();
    assert_eq!(states(&sandbox, "R1"), ["CAPTURED", "APPROVED"]);
    let next = Submit::new("R2", "OXXO", "100").accepted(&sandbox)["orderId"].as_i64().unwrap();
    assert_eq!(next, first + 1);
}

#[test]
fn one_file_serves_one_sandbox() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let first = start(&file);
    let second = Sandbox::start(SandboxConfig { file: Some(file.clone()), ..config() });
    assert!(matches!(second, Err(SandboxError::Store(StoreError::Database(_)))), "{second:?}");
    drop(first);
    start(&file);
}

#[test]
fn a_file_from_before_cards_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sandbox.db");
    let started =
        || Sandbox::start(SandboxConfig { file: Some(path.clone()), ..config() }).unwrap();
    let sandbox = started();
    Submit::new("R1", "OXXO", "100").accepted(&sandbox);
    sandbox.stop();
    // The first version had no stored cards, and its orders said nothing of any.
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch(
        "DROP TABLE payu_tokens; DROP TABLE payu_checkouts; DROP TABLE payu_notices;
         DROP INDEX payu_orders_with_address;
         UPDATE payu_orders SET submitted = json_remove(submitted, '$.card', '$.form');
         PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(db);
    let sandbox = started();
    assert_eq!(sandbox.control().payu().order("R1").unwrap().status, "IN_PROGRESS");
    Submit::card("R2", "100").accepted(&sandbox);
}

#[test]
fn a_file_of_another_version_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    start(&file).stop();
    let version = |sql: &str| {
        let db = rusqlite::Connection::open(&file).unwrap();
        db.execute_batch(sql).unwrap();
        db.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).unwrap()
    };
    version("PRAGMA user_version = 99");
    let refused = Sandbox::start(SandboxConfig { file: Some(file.clone()), ..config() });
    let found = matches!(refused, Err(SandboxError::Store(StoreError::Version { found: 99 })));
    assert!(found, "{refused:?}");
    assert_eq!(version(""), 99);
}

#[test]
fn the_handle_of_a_stopped_sandbox_says_so_and_holds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.db");
    let sandbox = start(&file);
    let address = sandbox.address();
    let control = sandbox.control();
    sandbox.stop();
    assert!(TcpStream::connect(address).is_err());
    assert!(matches!(control.counters(), Err(ControlError::Stopped(_))));
    assert!(matches!(control.advance(1), Err(ControlError::Stopped(_))));
    assert!(matches!(control.refuse_connections(true), Err(ControlError::Stopped(_))));
    assert!(matches!(control.payu().orders(), Err(PayuError::Stopped(_))));
    start(&file);
}

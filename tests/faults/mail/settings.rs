//! Every way into a server, and what is said when there is none.

use std::{net::TcpListener, time::Duration};

use cobro_ledger::backup;
use cobro_providers::settings::Secret;
use cobro_tests::MailServer;
use cobro_till::{
    carrier::Patience,
    mail::{FaultKind, MailError, MailForm, Security},
};

use super::{PASSWORD, USER, form, post, with_login};
use crate::{secrets::found_of, shop::Shop};

/// What a test of these settings ends with; nothing when a mail arrived.
fn tested(shop: &Shop, form: &MailForm) -> Option<FaultKind> {
    shop.till().save_mail(form).unwrap();
    match shop.till().test_mail("") {
        Ok(()) => None,
        Err(MailError::Server(fault)) => Some(fault.kind),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn each_kind_of_encryption_and_login_gets_a_mail_through() {
    let shop = Shop::open();
    let login = format!("{USER}:{PASSWORD}");
    let cases: [(Security, &[&str]); 6] = [
        (Security::None, &[]),
        (Security::None, &["--login", &login]),
        (Security::Starttls, &["--encryption", "starttls"]),
        (Security::Starttls, &["--encryption", "starttls", "--login", &login]),
        (Security::Tls, &["--encryption", "tls"]),
        (Security::Tls, &["--encryption", "tls", "--login", &login]),
    ];
    for (security, arguments) in cases {
        let server = MailServer::start(arguments);
        let logs_in = arguments.contains(&"--login");
        let plain = form(&server, security);
        let form = if logs_in { with_login(plain) } else { plain };
        assert_eq!(tested(&shop, &form), None, "{arguments:?}");
        let mail = server.next();
        assert_eq!(mail.envelope.1, "ventas@cafeluna.example", "{arguments:?}");
        assert_eq!(mail.user.as_deref(), logs_in.then_some(USER), "{arguments:?}");
        assert_eq!(mail.encrypted, security != Security::None, "{arguments:?}");
        assert_eq!(mail.hello, "[127.0.0.1]");
    }
}

#[test]
fn what_stands_in_the_way_is_named() {
    let shop = Shop::open();
    let login = format!("{USER}:{PASSWORD}");
    let wrong =
        |form: MailForm| MailForm { password: Secret::new("wrong".to_owned()), ..with_login(form) };
    let untrusted = |form: MailForm| MailForm { authority: String::new(), ..form };
    let other_name = |form: MailForm| MailForm { host: "127.0.0.2".to_owned(), ..form };
    let same = |form: MailForm| form;
    let (start, tls, none) = (Security::Starttls, Security::Tls, Security::None);
    type Change<'c> = &'c dyn Fn(MailForm) -> MailForm;
    let cases: [(&[&str], Security, Change<'_>, FaultKind); 11] = [
        (&[], start, &same, FaultKind::NoEncryption),
        (&[], tls, &same, FaultKind::Encryption),
        (&["--encryption", "starttls"], start, &untrusted, FaultKind::Certificate),
        (&["--encryption", "tls"], tls, &untrusted, FaultKind::Certificate),
        (&["--encryption", "starttls"], none, &same, FaultKind::EncryptionWanted),
        (&["--login", &login], none, &wrong, FaultKind::LoginRefused),
        (&["--login", &login], none, &same, FaultKind::LoginWanted),
        (&[], none, &with_login, FaultKind::NoLogin),
        (&["--refuse-sender"], none, &same, FaultKind::SenderRefused),
        (&["--refuse", "ventas@cafeluna.example"], none, &same, FaultKind::RecipientRefused),
        (&[], none, &other_name, FaultKind::Unreachable),
    ];
    for (arguments, security, change, expected) in cases {
        let server = MailServer::start(arguments);
        let form = change(form(&server, security));
        assert_eq!(tested(&shop, &form), Some(expected), "{arguments:?} {security:?}");
        assert_eq!(server.so_far().len(), 0, "{arguments:?}");
    }
}

#[test]
fn a_name_that_nobody_knows_and_a_door_that_nobody_opens() {
    let shop = Shop::open();
    let server = MailServer::start(&[]);
    let nowhere = MailForm {
        host: "mail.invalid".to_owned(),
        plain_accepted: true,
        ..form(&server, Security::None)
    };
    assert_eq!(tested(&shop, &nowhere), Some(FaultKind::NameNotFound));
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let closed = MailForm { port: closed.to_string(), ..form(&server, Security::None) };
    assert_eq!(tested(&shop, &closed), Some(FaultKind::Unreachable));
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for_long() {
    let server = MailServer::start(&["--silent"]);
    let moment = Duration::from_millis(200);
    let shop = Shop::open_hurried(Patience { connect: moment, answer: moment });
    assert_eq!(tested(&shop, &form(&server, Security::None)), Some(FaultKind::Silent));
}

#[test]
fn settings_that_cannot_be_meant_are_refused_and_change_nothing() {
    let server = MailServer::start(&[]);
    let shop = Shop::open();
    let good = form(&server, Security::None);
    shop.till().save_mail(&good).unwrap();
    let before = shop.till().mail_settings().unwrap();
    type Refused = fn(&MailError) -> bool;
    let cases: [(&str, MailForm, Refused); 9] = [
        (
            "a stranger's server without encryption",
            MailForm { host: "mail.example".to_owned(), ..good.clone() },
            |error| matches!(error, MailError::Plain),
        ),
        (
            "a host with a space",
            MailForm { host: "mail example".to_owned(), ..good.clone() },
            |e| matches!(e, MailError::Host { .. }),
        ),
        ("a host with a line break", MailForm { host: "a\r\nb".to_owned(), ..good.clone() }, |e| {
            matches!(e, MailError::Host { .. })
        }),
        ("port nought", MailForm { port: "0".to_owned(), ..good.clone() }, |e| {
            matches!(e, MailError::Port { .. })
        }),
        ("a port beyond", MailForm { port: "65536".to_owned(), ..good.clone() }, |e| {
            matches!(e, MailError::Port { .. })
        }),
        ("no sender", MailForm { address: String::new(), ..good.clone() }, |e| {
            matches!(e, MailError::Address { .. })
        }),
        (
            "a sender with a line break",
            MailForm { address: "a@b\r\nc".to_owned(), ..good.clone() },
            |e| matches!(e, MailError::Address { .. }),
        ),
        ("no such file", MailForm { authority: "/nowhere.pem".to_owned(), ..good.clone() }, |e| {
            matches!(e, MailError::Authority { .. })
        }),
        (
            "a file without a certificate",
            MailForm { authority: file!().to_owned(), ..good.clone() },
            |e| matches!(e, MailError::Authority { .. }),
        ),
    ];
    for (what, form, refused) in cases {
        let outcome = shop.till().save_mail(&form);
        assert!(outcome.as_ref().is_err_and(refused), "{what}: {outcome:?}");
        assert_eq!(shop.till().mail_settings().unwrap(), before, "{what}");
    }
}

#[test]
fn a_password_is_kept_for_its_server_and_goes_to_no_other() {
    let server = MailServer::start(&["--login", &format!("{USER}:{PASSWORD}")]);
    let shop = Shop::open();
    let typed = with_login(form(&server, Security::None));
    let untyped = MailForm { password: Secret::new(String::new()), ..typed.clone() };
    let first = shop.till().save_mail(&untyped);
    assert!(matches!(first, Err(MailError::PasswordNeeded)), "{first:?}");
    shop.till().save_mail(&typed).unwrap();
    let renamed = MailForm { name: "Luna".to_owned(), ..untyped.clone() };
    assert_eq!(tested(&shop, &renamed), None, "what stays empty stays as it was");
    for other in [
        MailForm { host: "localhost".to_owned(), ..untyped.clone() },
        MailForm { port: "2525".to_owned(), ..untyped.clone() },
        MailForm { authority: server.authority().display().to_string(), ..untyped.clone() },
        MailForm { security: Security::Starttls, ..untyped.clone() },
    ] {
        let outcome = shop.till().save_mail(&other);
        assert!(matches!(outcome, Err(MailError::PasswordNeeded)), "{other:?}");
    }
    assert_eq!(tested(&shop, &renamed), None);
}

#[test]
fn a_locked_vault_stops_mail_and_nothing_else() {
    let server = MailServer::start(&["--login", &format!("{USER}:{PASSWORD}")]);
    let (shop, customer) = super::shop(&server);
    shop.till().save_mail(&with_login(form(&server, Security::None))).unwrap();
    post(&shop, customer, "ana@example.com");
    shop.keys.lock(true);
    shop.work();
    shop.till().add_amount("Café", "10").unwrap();
    shop.till().take_cash("10").unwrap();
    assert_eq!(server.so_far().len(), 0);
    let standing = shop.till().mail_standing_view().unwrap();
    assert_eq!(standing.stopped.map(|stopped| stopped.code).as_deref(), Some("vault-locked"));
    shop.keys.lock(false);
    shop.work();
    assert_eq!(server.next().user.as_deref(), Some(USER));
}

#[test]
fn the_password_stands_nowhere_but_in_its_store() {
    let arguments = ["--repeat", "--login", "somebody:else"];
    let server = MailServer::start(&arguments);
    let (shop, customer) = super::shop(&server);
    shop.till().save_mail(&with_login(form(&server, Security::None))).unwrap();
    let shown = shop.till().test_mail("").unwrap_err();
    let shown = format!("{shown} {shown:?} {:?}", shop.till().mail_settings());
    assert!(shown.contains("535") && shown.contains(USER), "{shown}");
    post(&shop, customer, "ana@example.com");
    shop.work();
    let standing = format!("{:?}", shop.till().mail_standing_view().unwrap());
    assert!(standing.contains("mail-login-refused"), "{standing}");
    std::fs::write(shop.folder.path().join("shown"), shown + &standing).unwrap();
    let copy = shop.folder.path().join("copy.db");
    backup(shop.till().path(), &copy, shop.now()).unwrap();
    assert_eq!(found_of(shop.folder.path(), &[PASSWORD]), Vec::<String>::new());
    assert!(!found_of(shop.folder.path(), &[USER]).is_empty(), "otherwise nothing is looked for");
}

use super::*;

const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

fn header(cost: Cost) -> Header {
    Header { cost, salt: [7; 16], check: [9; CHECK] }
}

/// The header with other bytes in it, and a sum that fits them.
fn resummed(change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut bytes = header(CHEAP).bytes();
    change(&mut bytes[..SUMMED]);
    let sum = short_sum(&bytes[..SUMMED]);
    bytes[SUMMED..].copy_from_slice(&sum);
    bytes
}

#[test]
fn the_header_reads_back() {
    let written = header(Cost { memory_kib: 1024, passes: 3, lanes: 4 });
    let bytes = [&written.bytes()[..], b"rest"].concat();
    assert_eq!(bytes.len(), HEADER + 4);
    let (read, rest) = split(&bytes).expect("a header");
    assert_eq!((read, rest), (written, &b"rest"[..]));
}

#[test]
fn a_later_format_is_newer_and_not_damaged() {
    let bytes = resummed(|bytes| bytes[9] = 2);
    assert!(matches!(split(&bytes), Err(SecretError::Newer { version: 2 })));
}

#[test]
fn refuses_a_file_that_asks_too_much_of_this_computer() {
    let most = Cost::MOST;
    let costs = [
        Cost { memory_kib: most.memory_kib + 1, ..CHEAP },
        Cost { passes: most.passes + 1, ..CHEAP },
        Cost { lanes: most.lanes + 1, ..CHEAP },
    ];
    for cost in costs {
        let bytes = header(cost).bytes();
        assert!(matches!(split(&bytes), Err(SecretError::Damaged)), "{cost:?}");
    }
    assert!(split(&header(most).bytes()).is_ok());
    assert!(Cost::STANDARD.within(most));
}

#[test]
fn refuses_a_cost_that_makes_no_key() {
    let header = header(Cost { memory_kib: 0, passes: 0, lanes: 0 });
    let made = key(&header, &Secret::new("caballo".to_owned()));
    assert!(matches!(made, Err(SecretError::Damaged)));
}

/// Computed with another implementation of Argon2 (version 1.3), so that a vault of today opens
/// with any later version of the library.
#[test]
fn the_key_is_what_argon2id_makes() {
    let cost = Cost { memory_kib: 64, passes: 3, lanes: 4 };
    let passphrase = Secret::new("caballo batería grapa".to_owned());
    let (key, check) = derive(cost, *b"0123456789abcdef", &passphrase).expect("a key");
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(hex(&key.0), "7207523cdc71e04f170d7176587c90dd123de28e76d1fc9b965d80de03cb4764");
    assert_eq!(hex(&check), "da0a5b980eecc53a903091fe0d4b198e");
}

#[test]
fn the_header_is_sealed_with_the_body() {
    let (header, key) = create(CHEAP, &Secret::new("caballo".to_owned())).expect("a key");
    let text = Zeroizing::new(b"text".to_vec());
    let file = seal(&header, &key, text).expect("sealed");
    assert_eq!(open(&header, &key, &file[HEADER..]).expect("opened").as_slice(), b"text");

    let other = Header { salt: [0; 16], ..header };
    assert!(matches!(open(&other, &key, &file[HEADER..]), Err(SecretError::Damaged)));
}

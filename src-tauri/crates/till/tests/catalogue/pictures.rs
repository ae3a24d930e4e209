//! Pictures of products: made small from whatever somebody chose, and never a danger.

use std::io::Cursor;

use cobro_till::{
    Till, back_up,
    catalogue::{PICTURE_MAX, PictureChange, PictureError, ProductError, ProductForm},
    clock::SystemClock,
    open::Place,
    restore_backup,
};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use super::{Shop, form, open};

/// Left half red, right half blue and half transparent.
fn picture(width: u32, height: u32) -> DynamicImage {
    let halves = |x, _| if x < width / 2 { Rgba([200, 0, 0, 255]) } else { Rgba([0, 0, 200, 128]) };
    RgbaImage::from_fn(width, height, halves).into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    if format == ImageFormat::Jpeg {
        picture.to_rgb8().write_to(&mut bytes, format).unwrap();
    } else {
        picture.write_to(&mut bytes, format).unwrap();
    }
    bytes.into_inner()
}

/// A JPEG that says how the camera was held.
fn held(orientation: u8, jpeg: &[u8]) -> Vec<u8> {
    let tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
    let exif = [b"Exif\0\0".as_slice(), tiff, &[orientation], b"\0\0\0\0\0\0"].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], b"\xff\xe1", &length, &exif, &jpeg[2..]].concat()
}

fn with_picture(file: Vec<u8>) -> ProductForm {
    ProductForm { picture: PictureChange::New(file), ..form("Pan", "P-1", "5") }
}

/// What is kept of a file.
fn kept(till: &Till, file: Vec<u8>) -> Result<DynamicImage, ProductError> {
    let id = till.save_product(&ProductForm { code: String::new(), ..with_picture(file) })?;
    let hash = till.product(id)?.picture.unwrap();
    let bytes = till.picture(&hash)?.unwrap();
    Ok(image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap())
}

fn rows(shop: &Shop) -> i64 {
    let reader = cobro_ledger::Reader::open(shop.till.path()).unwrap();
    reader.conn().query_row("SELECT count(*) FROM pictures", [], |row| row.get(0)).unwrap()
}

#[test]
fn a_picture_is_made_small_turned_as_the_camera_was_held_and_put_on_white() {
    let shop = Shop::new();
    let big = picture(1_200, 600);
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let small = kept(&shop.till, file(&big, format)).unwrap();
        assert_eq!((small.width(), small.height()), (256, 128), "{format:?}");
        let [red, _, blue] = small.to_rgb8().get_pixel(20, 60).0;
        assert!(red > 150 && blue < 60, "{format:?}");
    }
    let [red, green, blue] =
        kept(&shop.till, file(&big, ImageFormat::Png)).unwrap().to_rgb8().get_pixel(230, 60).0;
    assert!(red > 100 && green > 100 && blue > 200, "half of the white behind it shows");
    let turned = held(6, &file(&big, ImageFormat::Jpeg));
    let small = kept(&shop.till, turned).unwrap();
    assert_eq!((small.width(), small.height()), (128, 256));
    let [red, _, blue] = small.to_rgb8().get_pixel(60, 20).0;
    assert!(red > 150 && blue < 60, "what was on the left is on top");
    let little = kept(&shop.till, file(&picture(20, 10), ImageFormat::Png)).unwrap();
    assert_eq!((little.width(), little.height()), (20, 10), "nothing is made larger");
}

/// A PNG of one pixel whose head says that it is as large as this.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut png = file(&picture(2, 2), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&sum);
    png
}

/// The check sum of a PNG's parts (PNG, annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    })
}

#[test]
fn a_file_that_is_no_picture_or_too_large_a_one_changes_nothing() {
    let shop = Shop::new();
    let id = shop.save("Pan", "P-1", "5");
    let png = file(&picture(40, 40), ImageFormat::Png);
    let cases = [
        ("nothing", Vec::new(), PictureError::Unreadable),
        ("a text", b"P6 1 1 255 abc".to_vec(), PictureError::Unreadable),
        ("a GIF", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), PictureError::Unreadable),
        ("half a PNG", png[..png.len() / 2].to_vec(), PictureError::Unreadable),
        ("a huge file", vec![0; PICTURE_MAX + 1], PictureError::TooLarge),
        ("a huge picture", claims(60_000, 60_000), PictureError::TooLarge),
    ];
    for (what, bytes, expected) in cases {
        let refused = shop.till.save_product(&ProductForm { id: Some(id), ..with_picture(bytes) });
        assert!(
            matches!(&refused, Err(ProductError::Picture(error)) if *error == expected),
            "{what}: {refused:?}"
        );
        assert_eq!((shop.product(id).picture, rows(&shop)), (None, 0), "{what}");
    }
}

#[test]
fn no_broken_file_takes_the_till_with_it() {
    let shop = Shop::new();
    let small = picture(24, 16);
    let mut broken = 0;
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let good = file(&small, format);
        for n in 0..60_usize {
            let mut bytes = held_if(format, n, good.clone());
            let place = (n * 7_919) % bytes.len();
            bytes[place] ^= u8::try_from(n * 31 % 255).unwrap() + 1;
            bytes.truncate(bytes.len() - (n % 3) * bytes.len() / 4);
            broken += u32::from(kept(&shop.till, bytes).is_err());
        }
    }
    assert!(broken > 0, "some of them are refused");
}

fn held_if(format: ImageFormat, n: usize, file: Vec<u8>) -> Vec<u8> {
    if format == ImageFormat::Jpeg { held(u8::try_from(n % 12).unwrap(), &file) } else { file }
}

#[test]
fn a_picture_that_no_product_shows_is_gone() {
    let shop = Shop::new();
    let (one, other) = (picture(40, 40), picture(60, 20));
    let bread = shop.till.save_product(&with_picture(file(&one, ImageFormat::Png))).unwrap();
    let milk = ProductForm {
        picture: PictureChange::New(file(&one, ImageFormat::Png)),
        ..form("Leche", "L-1", "20")
    };
    let milk = shop.till.save_product(&milk).unwrap();
    assert_eq!((shop.product(bread).picture, rows(&shop)), (shop.product(milk).picture, 1));
    // What says nothing of the picture leaves it.
    let renamed = ProductForm { id: Some(bread), ..form("Pan dulce", "P-1", "5") };
    shop.till.save_product(&renamed).unwrap();
    assert!(shop.product(bread).picture.is_some());
    let changed = ProductForm { id: Some(bread), ..with_picture(file(&other, ImageFormat::Png)) };
    shop.till.save_product(&changed).unwrap();
    assert_eq!(rows(&shop), 2, "the other product still shows the first one");
    for (id, code) in [(bread, "P-1"), (milk, "L-1")] {
        let without = ProductForm { picture: PictureChange::Remove, ..form("Pan", code, "5") };
        shop.till.save_product(&ProductForm { id: Some(id), ..without }).unwrap();
    }
    assert_eq!((rows(&shop), shop.product(bread).picture), (0, None));
}

#[test]
fn a_picture_goes_with_a_backup_and_survives_an_import_and_a_restart() {
    let mut shop = Shop::new();
    let png = file(&picture(40, 40), ImageFormat::Png);
    let id = shop.till.save_product(&with_picture(png)).unwrap();
    let hash = shop.product(id).picture.unwrap();
    let exported = shop.till.export_products(cobro_till::catalogue::ExportFile::Csv).unwrap();
    let list = std::fs::read_to_string(&exported).unwrap().replace("Pan", "Bolillo");
    std::fs::write(&exported, list).unwrap();
    let columns = shop.till.preview_import(&exported).unwrap().columns;
    let on = &mut |_| std::ops::ControlFlow::Continue(());
    assert_eq!(shop.till.import_products(&exported, &columns, on).unwrap().changed, 1);
    shop.reopen();
    assert_eq!(shop.product(id).picture.as_ref(), Some(&hash));
    let bytes = shop.till.picture(&hash).unwrap().unwrap();

    let place = Place {
        folder: shop.folder.path().to_owned(),
        mode: cobro_ledger::Mode::Real,
        holder: "a test".to_owned(),
    };
    let copy = shop.folder.path().join("copy.cobro");
    back_up(&place, &copy, &SystemClock).unwrap();
    let restored = tempfile::tempdir().unwrap();
    restore_backup(&copy, restored.path(), "a test", &SystemClock).unwrap();
    let till = open(&restored);
    assert_eq!(till.product(id).unwrap().name, "Bolillo");
    assert_eq!(till.picture(&hash).unwrap(), Some(bytes));
    assert_eq!(till.picture("5a").unwrap(), None);
    till.close();
}

//! A picture of a product: any file that somebody chose becomes one small JPEG.
//!
//! Nothing about the file is trusted. What it claims to be and how large it is are looked at
//! before a pixel is unpacked, and only the kinds that cameras and web pages write are read.

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use sha2::{Digest, Sha256};

/// The largest file that is read, in bytes: what a telephone's camera writes, twice.
pub const PICTURE_MAX: usize = 16 << 20;

/// The most pixels that are unpacked.
const PIXELS_MAX: u64 = 50_000_000;

/// What unpacking may take, in bytes.
const MEMORY_MAX: u64 = 256 << 20;

/// The longest side of what is kept.
const SIDE: u32 = 256;

/// How good the JPEG is, of a hundred.
const QUALITY: u8 = 82;

/// Why a file is no picture of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The file is too large, or has too many pixels.
    #[error("the picture is larger than {PICTURE_MAX} bytes or {PIXELS_MAX} pixels")]
    TooLarge,
    /// It is no PNG, JPEG or WebP, or not to its end.
    #[error("the file is no picture that can be read")]
    Unreadable,
}

/// What a change of a product does with its picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PictureChange {
    /// It stays.
    #[default]
    Keep,
    /// The product has none any more.
    Remove,
    /// It is the one in this file.
    New(Vec<u8>),
}

/// What is kept of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Thumbnail {
    /// SHA-256 of the bytes, hexadecimal.
    pub(crate) hash: String,
    /// A JPEG.
    pub(crate) bytes: Vec<u8>,
}

/// Makes a file small: turned as the camera was held, on white where it was transparent.
///
/// # Errors
/// [`PictureError`].
pub(crate) fn thumbnail(file: &[u8]) -> Result<Thumbnail, PictureError> {
    if file.len() > PICTURE_MAX {
        return Err(PictureError::TooLarge);
    }
    // A decoder that gives up on a broken file must not take the till with it.
    let bytes = catch_unwind(AssertUnwindSafe(|| small(file)));
    let bytes = bytes.unwrap_or(Err(PictureError::Unreadable))?;
    Ok(Thumbnail { hash: hash(&bytes), bytes })
}

/// SHA-256, hexadecimal.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn small(file: &[u8]) -> Result<Vec<u8>, PictureError> {
    let unreadable = |_| PictureError::Unreadable;
    let reader = ImageReader::new(Cursor::new(file)).with_guessed_format();
    let mut reader = reader.map_err(|_| PictureError::Unreadable)?;
    let known = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];
    if !reader.format().is_some_and(|format| known.contains(&format)) {
        return Err(PictureError::Unreadable);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width).saturating_mul(u64::from(height)) > PIXELS_MAX {
        return Err(PictureError::TooLarge);
    }
    let turned = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    if width > SIDE || height > SIDE {
        // Halved quickly first: a fine filter over every pixel of a camera takes seconds.
        picture = picture.thumbnail(SIDE * 2, SIDE * 2).resize(SIDE, SIDE, FilterType::CatmullRom);
    }
    picture.apply_orientation(turned);
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    on_white(&picture).write_with_encoder(encoder).map_err(unreadable)?;
    Ok(bytes)
}

/// Without transparency, which a JPEG has not.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let seen = picture.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0;
        let over = |colour: u8| {
            let sum = u32::from(colour) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from(sum / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

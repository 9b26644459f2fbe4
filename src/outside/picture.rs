//! What it is for: pictures that came from elsewhere, decoded with limits. In: bytes that nobody vouches for.
//! Out: pixels, made small; or why there are none. Never: more memory than `MOST_MEMORY`, or a picture that says it is
//! larger than [`MOST_PIXELS`].

use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder as _, ImageEncoder as _, ImageError, ImageFormat,
    ImageReader, Limits, codecs::png::PngEncoder,
};

use crate::observed::picture::Pixels;

/// Pixels of a picture that is opened: 40 million, more than any screen or usual camera makes.
pub const MOST_PIXELS: u64 = 40_000_000;
/// Bytes that decoding one may take.
const MOST_MEMORY: u64 = 384 << 20;

/// Why there is nothing to be seen.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It says that it is larger than [`MOST_PIXELS`], or would fill the memory; it was not opened.
    #[error("{width}×{height} pixels")]
    TooLarge {
        /// Columns.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// It is not whole, or no picture of its kind.
    #[error("not a whole picture")]
    Broken(#[source] ImageError),
    /// It is of a kind that is not opened here.
    #[error("no picture of a known kind")]
    Unknown,
}

/// Decodes a PNG, JPEG, GIF (its first picture) or WebP by its first bytes; its longer side becomes `side` pixels at most.
///
/// # Errors
/// It is too large, broken or of another kind.
pub fn decode(bytes: &[u8], side: u32) -> Result<Pixels, PictureError> {
    let format = image::guess_format(bytes).map_err(|_unknown| PictureError::Unknown)?;
    let is_known =
        matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP);
    if !is_known {
        return Err(PictureError::Unknown);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(PictureError::Broken)?;
    let (width, height) = decoder.dimensions();
    // As it lies and as it is shown it must stand in the memory together.
    let is_large = decoder.total_bytes() > MOST_MEMORY / 2;
    if is_large || u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureError::TooLarge { width, height });
    }
    // A telephone says in this which way it was held; without it the picture stands as it lies.
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(PictureError::Broken)?;
    if picture.width() > side || picture.height() > side {
        picture = picture.thumbnail(side, side);
    }
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    let rgba = picture.into_rgba8();
    let points = |length: u32| usize::try_from(length).unwrap_or_default();
    Ok(Pixels {
        width: points(rgba.width()),
        height: points(rgba.height()),
        rgba: rgba.into_raw(),
        whole: (width, height),
    })
}

/// A picture of the clipboard as a PNG file; four bytes for each pixel.
///
/// # Errors
/// The sizes do not fit the bytes.
pub fn encode_png(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, PictureError> {
    let whole = u64::from(width) * u64::from(height);
    if whole == 0 || whole > MOST_PIXELS {
        return Err(PictureError::TooLarge { width, height });
    }
    if rgba.len() as u64 != whole * 4 {
        return Err(PictureError::Unknown);
    }
    let mut file = Vec::new();
    let encoder = PngEncoder::new(&mut file);
    encoder.write_image(rgba, width, height, ExtendedColorType::Rgba8).map_err(PictureError::Broken)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let pixels = usize::try_from(width * height).expect("small");
        encode_png(width, height, &[10, 20, 30, 255].repeat(pixels)).expect("a picture")
    }

    #[test]
    fn a_picture_is_made_small_and_a_small_one_is_left() {
        let seen = decode(&png(400, 100), 200).expect("decoded");
        assert_eq!((seen.width, seen.height, seen.whole), (200, 50, (400, 100)));
        assert_eq!(seen.rgba.len(), 200 * 50 * 4);
        assert_eq!(seen.rgba.get(..4), Some(&[10, 20, 30, 255][..]));
        let small = decode(&png(3, 2), 200).expect("decoded");
        assert_eq!((small.width, small.height), (3, 2));
    }

    #[test]
    fn each_kind_that_is_taken_is_opened() {
        let picture = DynamicImage::new_rgb8(8, 6);
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
            let mut file = Cursor::new(Vec::new());
            picture.write_to(&mut file, format).expect("written");
            let seen = decode(file.get_ref(), 100).unwrap_or_else(|fault| panic!("{format:?}: {fault}"));
            assert_eq!(seen.whole, (8, 6), "{format:?}");
        }
    }

    /// The header of a PNG that says it has 100,000 × 100,000 pixels: opened, it would take 40 GB.
    fn bomb() -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\x01\x86\xa0\0\x01\x86\xa0\x08\x06\0\0\0".to_vec();
        let sum = crc(file.get(12..).expect("a header"));
        file.extend_from_slice(&sum.to_be_bytes());
        file.extend_from_slice(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
        file
    }

    fn crc(bytes: &[u8]) -> u32 {
        let step = |sum: u32, byte: &u8| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
                if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 }
            })
        };
        !bytes.iter().fold(u32::MAX, step)
    }

    #[test]
    fn a_picture_that_would_fill_the_memory_is_not_opened() {
        let fault = decode(&bomb(), 200).expect_err("not opened");
        let PictureError::TooLarge { width, height } = fault else { panic!("{fault:?}") };
        assert_eq!((width, height), (100_000, 100_000));
    }

    #[test]
    fn what_is_broken_is_told() {
        let whole = png(64, 64);
        let half = whole.get(..whole.len() / 2).expect("a half");
        assert!(matches!(decode(half, 200), Err(PictureError::Broken(_))));
        for bytes in
            [&b"\xff\xd8\xff\xe0nothing"[..], b"GIF89a", b"RIFF\x10\0\0\0WEBPVP8 ", b"\x89PNG\r\n\x1a\n"]
        {
            assert!(decode(bytes, 200).is_err(), "{bytes:?}");
        }
        assert!(matches!(decode(b"BM....", 200), Err(PictureError::Unknown)));
        assert!(encode_png(2, 2, &[0; 3]).is_err() && encode_png(0, 2, &[]).is_err());
    }
}

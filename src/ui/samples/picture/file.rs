//! What it is for: pictures as small PNG files, and how far two are from each other. Never: compiled into the program.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufReader, BufWriter},
    path::Path,
};

use super::Picture;

/// A part of a colour in 64 steps: nobody sees them, and the files are smaller.
fn coarse(part: u8) -> u8 {
    part & 0xfc | part >> 6
}

/// Writes a picture with at most 256 colours in a palette, else in full; the folder is made.
pub(crate) fn write(picture: &Picture, path: &Path) -> Result<(), String> {
    let said = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| said(&error))?;
    }
    let pixels: Vec<[u8; 3]> = picture.pixels.iter().map(|pixel| pixel.map(coarse)).collect();
    let mut colours = BTreeMap::new();
    for pixel in &pixels {
        let next = colours.len();
        let _known = colours.entry(*pixel).or_insert(next);
    }
    let file = BufWriter::new(File::create(path).map_err(|error| said(&error))?);
    let mut encoder = png::Encoder::new(file, picture.size[0] as u32, picture.size[1] as u32);
    encoder.set_compression(png::Compression::High);
    encoder.set_depth(png::BitDepth::Eight);
    let bytes: Vec<u8> = if colours.len() <= 256 {
        let mut palette = vec![0_u8; colours.len() * 3];
        for (colour, at) in &colours {
            palette[at * 3..at * 3 + 3].copy_from_slice(colour);
        }
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette);
        encoder.set_filter(png::Filter::NoFilter);
        pixels.iter().map(|pixel| colours[pixel] as u8).collect()
    } else {
        encoder.set_color(png::ColorType::Rgb);
        pixels.into_iter().flatten().collect()
    };
    let mut writer = encoder.write_header().map_err(|error| said(&error))?;
    writer.write_image_data(&bytes).map_err(|error| said(&error))?;
    writer.finish().map_err(|error| said(&error))
}

/// Reads what [`write`] wrote.
pub(crate) fn read(path: &Path) -> Result<Picture, String> {
    let said = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let file = BufReader::new(File::open(path).map_err(|error| said(&error))?);
    let mut decoder = png::Decoder::new(file);
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|error| said(&error))?;
    let mut bytes = vec![0; reader.output_buffer_size().ok_or_else(|| said(&"too large"))?];
    let info = reader.next_frame(&mut bytes).map_err(|error| said(&error))?;
    let pixels = bytes.chunks_exact(3).map(|part| [part[0], part[1], part[2]]).collect();
    Ok(Picture { size: [info.width as usize, info.height as usize], pixels })
}

/// How many pixels differ by more than what nobody sees, and a picture of where: all is pale, what differs is red.
pub(crate) fn difference(one: &Picture, two: &Picture, unseen: u8) -> (usize, Picture) {
    if one.size != two.size {
        return (usize::MAX, two.clone());
    }
    let mut count = 0;
    let pixels = one.pixels.iter().zip(&two.pixels).map(|(one, two)| {
        if one.iter().zip(two).all(|(one, two)| one.abs_diff(*two) <= unseen) {
            two.map(|part| 200 + part / 6)
        } else {
            count += 1;
            [220, 0, 0]
        }
    });
    let pixels = pixels.collect();
    (count, Picture { size: one.size, pixels })
}

//! What it is for: egui's triangles filled in by the processor. In: meshes and textures. Out: pixels.
//! Never: compiled into the program.
#![expect(
    clippy::iter_over_hash_type,
    clippy::float_cmp,
    reason = "each texture by itself; equal is the very same bits"
)]

use std::collections::HashMap;

use egui::{
    Color32, Pos2, Rect, TextureId, TexturesDelta,
    epaint::{ClippedPrimitive, ImageData, Primitive, Vertex},
};

/// Pixels from the top left, row by row; opaque.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) size: [usize; 2],
    pub(crate) pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// All of one colour.
    pub(crate) fn new(size: [usize; 2], ground: Color32) -> Self {
        let [red, green, blue, _] = ground.to_array();
        Self { size, pixels: vec![[red, green, blue]; size[0] * size[1]] }
    }

    /// So many times smaller: each pixel is the mean of those that it stands for.
    pub(crate) fn smaller(&self, times: usize) -> Self {
        let size = [self.size[0] / times, self.size[1] / times];
        let mut small = Self::new(size, Color32::BLACK);
        let count = (times * times) as u32;
        for y in 0..size[1] {
            for x in 0..size[0] {
                let mut sum = [0_u32; 3];
                for row in 0..times {
                    let from = (y * times + row) * self.size[0] + x * times;
                    for pixel in &self.pixels[from..from + times] {
                        for (sum, part) in sum.iter_mut().zip(pixel) {
                            *sum += u32::from(*part);
                        }
                    }
                }
                small.pixels[y * size[0] + x] = sum.map(|sum| (sum / count) as u8);
            }
        }
        small
    }

    /// Puts another picture upon this one.
    pub(crate) fn put(&mut self, other: &Self, [left, top]: [usize; 2]) {
        for (row, line) in other.pixels.chunks_exact(other.size[0]).enumerate() {
            let from = (top + row) * self.size[0] + left;
            self.pixels[from..from + line.len()].copy_from_slice(line);
        }
    }
}

/// The textures that meshes are painted with.
#[derive(Default)]
pub(super) struct Textures(HashMap<TextureId, Texture>);

struct Texture {
    size: [usize; 2],
    pixels: Vec<Color32>,
}

impl Texture {
    fn at(&self, x: isize, y: isize) -> [f32; 4] {
        let x = x.clamp(0, self.size[0] as isize - 1) as usize;
        let y = y.clamp(0, self.size[1] as isize - 1) as usize;
        self.pixels[y * self.size[0] + x].to_array().map(f32::from)
    }

    /// Between the four nearest pixels.
    fn sample(&self, u: f32, v: f32) -> [f32; 4] {
        let (x, y) = (u * self.size[0] as f32 - 0.5, v * self.size[1] as f32 - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (right_share, low_share) = (x - left, y - top);
        let (left, top) = (left as isize, top as isize);
        if right_share < 0.004 && low_share < 0.004 {
            return self.at(left, top);
        }
        let corners =
            [self.at(left, top), self.at(left + 1, top), self.at(left, top + 1), self.at(left + 1, top + 1)];
        std::array::from_fn(|part| {
            let upper = corners[0][part] * (1.0 - right_share) + corners[1][part] * right_share;
            let lower = corners[2][part] * (1.0 - right_share) + corners[3][part] * right_share;
            upper * (1.0 - low_share) + lower * low_share
        })
    }
}

impl Textures {
    /// Takes what a frame changed.
    pub(super) fn take(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in delta.set.drain() {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                let size = image.size;
                let Some([left, top]) = change.pos else {
                    let _old = self.0.insert(id, Texture { size, pixels: image.pixels.clone() });
                    continue;
                };
                let Some(texture) = self.0.get_mut(&id) else { continue };
                for (row, line) in image.pixels.chunks_exact(size[0]).enumerate() {
                    let from = (top + row) * texture.size[0] + left;
                    texture.pixels[from..from + line.len()].copy_from_slice(line);
                }
            }
        }
        for id in delta.free.drain() {
            let _old = self.0.remove(&id);
        }
    }

    /// Paints meshes into a picture, in their order.
    pub(super) fn paint(&self, picture: &mut Picture, parts: &[ClippedPrimitive], zoom: f32) {
        for part in parts {
            let Primitive::Mesh(mesh) = &part.primitive else { continue };
            let Some(texture) = self.0.get(&mesh.texture_id) else { continue };
            let window = Window::of(part.clip_rect, zoom, picture.size);
            for corners in mesh.indices.chunks_exact(3) {
                let corners = [0, 1, 2].map(|at| {
                    let vertex = mesh.vertices[corners[at] as usize];
                    Vertex { pos: (vertex.pos.to_vec2() * zoom).to_pos2(), ..vertex }
                });
                triangle(picture, texture, &window, &corners);
            }
        }
    }
}

/// Which pixels may be painted.
struct Window {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Window {
    fn of(clip: Rect, zoom: f32, [wide, high]: [usize; 2]) -> Self {
        let pixel = |point: f32, most: usize| ((point * zoom).round().max(0.0) as usize).min(most);
        Self {
            left: pixel(clip.left(), wide),
            top: pixel(clip.top(), high),
            right: pixel(clip.right(), wide),
            bottom: pixel(clip.bottom(), high),
        }
    }
}

/// What changes evenly over a triangle: its value at a corner, and how much it grows with each pixel across and down.
#[derive(Clone, Copy)]
struct Slope<const N: usize> {
    at: [f32; N],
    across: [f32; N],
    down: [f32; N],
}

impl<const N: usize> Slope<N> {
    fn of(corners: &[Vertex; 3], values: [[f32; N]; 3]) -> Option<Self> {
        let [first, second, third] = [0, 1, 2].map(|at| corners[at].pos);
        let (one, two) = (second - first, third - first);
        let area = one.x * two.y - two.x * one.y;
        if area.abs() < 1e-6 {
            return None;
        }
        let grows = |part: usize| {
            let (one_value, two_value) =
                (values[1][part] - values[0][part], values[2][part] - values[0][part]);
            ((one_value * two.y - two_value * one.y) / area, (two_value * one.x - one_value * two.x) / area)
        };
        let across = std::array::from_fn(|part| grows(part).0);
        let down = std::array::from_fn(|part| grows(part).1);
        Some(Self { at: values[0], across, down })
    }

    fn value(&self, x: f32, y: f32) -> [f32; N] {
        std::array::from_fn(|part| self.at[part] + self.across[part] * x + self.down[part] * y)
    }
}

fn triangle(picture: &mut Picture, texture: &Texture, window: &Window, corners: &[Vertex; 3]) {
    let positions = [0, 1, 2].map(|at| corners[at].pos);
    let heights = positions.map(|at| at.y);
    let top = (heights.iter().copied().fold(f32::MAX, f32::min) - 0.5).ceil().max(window.top as f32) as usize;
    let low = heights.iter().copied().fold(f32::MIN, f32::max) - 0.5;
    let low = (low.ceil().max(0.0) as usize).min(window.bottom);
    let colours = [0, 1, 2].map(|at| corners[at].color.to_array().map(f32::from));
    let places = [0, 1, 2].map(|at| [corners[at].uv.x, corners[at].uv.y]);
    let is_even = colours[0] == colours[1] && colours[1] == colours[2];
    let is_plain = is_even && places[0] == places[1] && places[1] == places[2];
    let plain = is_plain.then(|| ink(colours[0], texture.sample(places[0][0], places[0][1])));
    let (Some(colours), Some(places)) = (Slope::of(corners, colours), Slope::of(corners, places)) else {
        return;
    };
    for row in top..low {
        let Some((from, to)) = span(&positions, row as f32 + 0.5) else { continue };
        let from = ((from - 0.5).ceil().max(0.0) as usize).max(window.left);
        let to = ((to - 0.5).ceil().max(0.0) as usize).min(window.right);
        if from >= to {
            continue;
        }
        let line = &mut picture.pixels[row * picture.size[0] + from..row * picture.size[0] + to];
        match plain {
            Some([.., 0.0]) => {}
            Some(ink) if ink[3] >= 255.0 => line.fill([ink[0] as u8, ink[1] as u8, ink[2] as u8]),
            Some(ink) => line.iter_mut().for_each(|pixel| upon(pixel, ink)),
            None => {
                let y = row as f32 + 0.5 - positions[0].y;
                for (at, pixel) in line.iter_mut().enumerate() {
                    let x = (from + at) as f32 + 0.5 - positions[0].x;
                    let [u, v] = places.value(x, y);
                    upon(pixel, ink(colours.value(x, y), texture.sample(u, v)));
                }
            }
        }
    }
}

/// From where to where a triangle reaches at a height.
fn span(corners: &[Pos2; 3], y: f32) -> Option<(f32, f32)> {
    let (mut from, mut to) = (f32::MAX, f32::MIN);
    for (one, two) in [(0, 1), (1, 2), (2, 0)] {
        let (one, two) = (corners[one], corners[two]);
        // Always from above, so that two triangles that share an edge meet without a gap.
        let (upper, lower) = if one.y <= two.y { (one, two) } else { (two, one) };
        if upper.y <= y && y < lower.y {
            let x = upper.x + (y - upper.y) * (lower.x - upper.x) / (lower.y - upper.y);
            (from, to) = (from.min(x), to.max(x));
        }
    }
    (from <= to).then_some((from, to))
}

/// A vertex' colour through its texture.
fn ink(colour: [f32; 4], texture: [f32; 4]) -> [f32; 4] {
    std::array::from_fn(|part| (colour[part] * texture[part] / 255.0).clamp(0.0, 255.0))
}

/// Premultiplied, upon what is there.
fn upon(pixel: &mut [u8; 3], ink: [f32; 4]) {
    let rest = 1.0 - ink[3] / 255.0;
    for (part, ink) in pixel.iter_mut().zip(ink) {
        *part = (ink + f32::from(*part) * rest + 0.5).min(255.0) as u8;
    }
}

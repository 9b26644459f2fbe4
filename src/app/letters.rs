//! What it is for: letters that the program's own fonts lack (Chinese, Arabic, Thai, emoji): a font of the system has them.
//! In: letters that a text needed and no font had. Out: fonts, from a later frame on. Never: a wait on the frame, or work
//! before a text needs it.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use eframe::egui::{Context, FallbackRequest, FontFamily, FontInsert, FontProvider};
use egui_system_font_provider::SystemFontProvider;

/// So many letters are sought at most: a log may hold anything.
const LETTERS: usize = 20_000;
/// So many fonts are taken at most: each new one lets all words be laid out anew.
const FONTS: usize = 40;
/// How long letters are gathered, so that those of one page come together.
const GATHERED: Duration = Duration::from_millis(40);

/// Seeks a font for a letter. May take long.
type Seek = Box<dyn Fn(&str) -> Option<FontInsert>>;

/// Lets the context draw letters that its fonts lack with fonts of the system, sought on a thread of their own. That thread
/// begins with the first such letter.
pub(super) fn install(egui_ctx: &Context) {
    install_with(egui_ctx, || {
        // Lists the fonts on another thread; the first question waits for it.
        let fonts = SystemFontProvider::new();
        Box::new(move |letter| {
            // For fixed widths too: fonts of other scripts have none, and one font for both needs half of the memory.
            fonts.font_for(&FallbackRequest { cluster: letter, family: &FontFamily::Proportional })
        })
    });
}

fn install_with(egui_ctx: &Context, begin: fn() -> Seek) {
    let shared = Shared { egui_ctx: egui_ctx.clone(), known: Mutex::default(), wake: OnceLock::new(), begin };
    egui_ctx.add_font_provider(Arc::new(Letters(Arc::new(shared))));
}

/// What egui asks for letters; it never waits.
#[derive(Clone)]
struct Letters(Arc<Shared>);

struct Shared {
    egui_ctx: Context,
    known: Mutex<Known>,
    /// Wakes the thread; none when it could not be begun.
    wake: OnceLock<Option<SyncSender<()>>>,
    begin: fn() -> Seek,
}

/// What was asked for, and what was found.
#[derive(Default)]
struct Known {
    /// A font for each letter that was asked for; none while it is sought, and when there is none.
    found: HashMap<char, Option<FontInsert>>,
    /// Letters that are still to be sought.
    wanted: Vec<char>,
    /// The names of the fonts.
    fonts: BTreeSet<String>,
}

impl Known {
    /// Takes a font over for a letter; whether there is something new to draw.
    fn take(&mut self, letter: char, font: FontInsert) -> bool {
        let has_room = self.fonts.len() < FONTS || self.fonts.contains(&font.name);
        if has_room {
            self.fonts.insert(font.name.clone());
            self.found.insert(letter, Some(font));
        }
        has_room
    }
}

impl FontProvider for Letters {
    /// The font that is known by now. A letter that is asked for the first time is sought, and egui asks again when its
    /// font is found.
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        let letter = request.cluster.chars().next()?;
        let mut known = self.known();
        if let Some(found) = known.found.get(&letter) {
            return found.clone();
        }
        if known.found.len() < LETTERS {
            known.found.insert(letter, None);
            known.wanted.push(letter);
            drop(known);
            self.wake();
        }
        None
    }
}

impl Letters {
    fn known(&self) -> MutexGuard<'_, Known> {
        // Nothing is half done when somebody else ends with the lock.
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        let wake = self.0.wake.get_or_init(|| {
            let (wake, woken) = sync_channel(1);
            let seeking = self.clone();
            let begun = thread::Builder::new().name("letters".to_owned()).spawn(move || seeking.seek(&woken));
            begun.inspect_err(|fault| tracing::warn!(%fault, "no font of the system is sought")).ok()?;
            Some(wake)
        });
        // Full: it is awake, or will be.
        let is_awake = wake.as_ref().is_some_and(|wake| wake.try_send(()).is_ok());
        tracing::trace!(is_awake, "a letter is wanted");
    }

    /// The thread: seeks what is wanted, and lets everything be drawn anew when something was found.
    fn seek(&self, woken: &Receiver<()>) {
        let seek = (self.0.begin)();
        while woken.recv().is_ok() {
            thread::sleep(GATHERED);
            let wanted = std::mem::take(&mut self.known().wanted);
            let mut has_new = false;
            for letter in wanted {
                let Some(font) = seek(letter.encode_utf8(&mut [0; 4])) else { continue };
                tracing::debug!(?letter, font = font.name, "a font of the system");
                has_new |= self.known().take(letter, font);
            }
            if has_new {
                // Egui then asks for all letters again that it lacks. Nobody holds the lock meanwhile: the frame takes it
                // while egui's own is held.
                self.0.egui_ctx.set_font_providers(vec![Arc::new(self.clone())]);
                self.0.egui_ctx.request_repaint();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering::SeqCst},
        time::Instant,
    };

    use eframe::egui::{self, FontData, FontId};
    use egui_kittest::Harness;

    use super::*;

    /// Letters of the test font, and one that it has not.
    const WORDS: &str = "部署数据库";
    const LACKING: char = '龘';

    fn font(name: &str, bytes: &'static [u8]) -> FontInsert {
        FontInsert::new(name, FontData::from_static(bytes), Vec::new())
    }

    fn chinese() -> FontInsert {
        font("cjk", include_bytes!("../../tests/fixtures/fonts/cjk.ttf"))
    }

    fn window(begin: fn() -> Seek) -> Harness<'static> {
        Harness::builder()
            .allow_missing_glyphs()
            .with_context_setup(move |ctx| {
                crate::ui::theme::install(ctx);
                install_with(ctx, begin);
            })
            .build_ui(|ui| {
                ui.label("deploy");
                ui.label(WORDS);
                ui.monospace(WORDS);
                ui.label(LACKING.to_string());
            })
    }

    fn has(window: &Harness<'static>, letter: char) -> bool {
        [FontId::proportional(14.0), FontId::monospace(12.0)]
            .into_iter()
            .all(|font| window.ctx.fonts_mut(|fonts| fonts.has_glyph(&font, letter)))
    }

    /// Draws until it is so, for 20 s at most.
    fn draw_until(window: &mut Harness<'static>, is: impl Fn(&Harness<'static>) -> bool) {
        let end = Instant::now() + Duration::from_secs(20);
        while !is(window) {
            assert!(Instant::now() < end, "it never is");
            window.step();
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn letters_come_with_a_later_frame_and_no_frame_waits_for_them() {
        static GATE: Mutex<()> = Mutex::new(());
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        fn begin() -> Seek {
            Box::new(|letter| {
                drop(GATE.lock());
                ASKED.fetch_add(1, SeqCst);
                WORDS.contains(letter).then(chinese)
            })
        }
        let closed = GATE.lock().expect("free");
        let mut window = window(begin);
        for _ in 0..5 {
            window.step();
        }
        assert!(!has(&window, '部'), "it is sought still, and frames are drawn");
        drop(closed);
        draw_until(&mut window, |window| WORDS.chars().all(|letter| has(window, letter)));
        draw_until(&mut window, |_| ASKED.load(SeqCst) == WORDS.chars().count() + 1);
        for _ in 0..5 {
            window.step();
        }
        assert!(!has(&window, LACKING) && has(&window, 'd'));
        assert_eq!(
            ASKED.load(SeqCst),
            WORDS.chars().count() + 1,
            "each is sought once, for all fonts together"
        );
    }

    #[test]
    fn for_the_programs_own_words_nothing_is_begun() {
        static BEGUN: AtomicUsize = AtomicUsize::new(0);
        fn begin() -> Seek {
            BEGUN.fetch_add(1, SeqCst);
            Box::new(|_| None)
        }
        let words = [include_str!("../../assets/words/en.ftl"), include_str!("../../assets/words/de.ftl")];
        let letters: BTreeSet<char> = words.concat().chars().filter(|letter| !letter.is_control()).collect();
        let letters: String = letters.into_iter().collect();
        let mut window = Harness::builder()
            .with_context_setup(|ctx| {
                crate::ui::theme::install(ctx);
                install_with(ctx, begin);
            })
            .build_ui(move |ui| {
                ui.label(&letters);
                ui.monospace(&letters);
            });
        window.run_steps(2);
        thread::sleep(Duration::from_millis(100));
        assert_eq!(BEGUN.load(SeqCst), 0);
    }

    #[test]
    fn a_font_that_is_broken_or_has_not_the_letter_does_no_harm() {
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        fn begin() -> Seek {
            Box::new(|letter| {
                ASKED.fetch_add(1, SeqCst);
                Some(match letter {
                    "部" => font("broken", b"no font at all"),
                    "署" => font("cut", &include_bytes!("../../tests/fixtures/fonts/cjk.ttf")[..700]),
                    _ => font("other", include_bytes!("../../tests/fixtures/fonts/emoji.ttf")),
                })
            })
        }
        let mut window = window(begin);
        draw_until(&mut window, |_| ASKED.load(SeqCst) == WORDS.chars().count() + 1);
        for _ in 0..20 {
            window.step();
            thread::sleep(Duration::from_millis(10));
        }
        assert!(WORDS.chars().all(|letter| !has(&window, letter)) && has(&window, 'd'));
        assert_eq!(ASKED.load(SeqCst), WORDS.chars().count() + 1);
    }

    #[test]
    fn what_is_copied_of_words_from_right_to_left_is_as_it_was_written() {
        fn begin() -> Seek {
            Box::new(|_| Some(font("rtl", include_bytes!("../../tests/fixtures/fonts/rtl.ttf"))))
        }
        // Egui sets the letters of a word from right to left, and the words in the order in which they are read.
        let written = "نشر الإصدار الجديد";
        let mut window = Harness::builder()
            .allow_missing_glyphs()
            .with_context_setup(|ctx| {
                crate::ui::theme::install(ctx);
                install_with(ctx, begin);
            })
            .build_ui(move |ui| {
                ui.label(written);
            });
        draw_until(&mut window, |window| has(window, 'ن'));
        let galley = window.ctx.fonts_mut(|fonts| {
            fonts.layout_no_wrap(written.to_owned(), FontId::proportional(14.0), egui::Color32::WHITE)
        });
        assert_eq!(galley.text(), written);
        let x = |letter: char| {
            let glyphs = galley.rows[0].row.glyphs.iter();
            glyphs
                .filter(|glyph| glyph.chr == letter && glyph.advance_width > 0.0)
                .map(|glyph| glyph.pos.x)
                .next()
        };
        assert!(x('ن') > x('ر'), "the first letter of a word stands at its right: {:?} {:?}", x('ن'), x('ر'));
    }
}

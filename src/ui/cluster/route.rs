//! What it is for: a route closely: the way of its requests as a picture, and what its site answers. In: a
//! [`DetailView`]. Out: the wish to ask the site. Never: a site asked by itself.

use egui::Ui;
use jiff::Timestamp;

use super::table::{age, moves_after};
use crate::{
    observed::{Way, route},
    ui::{
        UiCommand,
        theme::{Palette, Type, gap},
        view::{Chip, DetailView},
        way,
        widgets::{ButtonKind, button, chip, failure, label, text},
    },
    words::{self, Sentence},
};

pub(super) fn draw(ui: &mut Ui, view: &DetailView<'_>, now: Timestamp, out: &mut Vec<UiCommand>) {
    let Some(one) = &view.way else { return };
    let palette = Palette::of(ui);
    ui.add_space(gap::TIGHT);
    way::picture(ui, one);
    way::announce_trouble(ui, one);
    if let Some(until) = one.certificate_until {
        let words = route::certificate("way-own-certificate", until, now);
        label(ui, &words.text(), Type::Small, palette.text);
    }
    site(ui, one, view, now, out);
    ui.add_space(gap::SMALL);
}

/// A button to ask, and what was answered last.
fn site(ui: &mut Ui, one: &Way, view: &DetailView<'_>, now: Timestamp, out: &mut Vec<UiCommand>) {
    let Some(url) = one.url() else { return };
    let palette = Palette::of(ui);
    let seen = view.site.as_ref().filter(|site| site.url == url);
    ui.horizontal_wrapped(|ui| {
        let is_loading = seen.is_some_and(|site| site.is_loading);
        let words = Sentence::new("way-ask").with("host", &one.host).text();
        let response = button(ui, ButtonKind::Quiet, &words, !is_loading);
        let name = Sentence::new("way-ask-name").with("url", &url).text();
        if response.on_hover_text(name).clicked() {
            out.push(UiCommand::AskSite(url.clone()));
        }
        if is_loading {
            chip(ui, &Chip::busy(words::text("way-asking")));
        } else if let Some(at) = seen.and_then(|site| site.at) {
            let words = Sentence::new("way-asked").with("ago", age(Some(at), now)).text();
            ui.label(text(&words, Type::Small, palette.faint));
            ui.ctx().request_repaint_after(moves_after(Some(at), now));
        }
    });
    for words in seen.and_then(|site| site.seen).into_iter().flat_map(|seen| seen.sentences(now)) {
        label(ui, &words.text(), Type::Small, palette.text);
    }
    if let Some(why) = seen.and_then(|site| site.failure) {
        failure(ui, why);
    }
}

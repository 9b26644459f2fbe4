//! What it is for: the card that says that somebody asks for a second person, and the button that agrees.
//! In: a [`SecondView`]. Out: the wish to agree to exactly what is shown. Never: a yes without what it is for.

use egui::Ui;

use crate::{
    ui::{
        UiCommand,
        rich::literal,
        theme::{Palette, Type, gap},
        view::SecondView,
        widgets::{ButtonKind, Head, button, card, from_right, label, nothing, rich},
    },
    words::{self, Sentence},
};

pub(super) fn draw(ui: &mut Ui, view: &SecondView, out: &mut Vec<UiCommand>) {
    let palette = Palette::of(ui);
    let title = words::text("start-second");
    card(ui, &Head { title: &title, ..Head::default() }, nothing, |ui| {
        ui.spacing_mut().item_spacing.y = gap::TIGHT;
        let asks =
            Sentence::new("start-second-asks").with("who", literal(&view.who)).with("step", &view.step);
        rich(ui, &asks.text(), Type::Body, palette.text);
        for line in &view.lines {
            label(ui, line, Type::Small, palette.text);
        }
        let facts =
            Sentence::new("start-second-facts").with("change", &view.change).with("digests", &view.digests);
        label(ui, &facts.text(), Type::Small, palette.dim);
        from_right(ui, |ui| {
            if view.is_agreed {
                label(ui, &words::text("start-second-agreed"), Type::Body, palette.text);
            } else if button(ui, ButtonKind::Main, &words::text("start-second-deed"), !view.is_busy).clicked()
                && !view.is_busy
            {
                out.push(UiCommand::AgreeSecond(view.id.clone()));
            }
        });
    });
    ui.add_space(gap::SMALL);
}

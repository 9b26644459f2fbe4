//! What it is for: help for the page that is shown: what it is for, what can be done, what the words mean, its keys.
//! In: which page. Out: the wish for a diagnosis. Never: a page without help.

use egui::{Frame, Margin, Ui};

use super::Overlay;
use crate::{
    ui::{
        UiCommand,
        memory::UiMemory,
        shortcuts::{Place, Shortcut, TABLE},
        theme::{Palette, Type, gap},
        view::{BulletMark, BulletView, MiddleView, ScreenView, View},
        widgets::{ButtonKind, bullets, button, from_right, label, link_button, rich},
    },
    words::{self, Sentence, glossary},
};

const WIDTH: f32 = 720.0;
/// Room for the words that are explained.
const WORDS: f32 = 120.0;

/// What help is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Topic {
    /// The start page.
    Start,
    /// A step of a change.
    Step,
    /// The question before the way back.
    WayBack,
    /// The end of a change.
    End,
    /// What runs.
    Cluster,
    /// Repository and cluster beside each other.
    Drift,
    /// All changes.
    History,
    /// What can be chosen about the program.
    Settings,
}

impl Topic {
    /// All.
    #[cfg(test)]
    pub(super) const ALL: [Self; 8] = [
        Self::Start,
        Self::Step,
        Self::WayBack,
        Self::End,
        Self::Cluster,
        Self::Drift,
        Self::History,
        Self::Settings,
    ];

    /// What the middle of the wizard is about.
    pub(in crate::ui) fn of(middle: &MiddleView<'_>) -> Self {
        match middle {
            MiddleView::Step(_) => Self::Step,
            MiddleView::Decide(_) => Self::WayBack,
            MiddleView::Finish(_) => Self::End,
        }
    }

    /// Its part of the keys of sentences.
    fn key(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Step => "step",
            Self::WayBack => "back",
            Self::End => "end",
            Self::Cluster => "cluster",
            Self::Drift => "drift",
            Self::History => "history",
            Self::Settings => "settings",
        }
    }

    /// Its page, as a title.
    pub(super) fn title(self) -> String {
        words::text(&format!("help-{}-title", self.key()))
    }

    fn about(self) -> String {
        words::text(&format!("help-{}-about", self.key()))
    }

    /// What can be done, a line each.
    fn can(self) -> Vec<String> {
        let lines = words::text(&format!("help-{}-can", self.key()));
        lines.lines().map(|line| line.trim().to_owned()).collect()
    }

    /// The words that its page uses.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Start => &[
                "procedure",
                "plan",
                "change",
                "readiness",
                "kubeconfig",
                "context",
                "namespace",
                "repository",
                "practice",
                "rehearsal",
            ],
            Self::Step => &[
                "step",
                "deed",
                "dry run",
                "verdict",
                "way back",
                "hold",
                "deviation",
                "journal",
                "record",
                "manifest",
                "roll-out",
            ],
            Self::WayBack => &["way back", "step", "deed", "verdict", "deviation"],
            Self::End => &["record", "journal", "deviation", "way back"],
            Self::Cluster => {
                &["object", "deployment", "pod", "job", "route", "image", "roll-out", "namespace", "manifest"]
            }
            Self::Drift => &["drift", "repository", "manifest", "dry run", "object"],
            Self::History => &["change", "record", "journal", "deviation", "procedure", "repository"],
            Self::Settings => &["context", "deed", "kubeconfig"],
        }
    }

    /// Whose keys hold there, beside those that hold everywhere.
    fn places(self) -> &'static [Place] {
        match self {
            Self::Cluster => &[Place::Rows, Place::Logs],
            Self::Drift => &[Place::Rows, Place::Reading],
            Self::Step => &[Place::Reading, Place::Find],
            Self::History => &[Place::Past, Place::Reading, Place::Beside],
            Self::Settings => &[Place::Beside, Place::Field],
            Self::Start | Self::WayBack | Self::End => &[],
        }
    }
}

/// What help is about on this screen.
pub(super) fn topic(view: &View<'_>) -> Topic {
    match &view.screen {
        ScreenView::Start(_) => Topic::Start,
        ScreenView::Wizard(wizard) => Topic::of(&wizard.middle),
        ScreenView::Cluster(cluster) if cluster.drift.is_shown => Topic::Drift,
        ScreenView::Cluster(_) => Topic::Cluster,
        ScreenView::History(_) => Topic::History,
        ScreenView::Settings(_) => Topic::Settings,
    }
}

pub(super) fn draw(ui: &mut Ui, topic: Topic, memory: &mut UiMemory, out: &mut Vec<UiCommand>) -> bool {
    let palette = Palette::of(ui);
    let window = ui.ctx().content_rect().size();
    ui.set_width(super::width(window, WIDTH));
    let title = Sentence::new("help-of").with("page", topic.title()).text();
    super::name_dialog(ui, &title);
    let mut is_closed = false;
    Frame::new().inner_margin(Margin::symmetric(22, 18)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = gap::SMALL;
        label(ui, &title, Type::Title, palette.strong);
        let most = super::most(window);
        super::body(ui, topic.key(), most, |ui| {
            ui.set_max_width(ui.available_width() - gap::CARD);
            contents(ui, topic);
        });
        ui.add_space(gap::TIGHT);
        is_closed = foot(ui, memory, out);
    });
    is_closed
}

fn contents(ui: &mut Ui, topic: Topic) {
    let palette = Palette::of(ui);
    rich(ui, &topic.about(), Type::Body, palette.text);
    section(ui, "help-can");
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = gap::TIGHT;
        let lines = topic.can().into_iter().map(|line| BulletView::new(BulletMark::Note, line));
        bullets(ui, &lines.collect::<Vec<_>>());
    });
    section(ui, "help-words");
    for term in topic.words().iter().filter_map(|word| glossary::meaning(word)) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap::SMALL;
            let place = egui::Rect::from_min_size(ui.cursor().min, egui::vec2(WORDS, 20.0));
            ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
                ui.set_min_width(WORDS);
                label(ui, term.word, Type::BodyStrong, palette.strong);
            });
            ui.vertical(|ui| rich(ui, &term.meaning, Type::Body, palette.text));
        });
    }
    section(ui, "help-keys");
    let places = std::iter::once(&Place::Everywhere).chain(topic.places());
    for row in places.flat_map(|place| TABLE.iter().filter(move |row| row.place == *place)) {
        super::keys::line(ui, row);
    }
}

fn section(ui: &mut Ui, key: &str) {
    let palette = Palette::of(ui);
    ui.add_space(gap::SMALL);
    label(ui, &words::text(key), Type::CardTitle, palette.dim);
}

/// What else can be had, and the way out; whether it was taken.
fn foot(ui: &mut Ui, memory: &mut UiMemory, out: &mut Vec<UiCommand>) -> bool {
    from_right(ui, |ui| {
        ui.spacing_mut().item_spacing.x = gap::SMALL;
        let close = button(ui, ButtonKind::Quiet, &words::text("help-close"), true);
        super::hold_focus(ui, &close, memory);
        let diagnosis = words::text("help-copy-diagnosis");
        if button(ui, ButtonKind::Quiet, &diagnosis, true)
            .on_hover_text(words::text("help-copy-diagnosis-about"))
            .clicked()
        {
            out.push(UiCommand::CopyDiagnosis);
            memory.overlay.close();
        }
        let all = words::text("help-all-keys");
        if link_button(ui, &Shortcut::Keys.beside(&all), &all).clicked() {
            memory.overlay.open(ui.ctx(), Overlay::Keys);
        }
        close.clicked()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_says_what_for_what_can_be_done_and_explains_its_words() {
        for topic in Topic::ALL {
            for said in [topic.title(), topic.about()].iter().chain(&topic.can()) {
                assert!(!said.is_empty() && !said.contains('⟨'), "{topic:?}: {said}");
            }
            assert!(topic.can().len() >= 3, "{topic:?}");
            for word in topic.words() {
                assert!(glossary::meaning(word).is_some(), "{topic:?}: {word} is not in the glossary");
            }
        }
    }
}

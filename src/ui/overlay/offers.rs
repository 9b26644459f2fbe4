//! What it is for: what the list of commands offers: what the window shows, and nothing else. In: a [`View`]. Out: offers.
//! Never: a deed. An offer leads somewhere, chooses, copies, or opens the dialog that asks; what a page shows grey stands
//! grey here, with the same reason.

use std::sync::Arc;

use super::{Overlay, help, matching::Query};
use crate::{
    observed::{
        Link,
        survey::{Item, Lens, Section, Survey},
    },
    ui::{
        UiCommand,
        cluster::{part_key, section_key},
        memory::{SmallDialog, SmallPurpose},
        shortcuts::Shortcut,
        theme::Appearance,
        view::{
            ChangeDeed, ChangeDeedKind, ClusterView, DetailPart, DriftCommand, HistoryCommand, HistoryView,
            MiddleView, OtherDeed, Page, Practise, RailEntry, RequestCommand, ScreenView, Setting,
            SettingCommand, StartView, StepView, TicketCommand, View, WizardView,
        },
    },
    words::{self, Sentence},
};

/// So many objects are listed at most.
const OBJECTS: usize = 20;
/// So many records are listed at most, the first of the page: a name that is sought further is sought there.
const RECORDS: usize = 200;

/// Something that can be chosen from the list.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    /// What it does, in words.
    pub(super) label: String,
    /// Where it belongs; why it cannot be done, when it cannot.
    pub(super) detail: String,
    /// The key that does the same.
    pub(super) keys: Option<Shortcut>,
    /// What happens.
    pub(super) does: Does,
}

/// What happens when an offer is chosen.
#[derive(Debug, Clone)]
pub(super) enum Does {
    /// Commands of the window, in order.
    Commands(Vec<UiCommand>),
    /// Another dialog of this kind.
    Open(Overlay),
    /// The dialog that asks for a reason or a note.
    Ask(Box<SmallDialog>),
    /// This goes to the clipboard.
    Copy(String),
    /// All checks before the start are shown.
    ShowChecks,
    /// Nothing: it cannot be done now.
    Nothing,
}

impl Offer {
    fn new(label: String, detail: &str, does: Does) -> Self {
        Self { label, detail: words::text(detail), keys: None, does }
    }

    fn command(label: String, detail: &str, command: UiCommand) -> Self {
        Self::new(label, detail, Does::Commands(vec![command]))
    }

    fn by(mut self, keys: Shortcut) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Cannot be done when there is a reason against it.
    fn unless(mut self, why: Option<&String>) -> Self {
        if let Some(why) = why {
            self.detail.clone_from(why);
            self.does = Does::Nothing;
        }
        self
    }

    /// Whether it can be done now.
    pub(super) fn is_open(&self) -> bool {
        !matches!(self.does, Does::Nothing)
    }
}

/// Everything but the objects, in the order of the list when nothing is typed.
pub(super) fn offers(view: &View<'_>, is_dark: bool) -> Vec<Offer> {
    let mut offers = match &view.screen {
        ScreenView::Start(start) => of_start(start),
        ScreenView::Wizard(wizard) => of_wizard(wizard),
        ScreenView::Cluster(cluster) => of_cluster(cluster),
        ScreenView::History(history) => of_history(history),
        ScreenView::Settings(_) => Vec::new(),
    };
    offers.extend(of_pages(view.bar.page));
    if let Some(practice) = view.practice.as_ref().filter(|practice| !practice.is_starting) {
        let busy = practice.is_busy.then(|| words::text("commands-busy"));
        let label = words::text("commands-leave-practice");
        let leave = Offer::command(label, "commands-in-program", UiCommand::LeavePractice);
        offers.push(leave.unless(busy.as_ref()));
    }
    let (key, other) =
        if is_dark { ("commands-light", Appearance::Light) } else { ("commands-dark", Appearance::Dark) };
    offers.extend([
        Offer::command(words::text(key), "commands-in-program", UiCommand::ChooseAppearance(other)),
        Offer::command(
            words::text("commands-columns"),
            "commands-in-program",
            UiCommand::Setting(SettingCommand::Reset(Setting::Columns)),
        ),
        Offer::new(
            words::text("help-title"),
            "commands-in-program",
            Does::Open(Overlay::Help(help::topic(view))),
        )
        .by(Shortcut::Help),
        Offer::new(words::text("keys-title"), "commands-in-program", Does::Open(Overlay::Keys))
            .by(Shortcut::Keys),
        Offer::command(words::text("help-copy-diagnosis"), "commands-in-program", UiCommand::CopyDiagnosis),
    ]);
    offers
}

fn of_pages(shown: Page) -> Vec<Offer> {
    let pages = [
        (Page::Change, "commands-page-change", Shortcut::Change),
        (Page::Cluster, "commands-page-cluster", Shortcut::Cluster),
        (Page::History, "commands-page-history", Shortcut::History),
        (Page::Settings, "commands-page-settings", Shortcut::Settings),
    ];
    let others = pages.into_iter().filter(|(page, ..)| *page != shown);
    let offer = |(page, key, keys)| {
        Offer::command(words::text(key), "commands-in-pages", UiCommand::ShowPage(page)).by(keys)
    };
    others.map(offer).collect()
}

fn of_start(view: &StartView) -> Vec<Offer> {
    let here = "commands-in-start";
    let mut offers = Vec::new();
    for row in view.procedures.iter().filter(|row| !row.is_chosen) {
        let label = Sentence::new("commands-procedure").with("name", &row.name).text();
        let offer = Offer::command(label, here, UiCommand::SetProcedure(row.id.clone()));
        offers.push(offer.unless(row.problems.first()));
    }
    for context in &view.cluster.contexts {
        if view.cluster.context.as_ref() != Some(&context.name) {
            let label = Sentence::new("commands-context").with("name", &context.name).text();
            offers.push(Offer::command(label, here, UiCommand::SetContext(context.name.clone())));
        }
    }
    let plain = |key: &str, command: UiCommand| Offer::command(words::text(key), here, command);
    offers.push(plain("commands-kubeconfig", UiCommand::PickKubeconfig));
    offers.push(plain("commands-repository", UiCommand::PickRepository));
    if view.checks.is_some() {
        offers.push(plain("start-check-again", UiCommand::CheckAgain));
        offers.push(Offer::new(words::text("ready-all"), here, Does::ShowChecks));
    }
    if view.practise != Practise::Hidden {
        offers.push(plain("commands-practise", UiCommand::Practise));
    }
    offers.push(plain("start-import", UiCommand::Import));
    offers.push(plain("ticket-button", UiCommand::Ticket(TicketCommand::Open)));
    if view.details.is_some() {
        offers.push(plain("request-button", UiCommand::Request(RequestCommand::Open)));
    }
    for row in &view.finished {
        offers.extend(row.has_record.then(|| open_record(&row.id, &row.title)));
    }
    offers
}

/// The record of a change, by its folder's name.
fn open_record(change: &str, title: &str) -> Offer {
    let label = Sentence::new("commands-record").with("title", title).text();
    let open = UiCommand::History(HistoryCommand::Open(change.to_owned()));
    Offer::new(label, "commands-in-records", Does::Commands(vec![UiCommand::ShowPage(Page::History), open]))
}

fn of_history(view: &HistoryView<'_>) -> Vec<Offer> {
    let of_row = |at: &usize| view.rows.get(*at).map(|past| open_record(&past.key, &past.title));
    view.shown.iter().filter_map(of_row).take(RECORDS).collect()
}

fn of_wizard(view: &WizardView<'_>) -> Vec<Offer> {
    let mut offers = match &view.middle {
        MiddleView::Step(step) => of_step(step),
        MiddleView::Decide(_) => Vec::new(),
        MiddleView::Finish(finish) => {
            finish.record.iter().map(|_| open_record(&finish.change, &finish.headline)).collect()
        }
    };
    let course = Does::Open(Overlay::Timeline);
    offers
        .push(Offer::new(words::text("timeline-title"), "commands-in-steps", course).by(Shortcut::Timeline));
    let entries = view.rail.iter().flat_map(|section| section.entries.iter().chain(&section.not_begun));
    offers.extend(entries.filter(|entry| !entry.is_shown).map(go_to));
    offers.extend(view.deeds.iter().filter_map(of_change));
    offers
}

fn go_to(entry: &RailEntry) -> Offer {
    let label = Sentence::new("commands-step").with("number", &entry.number).with("title", &entry.title);
    Offer::command(label.text(), "commands-in-steps", UiCommand::ShowStep(entry.step.clone()))
}

/// Of what can be done with the change as a whole, what asks first.
fn of_change(deed: &ChangeDeed) -> Option<Offer> {
    let small = |purpose| Does::Ask(Box::new(SmallDialog::new(purpose, "", "")));
    let (key, does) = match &deed.kind {
        ChangeDeedKind::RollBack => ("wizard-roll-back", Does::Commands(vec![UiCommand::RollBack])),
        ChangeDeedKind::Hold => ("wizard-hold", small(SmallPurpose::Hold)),
        ChangeDeedKind::HoldRehearsed => ("wizard-hold", small(SmallPurpose::HoldRehearsed)),
        ChangeDeedKind::StopGoingBack { leaves } => {
            let dialog = SmallDialog::new(SmallPurpose::StopGoingBack, "", "");
            let does = Does::Ask(Box::new(SmallDialog { lines: leaves.clone(), ..dialog }));
            ("wizard-stop-going-back", does)
        }
        // What acts at once is no line of a list.
        ChangeDeedKind::DoRest | ChangeDeedKind::TakeBack { .. } => return None,
    };
    Some(Offer::new(words::text(key), "commands-in-change", does).unless(deed.blocked.as_ref()))
}

fn of_step(view: &StepView<'_>) -> Vec<Offer> {
    let here = "commands-in-step";
    let copy = view
        .command
        .iter()
        .map(|line| Offer::new(words::text("wizard-copy-command"), here, Does::Copy(line.clone())));
    let ask = view.others.iter().filter_map(|other| {
        let (key, purpose) = match other {
            OtherDeed::Skip => ("wizard-skip", SmallPurpose::Skip),
            OtherDeed::GoOn => ("wizard-go-on", SmallPurpose::GoOn),
            OtherDeed::Waive => ("wizard-go-on", SmallPurpose::Waive),
            OtherDeed::AddNote => ("wizard-add-note", SmallPurpose::Note),
            OtherDeed::TryAgain
            | OtherDeed::LookAgain
            | OtherDeed::StopWaiting
            | OtherDeed::Undo
            | OtherDeed::Named { .. } => return None,
        };
        let blocked = view.blocked.as_ref().filter(|_| !(view.may_note && *other == OtherDeed::AddNote));
        let dialog = SmallDialog::new(purpose, &view.step, &view.title);
        Some(Offer::new(words::text(key), here, Does::Ask(Box::new(dialog))).unless(blocked))
    });
    copy.chain(ask).collect()
}

fn of_cluster(view: &ClusterView<'_>) -> Vec<Offer> {
    let here = "commands-in-cluster";
    if view.nothing.is_some() {
        return Vec::new();
    }
    let mut offers = Vec::new();
    if let Some(chosen) = &view.chosen {
        let copies = [
            ("survey-copy-name", chosen.key.name.to_string()),
            ("survey-copy-kubectl", chosen.kubectl.clone()),
        ];
        offers.extend(copies.map(|(key, text)| Offer::new(words::text(key), here, Does::Copy(text))));
        let parts = DetailPart::ALL.into_iter().filter(|part| *part != chosen.part);
        let parts = parts.filter(|part| *part != DetailPart::Logs || chosen.key.has_logs());
        for part in parts {
            let label = Sentence::new("commands-detail").with("part", words::text(part_key(part))).text();
            offers.push(Offer::command(label, here, UiCommand::ShowDetail(part)));
        }
    }
    for section in Section::ALL.into_iter().filter(|section| *section != view.lens.section) {
        let look = UiCommand::Look(Lens { section, ..view.lens.clone() });
        let label =
            Sentence::new("commands-section").with("section", words::text(section_key(section))).text();
        let show = UiCommand::Drift(DriftCommand::Show(false));
        offers.push(Offer::new(label, here, Does::Commands(vec![show, look])));
    }
    let only = if view.lens.only_problems { "commands-all-rows" } else { "survey-only-problems" };
    let lens = Lens { only_problems: !view.lens.only_problems, ..view.lens.clone() };
    offers.push(Offer::command(words::text(only), here, UiCommand::Look(lens)));
    let drift = if view.drift.is_shown { "drift-tab-live" } else { "drift-tab" };
    let show = DriftCommand::Show(!view.drift.is_shown);
    offers.push(Offer::command(words::text(drift), here, UiCommand::Drift(show)));
    offers
}

/// The objects whose name holds what was typed; none as long as nothing is.
pub(super) fn objects(survey: Option<&Survey>, query: &Query) -> Vec<Offer> {
    let Some(survey) = survey.filter(|_| !query.is_empty()) else { return Vec::new() };
    let named = [Section::Workloads, Section::Pods, Section::Jobs, Section::Routes];
    let rows = named.into_iter().filter_map(|section| Some((section, survey.all.get(&section)?)));
    let rows = rows.flat_map(|(section, rows)| rows.iter().map(move |item| (section, item)));
    let hits = rows.filter(|(_, item)| query.stands_in(&item.name));
    // A state of earlier is not told where nothing says how old it is.
    let is_now = survey.recalled.is_none() && matches!(survey.link, Link::Live { .. });
    hits.take(OBJECTS).map(|(section, item)| object((section, item), is_now, &survey.lens)).collect()
}

fn object((section, item): (Section, &Arc<Item>), is_now: bool, lens: &Lens) -> Offer {
    let place = format!("{} · {}", item.kind, item.namespace);
    let detail = if is_now { format!("{place} · {}", item.state) } else { place };
    // The filter of the page would hide the row that the detail belongs to.
    let lens = Lens { section, filter: String::new(), only_problems: false, follow: None, ..lens.clone() };
    let commands = vec![
        UiCommand::ShowPage(Page::Cluster),
        UiCommand::Drift(DriftCommand::Show(false)),
        UiCommand::Look(lens),
        UiCommand::LookAt(Some(item.key())),
    ];
    Offer { label: item.name.to_string(), detail, keys: None, does: Does::Commands(commands) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::samples;

    fn is_harmless(command: &UiCommand) -> bool {
        matches!(
            command,
            UiCommand::ChooseAppearance(_)
                | UiCommand::CopyDiagnosis
                | UiCommand::OpenPath(_)
                // How things look, and nothing else.
                | UiCommand::Setting(SettingCommand::Reset(Setting::Columns))
                | UiCommand::ShowPage(_)
                | UiCommand::Look(_)
                | UiCommand::LookAt(_)
                | UiCommand::ShowDetail(_)
                | UiCommand::Drift(DriftCommand::Show(_))
                // Neither to save nor to put: what is written is asked for on the page.
                | UiCommand::History(HistoryCommand::Open(_))
                | UiCommand::Ticket(TicketCommand::Open)
                | UiCommand::Request(RequestCommand::Open)
                | UiCommand::Practise
                | UiCommand::LeavePractice
                | UiCommand::PickKubeconfig
                | UiCommand::PickRepository
                | UiCommand::SetContext(_)
                | UiCommand::SetProcedure(_)
                | UiCommand::CheckAgain
                | UiCommand::ShowStep(_)
                // Shows the question before the way back, and begins nothing.
                | UiCommand::RollBack
                | UiCommand::Import
        )
    }

    fn views(live: &crate::observed::Observed) -> Vec<View<'_>> {
        let start = StartView { finished: samples::finished(), ..samples::start() };
        let mut views = vec![
            samples::view(ScreenView::Start(Box::new(start))),
            samples::view(ScreenView::Start(Box::new(samples::start_in_trouble()))),
            samples::going_back(live),
        ];
        let steps = samples::steps_by_state().into_values();
        let mut middles: Vec<MiddleView<'_>> = steps.map(|step| MiddleView::Step(Box::new(step))).collect();
        middles.push(MiddleView::Finish(samples::finish()));
        middles.push(MiddleView::Decide(Box::new(samples::decide())));
        let wizards = middles.into_iter().map(|middle| samples::wizard(middle, live));
        views.extend(wizards.map(|wizard| samples::view(ScreenView::Wizard(Box::new(wizard)))));
        views
    }

    /// Each offer of a page leads, chooses, copies or asks: none begins, approves or answers anything.
    #[test]
    fn no_offer_is_a_deed() {
        let live = samples::observed();
        let survey = samples::cluster::survey(&Lens::default(), 30);
        let (key, detail) = (samples::cluster::key(), samples::cluster::detail());
        let mut page = samples::cluster::page(&survey);
        page.chosen = Some(samples::cluster::chosen(&survey, &key, &detail, DetailPart::Overview));
        let history = samples::history::History::of(20);
        let mut views = views(&live);
        views.push(samples::view(ScreenView::Cluster(Box::new(page))));
        views.push(samples::view(ScreenView::History(Box::new(history.record_shared(1)))));
        let mut seen = 0;
        for view in &views {
            let all = offers(view, true).into_iter().chain(objects(view.survey, &Query::new("o")));
            for offer in all {
                seen += 1;
                assert!(!offer.label.contains('⟨') && !offer.detail.is_empty(), "{offer:?}");
                if let Does::Commands(commands) = &offer.does {
                    assert!(!commands.is_empty() && commands.iter().all(is_harmless), "{offer:?}");
                }
            }
        }
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn of_many_records_the_first_are_listed() {
        let history = samples::history::History::of(500);
        assert_eq!(of_history(&history.page()).len(), RECORDS);
        let few = samples::history::History::of(3);
        assert_eq!(of_history(&few.page()).len(), few.shown.len());
    }

    #[test]
    fn objects_are_listed_once_something_is_typed() {
        let survey = samples::cluster::survey(&Lens::default(), 10_000);
        assert!(objects(Some(&survey), &Query::new("")).is_empty());
        assert!(objects(None, &Query::new("depot")).is_empty());
        assert_eq!(objects(Some(&survey), &Query::new("depot")).len(), OBJECTS);
    }
}

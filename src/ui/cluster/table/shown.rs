//! What it is for: which columns a section has, and how they share the room. In: a section, the room, what was chosen.
//! Out: columns with their widths. Never: a drawn line.

use crate::{
    observed::survey::{Column, Section},
    ui::{
        columns::{self, ColumnWidths, Columns},
        theme::gap,
    },
};

/// A column: what it is ordered by, its title, its width at first, to which what is left is added.
pub(super) struct Shown {
    pub(super) by: Column,
    pub(super) title: &'static str,
    width: f32,
}

const fn shown(by: Column, title: &'static str, width: f32) -> Shown {
    Shown { by, title, width }
}

/// The columns of a section. The name comes first, the state takes the rest.
pub(super) fn of(section: Section) -> Vec<Shown> {
    let name = shown(Column::Name, "survey-name", 260.0);
    let state = shown(Column::State, "survey-state", 0.0);
    let age = shown(Column::Age, "survey-age", 64.0);
    match section {
        Section::Workloads => vec![
            name,
            shown(Column::Ready, "survey-ready-column", 64.0),
            state,
            shown(Column::About, "survey-image", 260.0),
            age,
        ],
        Section::Pods => vec![
            name,
            shown(Column::Ready, "survey-ready-column", 64.0),
            state,
            shown(Column::Count, "survey-restarts", 110.0),
            shown(Column::About, "survey-image", 200.0),
            shown(Column::Node, "survey-node", 110.0),
            age,
        ],
        Section::Jobs => vec![
            name,
            shown(Column::Ready, "survey-done", 64.0),
            state,
            shown(Column::About, "survey-image-or-schedule", 220.0),
            age,
        ],
        Section::Routes => vec![
            name,
            shown(Column::Ready, "survey-ready-column", 64.0),
            state,
            shown(Column::About, "survey-way", 340.0),
            age,
        ],
        Section::Warnings => vec![
            name,
            shown(Column::About, "survey-reason", 150.0),
            state,
            shown(Column::Count, "survey-times", 64.0),
            shown(Column::Age, "survey-last", 64.0),
        ],
    }
}

/// Where there is little room, what the pane beside the rows tells too is left out first.
pub(super) fn that_fit(mut columns: Vec<Shown>, room: f32) -> Vec<Shown> {
    /// What the state needs to be read.
    const STATE: f32 = 200.0;
    for by in [Column::Node, Column::About, Column::Count] {
        let needed: f32 = columns.iter().map(|one| one.width + gap::SMALL).sum();
        // The reason of a warning is half of what it says.
        if needed + STATE > room && columns.iter().all(|one| one.title != "survey-reason") {
            columns.retain(|one| one.by != by);
        }
    }
    columns
}

/// The width of each column at first. What is left of the room goes to what is read: the state, and less to images and
/// ways; the reason of a warning is one word. Where there is much room, long names have some of it.
fn widths(columns: &[Shown], room: f32) -> impl Fn(&Shown) -> f32 + use<> {
    /// What state and images need before the name has more.
    const ENOUGH: f32 = 300.0;
    let fixed: f32 = columns.iter().map(|one| one.width + gap::SMALL).sum();
    let rest = (room - fixed).max(200.0);
    let name = (rest - ENOUGH).max(0.0) * 0.35;
    let rest = rest - name;
    let is_long = |one: &Shown| one.by == Column::About && one.title != "survey-reason";
    let has_about = columns.iter().any(is_long);
    move |one| match one.by {
        Column::State => rest * if has_about { 0.6 } else { 1.0 },
        Column::About if is_long(one) => rest.mul_add(0.4, one.width),
        Column::Name => one.width + name,
        Column::About | Column::Ready | Column::Count | Column::Node | Column::Age => one.width,
    }
}

/// The columns with their widths: as the room has them, or as the person made them. What is narrower than the rows is
/// scrolled across.
pub(super) fn laid(section: Section, shown: &[Shown], room: f32, chosen: &ColumnWidths) -> Columns {
    let usual = widths(shown, room);
    let column = |one: &Shown| {
        let (key, least) = match one.by {
            Column::Name => ("name", 120.0),
            Column::State => ("state", 100.0),
            Column::About => ("about", 72.0),
            Column::Ready => ("ready", 48.0),
            Column::Count => ("count", 48.0),
            Column::Node => ("node", 48.0),
            Column::Age => ("age", 48.0),
        };
        columns::Column { key, least, usual: usual(one), is_elastic: one.by == Column::State }
    };
    let table = match section {
        Section::Workloads => "workloads",
        Section::Pods => "pods",
        Section::Jobs => "jobs",
        Section::Routes => "routes",
        Section::Warnings => "warnings",
    };
    let all: Vec<columns::Column> = shown.iter().map(column).collect();
    let least: f32 = all.iter().map(|one| one.least).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few columns")]
    let between = gap::SMALL * all.len() as f32;
    Columns::laid(table, all, (room - between).max(least), chosen)
}

//! What it is for: the sheets of a ticket and a request in their states. Out: plain data. Never: compiled into the program.

use crate::ui::view::*;

use super::{failure, s, start};

fn row(number: usize, text: &str, words: &str, tone: Tone) -> AskedRow {
    let place = if number == 0 { String::new() } else { format!("line {number}") };
    AskedRow { place, text: s(text), words: s(words), tone, is_bold: false }
}

fn review() -> ReviewView {
    let mut deviation = row(
        31,
        "9. Commit and push, *to the branch staging*.",
        "After the deployment: Otherwise than usual in step 9: Commit and push, *to the branch staging*.",
        Tone::Warn,
    );
    deviation.is_bold = true;
    ReviewView {
        title: s("[Change Request] Deploy the depot server version 1.0.188"),
        procedure: s("Depot server deployment"),
        asked_by: s("grace"),
        address: s("https://github.com/example/infrastructure/issues/17"),
        taken: vec![
            row(0, "1.0.188", "Version: 1.0.188", Tone::Good),
            row(
                8,
                " * Automated tests run by the Github action: https://ci.example.org/build/42",
                "Build that was tested: https://ci.example.org/build/42",
                Tone::Good,
            ),
            deviation,
        ],
        left: vec![row(
            4,
            "- Announce to: everybody\u{202e}gro.elpmaxe",
            "Mailing list: It holds characters that turn the direction of the text",
            Tone::Warn,
        )],
        unknown: vec![row(40, "Please be quick, the mirrors wait.", "", Tone::Info)],
        told: (12..20)
            .map(|line| row(line, "kubectl scale deploy depot --replicas=0", "", Tone::Quiet))
            .collect(),
        more: 0,
        replaces: true,
        hides: false,
    }
}

/// A start page with a sheet in that state; `None` for a name that is none of them.
pub(crate) fn sheet(name: &str) -> Option<StartView> {
    let ticket = |stage| TicketView { stage, ..TicketView::default() };
    let procedures = vec![(s("depot"), s("Depot server deployment")), (s("forum"), s("Forum update"))];
    let view = match name {
        "ticket" => ticket(TicketStage::Enter),
        "ticket-busy" => TicketView { is_busy: true, ..ticket(TicketStage::Enter) },
        "ticket-failed" => TicketView { failure: Some(failure()), ..ticket(TicketStage::Enter) },
        "ticket-choose" => {
            ticket(TicketStage::Choose { why: crate::words::text("ticket-choose-several"), procedures })
        }
        "ticket-review" => ticket(TicketStage::Review(Box::new(review()))),
        "ticket-nothing" => ticket(TicketStage::Review(Box::new(ReviewView {
            procedure: s("Depot server deployment"),
            unknown: (1..90).map(|line| row(line, &"word ".repeat(60), "", Tone::Info)).collect(),
            more: 1_200,
            ..ReviewView::default()
        }))),
        "ticket-hides" => {
            ticket(TicketStage::Review(Box::new(ReviewView { more: 40, hides: true, ..review() })))
        }
        "ticket-taken" => {
            let words = s("From https://github.com/example/infrastructure/issues/17, asked by grace");
            let address = s("https://github.com/example/infrastructure/issues/17");
            return Some(StartView { origin: Some(OriginView { words, address }), ..start() });
        }
        other => {
            let request = Box::new(request(other)?);
            return Some(StartView { request: Some(request), ..start() });
        }
    };
    Some(StartView { ticket: Some(Box::new(view)), ..start() })
}

fn request(name: &str) -> Option<RequestView> {
    let full = RequestView {
        title: s("[Change Request] Deploy the depot server version 1.0.188"),
        text: format!(
            "## [Change Request] Deploy the depot server version 1.0.188\n\n- Cluster: chosen by who carries the change out\n\n\
             Values:\n\n- Version: `1.0.188`\n- **Announce to: `ops`** · differs from the procedure's default\n\n\
             ### Description\n\nUpdate it.\n\n### Steps\n\n{}",
            "1. Stop it\n\n    ```yaml\n    scale: {replicas: 0}\n    ```\n\n".repeat(8)
        ),
        open: Some(crate::words::text("request-open-place")),
        host: Some(s("github.com")),
        labels: s("change-request"),
        is_shortened: true,
        ..RequestView::default()
    };
    match name {
        "request" => Some(full),
        "request-local" => Some(RequestView { host: None, is_shortened: false, open: None, ..full }),
        "request-missing" => Some(RequestView {
            missing: vec![s("Version: this is needed"), s("Choose a procedure")],
            ..RequestView::default()
        }),
        _ => None,
    }
}

//! The practice band: the mails that would have been opened are there to be read.

use egui_kittest::kittest::Queryable as _;

use crate::ui::{samples, view::*};

use super::{buttons, click, open, start_view};

fn practising(mails: Vec<MailView>) -> View<'static> {
    let practice = PracticeView { pace: 1, mails, ..PracticeView::default() };
    View { practice: Some(practice), ..start_view(samples::start()) }
}

fn mail(subject: &str, cc: &str) -> MailView {
    MailView {
        at: "14:03:22".to_owned(),
        to: "admins@example.org, users@example.org".to_owned(),
        cc: cc.to_owned(),
        bcc: String::new(),
        subject: subject.to_owned(),
        body: format!("Hello,\n\n{subject} is done."),
    }
}

#[test]
fn a_mail_is_read_behind_a_button_that_counts_them() {
    let mut harness = open(practising(vec![mail("First", ""), mail("Second", "boss@example.org")]));
    assert!(harness.query_by_label("Second").is_none());
    click(&mut harness, "Mail (2)…");
    assert_eq!(harness.query_all_by_label("To: admins@example.org, users@example.org").count(), 2);
    for words in ["Hello,\n\nFirst is done.", "Hello,\n\nSecond is done.", "Copy to: boss@example.org"] {
        harness.get_by_label(words);
    }
    let top = |subject: &str| harness.get_by_label(subject).rect().top();
    assert!(top("Second") < top("First"), "the newest first");
    click(&mut harness, "Close");
    assert!(harness.query_by_label("Second").is_none());
}

#[test]
fn the_troubles_take_the_place_of_the_mails() {
    let mut harness = open(practising(vec![mail("First", "")]));
    click(&mut harness, "Mail (1)…");
    click(&mut harness, "Trouble…");
    assert!(harness.query_by_label("First").is_none());
    harness.get_by_label("What can go wrong");
    click(&mut harness, "Mail (1)…");
    harness.get_by_label("First");
    assert!(harness.query_by_label("What can go wrong").is_none());
}

#[test]
fn without_a_mail_there_is_no_button_for_them() {
    let harness = open(practising(Vec::new()));
    assert!(buttons(&harness).iter().all(|name| !name.starts_with("Mail")));
}

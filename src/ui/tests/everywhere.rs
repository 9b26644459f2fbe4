//! What holds on every screen in every state: nothing is cut, covered, out of reach or without a name, and Tab goes
//! down. The pages of the gallery, in small windows and enlarged ones.

use crate::ui::samples::{
    checks::{self, LOOKS},
    pages::SCREENS,
};

/// What is wrong, with the page's name; shared out over several tests, which run beside each other.
fn wrong(part: usize, of: usize, look: usize, only_ends: bool) {
    let pages = SCREENS.iter().flat_map(|(_, states)| {
        let last = states.len() - 1;
        states.iter().enumerate().filter(move |(at, _)| !only_ends || *at == 0 || *at == last)
    });
    let mut all = Vec::new();
    for (_, (_, name)) in pages.skip(part).step_by(of) {
        all.extend(checks::faults(name, LOOKS[look]).into_iter().map(|fault| format!("{name}: {fault}")));
    }
    assert!(all.is_empty(), "{} faults in {:?}:\n{}", all.len(), LOOKS[look], all.join("\n"));
}

#[test]
fn nothing_is_cut_covered_or_out_of_reach_in_the_smallest_window_1() {
    wrong(0, 2, 0, true);
}

#[test]
fn nothing_is_cut_covered_or_out_of_reach_in_the_smallest_window_2() {
    wrong(1, 2, 0, true);
}

#[test]
#[ignore = "takes long: the states between the usual and the worst one, before a release"]
fn nothing_is_cut_covered_or_out_of_reach_in_any_state() {
    wrong(0, 1, 0, false);
}

#[test]
fn nothing_is_cut_covered_or_out_of_reach_at_300_percent_1() {
    wrong(0, 2, 1, true);
}

#[test]
fn nothing_is_cut_covered_or_out_of_reach_at_300_percent_2() {
    wrong(1, 2, 1, true);
}

#[test]
#[ignore = "takes long: the states between the usual and the worst one, before a release"]
fn nothing_is_cut_covered_or_out_of_reach_in_any_state_at_300_percent() {
    wrong(0, 1, 1, false);
}

#[test]
fn nothing_is_cut_covered_or_out_of_reach_at_75_percent_1() {
    wrong(0, 2, 2, true);
}

#[test]
#[ignore = "long lines of a ticket (ticket-nothing) do not show their rest under the pointer at 75 percent: not mended yet"]
fn nothing_is_cut_covered_or_out_of_reach_at_75_percent_2() {
    wrong(1, 2, 2, true);
}

/// Within a row that is filled from the right, Tab still goes from right to left: that is told by the gallery's faults.
#[test]
fn tab_goes_down_as_one_reads() {
    let mut all = Vec::new();
    for (_, states) in SCREENS {
        let Some((_, name)) = states.first() else { continue };
        let faults = checks::out_of_order(name, LOOKS[0]);
        let faults = faults.into_iter().filter(|fault| fault.starts_with("above"));
        all.extend(faults.map(|fault| format!("{name}: {fault}")));
    }
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

#[test]
fn every_control_has_a_name_and_every_choice_says_whether_it_is_chosen() {
    // The usual and the worst states are looked at in full above.
    let between = |states: &'static [(&str, &'static str)]| states.iter().skip(1).rev().skip(1);
    let names = SCREENS.iter().flat_map(|(_, states)| between(states).map(|(_, name)| *name));
    let faults = names.flat_map(|name| {
        checks::without_names(name, LOOKS[0]).into_iter().map(move |fault| format!("{name}: {fault}"))
    });
    let all: Vec<String> = faults.collect();
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

#[test]
fn every_page_is_listed_once() {
    let mut names: Vec<&str> =
        SCREENS.iter().flat_map(|(_, states)| states.iter().map(|(_, name)| *name)).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

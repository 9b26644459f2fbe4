//! The way of a request: a box for each link with its name, the broken one in words, and that only a press asks a site.

use egui_kittest::{Harness, kittest::Queryable as _};

use super::{Window, click, open, taken};
use crate::{
    observed::{Observed, Way},
    ui::{
        UiCommand,
        samples::{self, way},
        view::*,
    },
};

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn shown(one: Way, site: Option<SiteView<'static>>) -> Harness<'static, Window> {
    let survey = leak(way::survey());
    let key = leak(way::key(&one));
    let chosen = Some(way::chosen(one, key, site));
    open(samples::view(ScreenView::Cluster(Box::new(ClusterView {
        chosen,
        ..samples::cluster::page(survey)
    }))))
}

#[test]
fn each_link_is_a_box_with_a_name() {
    let window = shown(way::good(), None);
    window.get_by_label("Name depot.example.org/: By TLS");
    window.get_by_label("Route depot: Taken by default");
    window.get_by_label("Service depot: Port http");
    window.get_by_label("Endpoints of depot: 2 endpoints");
    window.get_by_label_contains(
        "Pods of depot: 2 of 2 pods ready\n2 pods: registry.example/depot:1.0.187 @ sha256:4f9b",
    );
    window.get_by_label("The certificate in the route is valid for 20 more days");
}

#[test]
fn what_is_broken_is_said_at_its_place() {
    let window = shown(way::broken(), None);
    window.get_by_label_contains("Pods of depot: Service depot selects no ready pod (1 in all)\n");
    let words = "Route depot: Not admitted by default: another route has this host already (HostAlreadyClaimed). route shop2/depot has it";
    shown(way::refused(), None).get_by_label(words);
    let window = shown(way::shared(), None);
    window.get_by_label("Service depot-old: Weight 0: nothing goes to depot-old");
    let pods = "Pods of depot-next-with-a-long-name-that-is-cut: 1 of 2 pods ready\n";
    window.get_by_label_contains(pods);
}

#[test]
fn a_site_is_asked_by_a_press_only_and_its_answer_has_an_age() {
    let mut window = shown(way::good(), None);
    assert_eq!(taken(&mut window), []);
    click(&mut window, "Ask depot.example.org now");
    assert_eq!(taken(&mut window), [UiCommand::AskSite("https://depot.example.org/".to_owned())]);
    let answer = |url: &'static str| SiteView {
        url,
        is_loading: false,
        seen: Some(leak(way::answer())),
        at: Some(samples::now() - jiff::SignedDuration::from_secs(12)),
        failure: None,
    };
    let window = shown(way::good(), Some(answer("https://depot.example.org/")));
    window.get_by_label("Answered with status 200 after 45 ms");
    window.get_by_label("The site's certificate is valid for 61 more days");
    window.get_by_label("asked 12s ago");
    let window = shown(way::good(), Some(answer("https://other.example.org/")));
    assert!(window.query_by_label_contains("Answered with").is_none(), "the answer of another site");
}

#[test]
fn beside_a_step_the_way_is_folded() {
    let live: &'static Observed = leak(samples::observed());
    let middle = MiddleView::Step(Box::new(samples::step()));
    let mut window = open(samples::view(ScreenView::Wizard(Box::new(samples::wizard(middle, live)))));
    window.get_by_label("Service depot selects no ready pod (1 in all)");
    assert!(window.query_by_label_contains("Endpoints of depot:").is_none());
    click(&mut window, "Show the way of requests for depot.example.org/");
    window.get_by_label("Endpoints of depot: 1 endpoint");
    window.get_by_label("Hide the way of requests for depot.example.org/");
}

//! What it is for: the pages of the cluster. Never: compiled into the program.

use super::super::{cluster_log, drift, way};
use super::*;
use crate::observed::{
    Link,
    survey::{ItemKey, Lens, Section, Survey},
};

fn shown(page: ClusterView<'static>) -> View<'static> {
    view(ScreenView::Cluster(Box::new(page)))
}

pub(super) fn page(name: &str) -> View<'static> {
    match name {
        "route" | "route-broken" | "route-shared" | "route-refused" => route(name),
        name if name.contains("drift") => comparison(name),
        name if name.starts_with("object") => object(name),
        "cluster-detail" | "cluster-events" | "cluster-yaml" | "cluster-logs" => object(name),
        _ => rows(name),
    }
}

fn survey(section: Section, pods: usize) -> Survey {
    cluster_samples::survey(&Lens { section, ..Lens::default() }, pods)
}

fn rows(name: &str) -> View<'static> {
    let mut survey = match name {
        "cluster-pods" => survey(Section::Pods, 10_000),
        "cluster-one" => survey(Section::Pods, 1),
        "cluster-empty" => survey(Section::Jobs, 0),
        "cluster-loading" => Survey { link: Link::Connecting, ..Survey::default() },
        "cluster-long" => long::survey(),
        _ => survey(Section::Workloads, 40),
    };
    if name == "cluster-stale" {
        survey.link = super::super::observed_stale().link;
        survey.unseen = vec![super::super::failure()];
    }
    let mut page = cluster_samples::page(kept(survey));
    match name {
        "cluster-nothing" => page.nothing = Some("No cluster is chosen.".to_owned()),
        "cluster-failed" => page.failure = Some(kept(long::failure())),
        "cluster-long" => {
            (page.scope, page.namespaces) = (kept(long::name(3)), kept(vec![long::name(3), long::name(4)]));
        }
        _ => {}
    }
    let mut view = shown(page);
    if name == "cluster-long" {
        view.bar = long::bar(Page::Cluster);
    }
    view
}

fn object(name: &str) -> View<'static> {
    let part = match name {
        "cluster-events" => DetailPart::Events,
        "cluster-yaml" => DetailPart::Yaml,
        "cluster-logs" => DetailPart::Logs,
        _ => DetailPart::Overview,
    };
    let is_long = name == "object-long";
    let survey: &'static Survey =
        if is_long { kept(long::survey()) } else { kept(survey(Section::Workloads, 40)) };
    let key: &'static ItemKey = match survey.rows.first().filter(|_| is_long) {
        Some(first) => kept(first.key()),
        None => kept(cluster_samples::key()),
    };
    let detail = if is_long { long::detail() } else { cluster_samples::detail() };
    let mut chosen = cluster_samples::chosen(survey, key, kept(detail), part);
    match name {
        "cluster-logs" => {
            // Line nine million.
            let seen = kept(std::sync::Arc::new(cluster_log::seen(9_000_042, 300, "timed out")));
            chosen.log = Some(cluster_log::view(seen));
        }
        "object-loading" => (chosen.detail, chosen.is_loading) = (None, true),
        "object-failed" => (chosen.detail, chosen.failure) = (None, Some(kept(long::failure()))),
        _ => {}
    }
    shown(ClusterView { chosen: Some(chosen), ..cluster_samples::page(survey) })
}

fn route(name: &str) -> View<'static> {
    let found = match name {
        "route" => way::good(),
        "route-broken" => way::broken(),
        "route-shared" => way::shared(),
        _ => way::refused(),
    };
    let survey = kept(way::survey());
    let key = kept(way::key(&found));
    let site = found.url().filter(|_| name == "route").map(|url| SiteView {
        url: kept(url).as_str(),
        is_loading: false,
        seen: Some(kept(way::answer())),
        at: survey.rows.first().and_then(|item| item.created),
        failure: None,
    });
    shown(ClusterView { chosen: Some(way::chosen(found, key, site)), ..cluster_samples::page(survey) })
}

fn comparison(name: &str) -> View<'static> {
    let page = cluster_samples::page(kept(survey(Section::Workloads, 40)));
    let found = if name == "drift-long" { long::drift() } else { drift::found() };
    let mut page = drift::shown(page, kept(found));
    let state = &mut page.drift;
    match name {
        "cluster-drift-row" => state.chosen = Some(drift::closely(kept(drift::difference()))),
        "drift-empty" => (state.drift, state.nothing) = (None, Some("No repository is chosen.".to_owned())),
        "drift-loading" => (state.drift, state.progress) = (None, Some((12, 140))),
        "drift-failed" => (state.drift, state.failure) = (None, Some(kept(long::failure()))),
        "drift-long" => state.repository = long::title(),
        _ => {}
    }
    shown(page)
}

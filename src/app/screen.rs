//! What it is for: what one frame shows, put together from the window's state. In: the state. Out: a view.
//! Never: a change of anything.

use jiff::Timestamp;

use super::{
    App, begun_view, dialog_view, last_rows::Sought, protected, read_only, rehearse_view, start_view,
};
use crate::{
    cluster::Cluster,
    journal::ChangeResult,
    names::Target,
    ui::view::{BarView, Chip, Page, RepositoryBadge, ScreenView, TargetView, Tone, View},
    words::text,
};

impl App {
    /// The cluster of the change under way, else of the start page.
    pub(super) fn looked_at(&self) -> Option<&Cluster> {
        let connected = self.start.connection.value().last().map(|connected| &connected.cluster);
        self.worker.cluster().or(connected)
    }

    /// What is looked at, connected or not.
    pub(super) fn sought(&self) -> Option<Sought> {
        self.looked_at().map(Sought::of).or_else(|| self.start.sought().cloned())
    }

    fn bar(&self) -> BarView {
        let page = self.cluster_page.page();
        let Some(change) = &self.change else {
            let sought = self.sought().filter(|_| page == Page::Cluster);
            let target = sought.map(|sought| self.target_view(&sought.target));
            let is_read_only = self.is_read_only();
            return BarView { target, page, is_read_only, ..BarView::default() };
        };
        let header = change.run.plan().header();
        let target = &header.target;
        let state = match change.run.ended() {
            None => Chip::new(Tone::Info, text("app-in-progress")),
            Some((ChangeResult::RolledBack, _)) => Chip::new(Tone::Warn, text("app-rolled-back")),
            Some(_) => Chip::new(Tone::Good, text("app-finished")),
        };
        BarView {
            title: Some(header.title.clone()),
            state: Some(state),
            is_rolling_back: change.run.back().is_some() && change.run.ended().is_none(),
            target: Some(TargetView {
                is_production: self.is_protected_change(target),
                ..self.target_view(target)
            }),
            repository: Some(RepositoryBadge {
                name: header.repository.name.clone(),
                detail: header.repository.branch.clone(),
            }),
            who: Some(change.who.clone()),
            page,
            is_read_only: self.is_read_only(),
        }
    }

    pub(super) fn view(&self, at: Timestamp) -> View<'_> {
        let mut screen = if self.cluster_page.page() == Page::Settings {
            ScreenView::Settings(Box::new(self.settings_view()))
        } else if self.cluster_page.page() == Page::Cluster {
            let view = self.cluster_page.view(self.looked_at(), self.sought().as_ref(), &self.start);
            ScreenView::Cluster(Box::new(view))
        } else if self.cluster_page.page() == Page::History {
            let state = (self.is_engaged(), self.practice.is_entered());
            ScreenView::History(Box::new(self.history.view(self.change_under_way(), state)))
        } else if let Some(change) = &self.change {
            ScreenView::Wizard(Box::new(self.wizard(change, at)))
        } else {
            let mut view = start_view::start(&self.start, at);
            for context in &mut view.cluster.contexts {
                let (name, server) = (&context.name, &context.server);
                context.is_production = self.is_protected_context(name, server);
            }
            view.second = self.second.view();
            begun_view::add(&mut view, &self.begun, at);
            view.practise = start_view::practise(&self.start, self.practice.is_on());
            rehearse_view::add(&mut view, &self.start, &self.practice);
            self.add_sheets(&mut view);
            ScreenView::Start(Box::new(view))
        };
        if self.is_read_only() {
            read_only::only_show(&mut screen);
        }
        self.fill_files(&mut screen);
        let may_act = !self.lease.state.is_read_only() && !self.is_read_only();
        let mut dialog = self.change.as_ref().filter(|_| may_act).and_then(dialog_view::dialog);
        if let (Some(dialog), Some(change)) = (&mut dialog, &self.change) {
            // What only changes files names no server.
            let target = &change.run.plan().header().target;
            let is_remote = !dialog.target.server.is_empty();
            dialog.target.is_production = is_remote && self.is_protected_change(target);
        }
        let practice = self.practice.view(self.change.as_ref(), &self.begun);
        let survey = self.cluster_page.known(self.sought().as_ref());
        let dropping = match self.takes_files() {
            Some((_, title)) => self.dropping.onto(&title),
            None => self.dropping.view(self.takes_nothing()),
        };
        let (bar, notices, files) = (self.bar(), self.notices.views(), self.files.view());
        View { bar, practice, screen, dialog, files, notices, survey, dropping, now: at }
    }

    /// Whether deeds there are to be taken gravely; in a practice world they are not, whatever its names say.
    fn is_protected(&self, target: &Target) -> bool {
        !self.practice.is_entered() && protected::is_production(target, &self.settings.protected)
    }

    /// The same of the change under way, by its plan and by what this window is connected to: the cluster may have been
    /// called something else when the change began.
    fn is_protected_change(&self, planned: &Target) -> bool {
        let reached = self.worker.cluster().map(Cluster::target);
        !self.practice.is_entered() && is_any_production([Some(planned), reached], &self.settings.protected)
    }

    fn is_protected_context(&self, name: &str, server: &str) -> bool {
        !self.practice.is_entered()
            && protected::is_production_context(name, server, &self.settings.protected)
    }

    /// Where deeds go, or where the cluster page looks.
    fn target_view(&self, target: &Target) -> TargetView {
        TargetView {
            context: target.context.to_string(),
            namespace: target.namespace.to_string(),
            server: target.server.address.clone(),
            is_production: self.is_protected(target),
        }
    }
}

/// Whether one of the names of a change's target is production.
fn is_any_production(targets: [Option<&Target>; 2], patterns: &str) -> bool {
    targets.into_iter().flatten().any(|target| protected::is_production(target, patterns))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::{ContextName, Namespace, Server};

    #[test]
    fn a_change_is_production_by_either_name_of_its_cluster() {
        let named = |context: &str| Target {
            server: Server { address: "https://203.0.113.7:6443".to_owned(), ca_fingerprint: None },
            context: ContextName::new(context),
            namespace: Namespace::new("shop").expect("a name"),
        };
        let (old, new) = (named("mine"), named("web-eu"));
        assert!(is_any_production([Some(&old), Some(&new)], "web-*"), "the name of now");
        assert!(is_any_production([Some(&new), Some(&old)], "web-*"), "the name of then");
        assert!(
            is_any_production([Some(&new), Some(&old)], "web-*\n!mine"),
            "the other one was not taken out"
        );
        assert!(is_any_production([Some(&new), None], "web-*"));
        assert!(!is_any_production([Some(&old), Some(&new)], "shop-*"));
    }
}

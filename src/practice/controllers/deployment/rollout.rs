//! How pods move over to the new `ReplicaSet`: all at once, a few at a time, or only to another number.

use std::sync::Arc;

use serde_json::Value;

use crate::practice::{meta, refusal::Refusal};

use super::{
    super::{
        Again,
        fields::{annotation, has_ended, number},
        replicaset,
    },
    MOST, Rollout,
};

fn size(set: &Value) -> i64 {
    number(set, "/spec/replicas")
}

fn uid(set: &Value) -> String {
    meta::text(set, "uid").to_owned()
}

impl Rollout<'_> {
    /// Old pods first go, all of them, then new ones come.
    pub(super) fn recreate(&mut self) -> Result<Again, Refusal> {
        self.settle_new(false)?;
        let mut scaled = false;
        for old in self.old.iter().filter(|set| size(set) > 0).map(|set| uid(set)).collect::<Vec<_>>() {
            scaled |= self.scale_set(&old, 0, false)?;
        }
        if scaled || self.old_pods_run() {
            return self.write_status();
        }
        self.settle_new(true)?;
        if let Some(new) = self.new.clone() {
            self.scale_set(&uid(&new), self.replicas(), false)?;
        }
        if self.is_complete(&self.object) {
            self.clean_up()?;
        }
        self.write_status()
    }

    fn old_pods_run(&self) -> bool {
        if self.old.iter().any(|set| number(set, "/status/replicas") > 0) {
            return true;
        }
        let pods = |set: &Arc<Value>| replicaset::owned(self.desk, self.desk.kinds.pods, set);
        self.old.iter().flat_map(pods).any(|pod| !has_ended(&pod))
    }

    /// New pods come as far as there is room, old ones go as far as enough are there.
    pub(super) fn roll(&mut self) -> Result<Again, Refusal> {
        self.settle_new(true)?;
        if self.grow_new()? || self.shrink_old()? {
            return self.write_status();
        }
        if self.is_complete(&self.object) {
            self.clean_up()?;
        }
        self.write_status()
    }

    fn grow_new(&mut self) -> Result<bool, Refusal> {
        let Some(new) = self.new.clone() else { return Ok(false) };
        let (now, wanted) = (size(&new), self.replicas());
        if now == wanted {
            return Ok(false);
        }
        let next = if now > wanted { wanted } else { self.new_size(now) };
        self.scale_set(&uid(&new), next, false)
    }

    fn shrink_old(&mut self) -> Result<bool, Refusal> {
        let old_pods: i64 = self.old.iter().map(|set| size(set)).sum();
        if old_pods == 0 {
            return Ok(false);
        }
        let least = self.replicas() - self.missing();
        let unready = self.new.as_ref().map_or(0, |new| size(new) - number(new, "/status/availableReplicas"));
        let most = self.sum("/spec/replicas") - least - unready;
        if most <= 0 {
            return Ok(false);
        }
        let sick = self.shrink_each(most, |set| size(set) - number(set, "/status/availableReplicas"))?;
        let spare = self.sum("/status/availableReplicas") - least;
        let well = if spare > 0 { self.shrink_each(spare, size)? } else { 0 };
        Ok(sick + well > 0)
    }

    /// Takes up to `most` pods from the old sets, oldest first, of each no more than `of` says; how many.
    fn shrink_each(&mut self, most: i64, of: impl Fn(&Value) -> i64) -> Result<i64, Refusal> {
        let mut taken = 0;
        for old in self.old.clone() {
            let part = of(&old).min(size(&old)).min(most - taken);
            if part > 0 {
                self.scale_set(&uid(&old), size(&old) - part, false)?;
                taken += part;
            }
        }
        Ok(taken)
    }

    /// Brings the pods to the wanted number without moving them to another set.
    pub(super) fn scale_active(&mut self) -> Result<(), Refusal> {
        let active: Vec<Arc<Value>> = self.all().filter(|set| size(set) > 0).cloned().collect();
        if let [_, _, ..] = active.as_slice() {
            let full = self.new.as_ref().is_some_and(|new| {
                size(new) == self.replicas() && number(new, "/status/availableReplicas") == self.replicas()
            });
            if full {
                for old in self.old.iter().filter(|set| size(set) > 0).map(|set| uid(set)).collect::<Vec<_>>()
                {
                    self.scale_set(&old, 0, false)?;
                }
                return Ok(());
            }
            return if self.rolls() { self.scale_shares(active) } else { Ok(()) };
        }
        let newest = || self.new.clone().or_else(|| self.old.last().cloned());
        let Some(only) = active.into_iter().next().or_else(newest) else { return Ok(()) };
        self.scale_set(&uid(&only), self.replicas(), false)?;
        Ok(())
    }

    /// In the midst of a roll-out each set gets its share of what is added or taken.
    fn scale_shares(&mut self, mut active: Vec<Arc<Value>>) -> Result<(), Refusal> {
        let wanted = self.replicas();
        let most = if wanted > 0 { wanted + self.surge() } else { 0 };
        let total = most - active.iter().map(|set| size(set)).sum::<i64>();
        // The largest first; of equal ones the newer gets more and the older loses more.
        if total > 0 {
            active.reverse();
        }
        active.sort_by_key(|set| std::cmp::Reverse(size(set)));
        let mut shared = 0;
        let mut sizes: Vec<(String, i64)> = Vec::new();
        for set in &active {
            let before: i64 = annotation(set, MOST).and_then(|text| text.parse().ok()).unwrap_or(most).max(1);
            let exact = (2 * size(set) * most + before) / (2 * before) - size(set);
            let left = total - shared;
            let share = if total > 0 { exact.clamp(0, left) } else { exact.clamp(left, 0) };
            shared += share;
            sizes.push((uid(set), size(set) + share));
        }
        if let Some(first) = sizes.first_mut() {
            first.1 = (first.1 + total - shared).max(0);
        }
        for (uid, size) in sizes {
            self.scale_set(&uid, size, true)?;
        }
        Ok(())
    }
}

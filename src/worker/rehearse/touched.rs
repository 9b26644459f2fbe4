//! What it is for: what of the cluster a plan touches, as far as its text says.
//! In: a plan, the manifests of its repository. Out: objects by kind and name, selections, images. Never: a question.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    manifest::Manifest,
    plan::{Plan, PlannedStep},
};

/// What a plan touches. Kinds stand as people write them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Touched {
    /// Kind and name.
    pub(super) objects: BTreeSet<(String, String)>,
    /// Kind and label query.
    pub(super) selections: BTreeSet<(String, String)>,
    /// Images that are asked for.
    pub(super) images: BTreeSet<String>,
}

/// Reads plan and manifests.
pub(super) fn touched(plan: &Plan, manifests: &[Manifest]) -> Touched {
    let mut touched = Touched::default();
    for watched in &plan.header().watch {
        let names = watched.names.iter();
        touched.objects.extend(names.map(|name| (watched.kind.clone(), name.clone())));
        touched.selections.extend(watched.selector.iter().map(|query| (watched.kind.clone(), query.clone())));
    }
    for step in plan.all_steps() {
        touched.step(step);
    }
    for document in manifests.iter().flat_map(|manifest| &manifest.documents) {
        touched.objects.insert((document.kind.clone(), document.name.clone()));
    }
    touched.objects.retain(|(_, name)| is_known(name));
    touched.images.retain(|image| is_known(image));
    touched
}

impl Touched {
    /// What a step names. It is read as it is written: what earlier steps will answer is not known yet, and the rest of
    /// the action is.
    fn step(&mut self, step: &PlannedStep) {
        let Some(fields) = step.action.value.get(&step.key) else { return };
        let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let texts = |key: &str| -> Vec<String> {
            let list = fields.get(key).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let kind = |kind: &str, key: &str| (kind.to_owned(), text(key));
        match step.key.as_str() {
            "scale" => {
                self.objects.extend([kind("Deployment", "deployment"), kind("StatefulSet", "statefulSet")]);
            }
            "job.create" => self.objects.extend([kind("CronJob", "fromCronJob"), kind("Job", "name")]),
            "job.wait" => self.objects.extend([kind("Job", "job")]),
            "exec" => self.objects.extend(slashed(&text("in"))),
            "object.delete" => {
                self.objects.extend(slashed(&text("object")));
                let selector = text("selector");
                if is_known(&selector) {
                    self.selections.extend(texts("kinds").into_iter().map(|kind| (kind, selector.clone())));
                }
            }
            "image.check" => self.images.extend(texts("images")),
            _ => {}
        }
    }
}

/// `Kind/name` as both.
fn slashed(text: &str) -> Option<(String, String)> {
    text.split_once('/').map(|(kind, name)| (kind.to_owned(), name.to_owned()))
}

/// Whether nothing of it is left open.
fn is_known(text: &str) -> bool {
    !text.is_empty() && !text.contains("${{")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        action::Confirm,
        confirm::sample::{plan, step, stop},
    };

    #[test]
    fn what_a_plan_names_is_touched_and_what_is_left_open_is_not() {
        let click = || Confirm::Click;
        let steps = vec![
            stop("stop"),
            step("backup", "job.create", json!({"fromCronJob": "dump", "name": "dump-1"}), click()),
            step(
                "wait",
                "job.wait",
                json!({"job": "${{ steps.backup.out.name }}", "timeout": "1m"}),
                click(),
            ),
            step("ask", "exec", json!({"in": "deployment/postgres", "argv": ["psql"]}), click()),
            step("clean", "object.delete", json!({"selector": "app=shop", "kinds": ["job"]}), click()),
            step("images", "image.check", json!({"images": ["registry.example/shop:1"]}), Confirm::None),
        ];
        let manifest =
            Manifest::read("apiVersion: v1\nkind: Service\nmetadata: {name: shop}\n").expect("reads");
        let touched = touched(&plan(steps), &[manifest]);
        let objects: Vec<String> =
            touched.objects.iter().map(|(kind, name)| format!("{kind}/{name}")).collect();
        assert_eq!(
            objects,
            ["CronJob/dump", "Deployment/shop", "Job/dump-1", "Service/shop", "deployment/postgres"]
        );
        assert_eq!(touched.selections, BTreeSet::from([("job".to_owned(), "app=shop".to_owned())]));
        assert_eq!(touched.images, BTreeSet::from(["registry.example/shop:1".to_owned()]));
    }
}

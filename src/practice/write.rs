//! Creating and updating objects: the same order of steps as in the real server.
//!
//! Read → default → managed fields → what the kind keeps from the client → validate → commit, or (dry run) only answer.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    admission,
    api::{Api, Call, Outcome},
    apply, delete, meta,
    read::Body,
    refusal::{Cause, Refusal},
    store::version,
    strategy, validate,
};

/// Longest generated name.
const NAME: usize = 63;
/// Letters added to `generateName`.
const RANDOM: usize = 5;
/// Tries when others write the same object at the same time.
pub(crate) const TRIES: usize = 8;

impl Api {
    /// Makes an object.
    ///
    /// # Errors
    /// Everything that the real server refuses.
    pub fn create(&self, call: &Call, body: Value) -> Result<Outcome, Refusal> {
        self.create_read(call, Body { value: body, duplicates: Vec::new() })
    }

    /// As [`Self::create`], of a body that was read from the wire.
    pub(crate) fn create_read(&self, call: &Call, body: Body) -> Result<Outcome, Refusal> {
        let (mut object, warnings) = Self::admit(call, body)?;
        settle_namespace(call, &mut object)?;
        if !call.name.is_empty() && meta::text(&object, "name").is_empty() {
            meta::set(&mut object, "name", json!(call.name));
        }
        let empty = strategy::blank(call.kind);
        let managers = meta::field(&object, "managedFields").cloned();
        apply::track_update(call, &empty, &mut object, managers.as_ref());
        self.insert(call, object, warnings)
    }

    /// Stores a new object that is read, defaulted and tracked.
    pub(crate) fn insert(
        &self,
        call: &Call,
        mut object: Value,
        mut warnings: Vec<String>,
    ) -> Result<Outcome, Refusal> {
        let kind = call.kind;
        generate_name(&mut object);
        self.check_namespace(call, &object)?;
        let metadata_now = [("uid", json!(meta::uid())), ("creationTimestamp", json!(meta::now()))];
        for (key, value) in metadata_now {
            meta::set(&mut object, key, value);
        }
        for key in ["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"] {
            meta::remove(&mut object, key);
        }
        admission::on_create(self, call, &mut object)?;
        strategy::prepare_create(kind, &mut object);
        let name = meta::text(&object, "name").to_owned();
        let causes = validate::on_create(kind, &object);
        if !causes.is_empty() {
            return Err(Refusal::invalid(&kind.group, &kind.kind, &name, &causes));
        }
        admission::after_validation(kind, &mut object);
        self.allocate(kind, None, &mut object)?;
        warnings.extend(validate::warnings(kind, &object));
        let mut key = call.key();
        key.name.clone_from(&name);
        if let Some(live) = self.store.get(&key) {
            let refusal = Refusal::already_exists(kind, &name);
            return Err(if meta::is_terminating(&live) { refusal.of_deleted() } else { refusal });
        }
        if call.dry_run {
            return Ok(Outcome { code: 201, object: Arc::new(object), warnings });
        }
        if !version(&object).is_empty() {
            return Err(Refusal::internal("resourceVersion should not be set on objects to be created"));
        }
        let raced = |_raced| Refusal::already_exists(kind, &name);
        let object = self.store.commit(&key, None, Some(object)).map_err(raced)?;
        Ok(Outcome { code: 201, object, warnings })
    }

    /// Replaces an object.
    ///
    /// # Errors
    /// Everything that the real server refuses; `Conflict` when the body's `resourceVersion` is not the live one.
    pub fn update(&self, call: &Call, body: Value) -> Result<Outcome, Refusal> {
        self.update_read(call, Body { value: body, duplicates: Vec::new() })
    }

    /// As [`Self::update`], of a body that was read from the wire.
    pub(crate) fn update_read(&self, call: &Call, body: Body) -> Result<Outcome, Refusal> {
        let (mut object, warnings) = Self::admit(call, body)?;
        settle_namespace(call, &mut object)?;
        let name = meta::text(&object, "name").to_owned();
        if name.is_empty() {
            return Err(Refusal::bad_request(format!(
                "the name of the object ({} based on URL) was undeterminable: name must be provided",
                call.name
            )));
        }
        if name != call.name {
            return Err(Refusal::bad_request(format!(
                "the name of the object ({name}) does not match the name on the URL ({})",
                call.name
            )));
        }
        self.write_over(call, warnings, |live| {
            let mut new = object.clone();
            let managers = meta::field(&new, "managedFields").cloned();
            let managers = managers.filter(|_| call.subresource.is_empty());
            apply::track_update(call, live, &mut new, managers.as_ref());
            Ok(Some(new))
        })
        .or_else(|refusal| {
            if refusal.code == 404 && call.subresource.is_empty() && strategy::creates_on_update(call.kind) {
                let mut new = object.clone();
                apply::track_update(call, &strategy::blank(call.kind), &mut new, None);
                return self.insert(call, new, Vec::new());
            }
            Err(refusal)
        })
    }

    /// Reads the live object, lets `change` make the new one (with its managed fields), and writes it; again when
    /// somebody else wrote in between. `None` means that nothing is to be written.
    pub(crate) fn write_over(
        &self,
        call: &Call,
        warnings: Vec<String>,
        change: impl Fn(&Value) -> Result<Option<Value>, Refusal>,
    ) -> Result<Outcome, Refusal> {
        for _ in 0..TRIES {
            let live = self.get(call)?;
            let Some(new) = change(&live)? else {
                return Ok(Outcome { code: 200, object: live, warnings });
            };
            let prepared = self.prepare_update(call, &live, new)?;
            let mut said = warnings.clone();
            said.extend(validate::warnings(call.kind, &prepared));
            if prepared == *live || call.dry_run {
                return Ok(Outcome { code: 200, object: Arc::new(prepared), warnings: said });
            }
            // A version that the client named is refused at the next try; one that a patch took over is not the client's.
            if let Some(object) = self.put(call, &live, prepared) {
                return Ok(Outcome { code: 200, object, warnings: said });
            }
        }
        Err(Refusal::modified(call.kind, &call.name))
    }

    /// Commits an update; an object whose last finalizer went while it was being deleted goes altogether.
    fn put(&self, call: &Call, live: &Arc<Value>, new: Value) -> Option<Arc<Value>> {
        if delete::is_finished(call.kind, &new) {
            // As in earnest the last change is never stored: watchers see the deletion of what was there before.
            self.store.commit(&call.key(), Some(live), None).ok()?;
            return Some(Arc::new(new));
        }
        self.store.commit(&call.key(), Some(live), Some(new)).ok()
    }

    /// The new object as it is stored: preconditions checked, what clients may not change restored, validated.
    fn prepare_update(&self, call: &Call, live: &Value, mut new: Value) -> Result<Value, Refusal> {
        let kind = call.kind;
        let wanted = version(&new).to_owned();
        let uid = meta::text(&new, "uid");
        if !uid.is_empty() && uid != meta::text(live, "uid") {
            let place = match kind.resource.as_str() {
                "services" => "services/specs",
                "endpoints" => "services/endpoints",
                "ingresses" => "ingress",
                "nodes" => "minions",
                other => other,
            };
            let key: Vec<&str> =
                [place, &call.namespace, &call.name].into_iter().filter(|part| !part.is_empty()).collect();
            let why = format!(
                "StorageError: invalid object, Code: 4, Key: /registry/{}, ResourceVersion: 0, AdditionalErrorMsg: \
                 Precondition failed: UID in precondition: {uid}, UID in object meta: {}",
                key.join("/"),
                meta::text(live, "uid")
            );
            return Err(Refusal::conflict(kind, &call.name, &why));
        }
        if matches!(wanted.as_str(), "" | "0") {
            if !strategy::updates_unconditionally(kind) {
                let cause =
                    Cause::invalid("metadata.resourceVersion", &json!(0), "must be specified for an update");
                return Err(Refusal::invalid(&kind.group, &kind.resource, &call.name, &[cause]));
            }
        } else if let Err(why) = check_version(&wanted) {
            return Err(Refusal::internal(why));
        } else if wanted != version(live) {
            return Err(Refusal::modified(kind, &call.name));
        }
        if call.subresource.is_empty() {
            admission::on_update(live, &mut new);
        }
        let said = meta::field(&new, "deletionTimestamp").filter(|said| !said.is_null());
        if let Some(said) = said.filter(|said| Some(*said) != meta::field(live, "deletionTimestamp")) {
            let cause = Cause::invalid("metadata.deletionTimestamp", said, "field is immutable");
            return Err(Refusal::invalid(&kind.group, &kind.kind, &call.name, &[cause.clone(), cause]));
        }
        for key in
            ["creationTimestamp", "uid", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"]
        {
            meta::keep(&mut new, key, live);
        }
        meta::keep(&mut new, "resourceVersion", live);
        strategy::prepare_update(call, live, &mut new);
        let causes = validate::on_update(call, live, &new);
        if !causes.is_empty() {
            return Err(Refusal::invalid(&kind.group, &kind.kind, &call.name, &causes));
        }
        self.allocate(kind, Some(live), &mut new)?;
        Ok(new)
    }

    fn check_namespace(&self, call: &Call, object: &Value) -> Result<(), Refusal> {
        if !call.kind.namespaced {
            return Ok(());
        }
        let Some(namespaces) = super::kinds::find("", "namespaces") else { return Ok(()) };
        let key = super::store::Key::new(namespaces, "", call.namespace.clone());
        let Some(namespace) = self.store.get(&key) else {
            return Err(Refusal::not_found(namespaces, &call.namespace));
        };
        if meta::is_terminating(&namespace) {
            let why = format!(
                "unable to create new content in namespace {} because it is being terminated",
                call.namespace
            );
            let mut refusal = Refusal::forbidden_object(call.kind, meta::text(object, "name"), &why);
            let cause = json!({
                "reason": "NamespaceTerminating",
                "message": format!("namespace {} is being terminated", call.namespace),
                "field": "metadata.namespace",
            });
            if let Some(details) = refusal.details.as_mut().and_then(Value::as_object_mut) {
                details.insert("causes".to_owned(), json!([cause]));
            }
            return Err(refusal);
        }
        Ok(())
    }
}

/// Go's words for a `resourceVersion` that is no number.
pub(crate) fn check_version(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_unread| format!("strconv.ParseUint: parsing {text:?}: invalid syntax"))
}

/// Puts the request's namespace into the object, or refuses another one.
pub(crate) fn settle_namespace(call: &Call, object: &mut Value) -> Result<(), Refusal> {
    let said = meta::text(object, "namespace").to_owned();
    if call.kind.namespaced && said.is_empty() {
        meta::set(object, "namespace", json!(call.namespace));
    } else if said != call.namespace {
        return Err(Refusal::bad_request(
            "the namespace of the provided object does not match the namespace sent on the request",
        ));
    }
    Ok(())
}

fn generate_name(object: &mut Value) {
    let base = meta::text(object, "generateName");
    if !meta::text(object, "name").is_empty() || base.is_empty() {
        return;
    }
    let base: String = base.chars().take(NAME - RANDOM).collect();
    let name = format!("{base}{}", meta::suffix(RANDOM));
    meta::set(object, "name", json!(name));
}

//! What it is for: texts that thousands of rows share, kept once. In: a text. Out: the shared one.
//! Never: a text kept for ever that no row holds.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

/// How many texts are kept before those that nobody holds are let go for the first time.
const FIRST: usize = 1_024;

/// Texts by themselves.
#[derive(Debug)]
pub(super) struct Shared(Mutex<(HashSet<Arc<str>>, usize)>);

impl Default for Shared {
    fn default() -> Self {
        Self(Mutex::new((HashSet::new(), FIRST)))
    }
}

impl Shared {
    /// The one copy of that text.
    pub(super) fn of(&self, text: &str) -> Arc<str> {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (texts, most) = &mut *guard;
        if let Some(known) = texts.get(text) {
            return Arc::clone(known);
        }
        if texts.len() >= *most {
            texts.retain(|one| Arc::strong_count(one) > 1);
            *most = FIRST.max(texts.len() * 2);
        }
        let text: Arc<str> = text.into();
        texts.insert(Arc::clone(&text));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once_and_let_go_when_nobody_holds_it() {
        let shared = Shared::default();
        let first = shared.of("web");
        assert!(Arc::ptr_eq(&first, &shared.of("web")));
        for number in 0..10 * FIRST {
            shared.of(&number.to_string());
        }
        let kept = shared.0.lock().expect("a lock").0.len();
        assert!(kept <= FIRST, "{kept}");
        assert!(Arc::ptr_eq(&first, &shared.of("web")));
    }
}

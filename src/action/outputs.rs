//! What it is for: the outputs of each action: what later steps may name as `steps.<id>.out.<name>`.
//! In: an action's key. Out: names, for `check`, for the documentation and for tests of what `worker` gives.
//! Never: an output that only one of them knows.

/// An output of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Output {
    /// Its name.
    pub name: &'static str,
    /// Every good end gives it. The others come by one of several ways only.
    pub is_always: bool,
}

const fn always(name: &'static str) -> Output {
    Output { name, is_always: true }
}

const fn sometimes(name: &'static str) -> Output {
    Output { name, is_always: false }
}

/// The outputs of the action of this key, in the order of the documentation. What `expect` captures comes on top.
pub fn outputs(key: &str) -> &'static [Output] {
    const FILE: &[Output] = &[always("file"), sometimes("digest")];
    const LOG: &[Output] = &[sometimes("log-file")];
    match key {
        "job.create" => const { &[always("name"), always("uid")] },
        "job.wait" | "exec" => LOG,
        "manifest.edit" | "manifest.restore" => FILE,
        "manifest.apply" | "template.process" => const { &[always("digest")] },
        "route.switch" => const { &[always("to")] },
        "http.check" => const { &[always("status")] },
        "git.commit" => const { &[always("id"), always("commit"), sometimes("message")] },
        "git.push" => const { &[always("commit"), sometimes("branch"), sometimes("pull_request")] },
        "git.revert" => {
            const {
                &[
                    sometimes("commit"),
                    sometimes("id"),
                    sometimes("reverts"),
                    sometimes("undone"),
                    sometimes("message"),
                ]
            }
        }
        "announce.draft" => const { &[always("text")] },
        "manual" => const { &[always("answer")] },
        // An image's digest is noted under the image's own name, which no placeholder can be.
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;

    #[test]
    fn the_documentation_lists_the_outputs_of_each_action() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/procedures/README.md");
        let readme = std::fs::read_to_string(path).expect("the documentation");
        for key in Action::KEYS.into_iter().filter(|key| !outputs(key).is_empty()) {
            let names = |is_always: bool| {
                let wanted = outputs(key).iter().filter(|output| output.is_always == is_always);
                wanted.map(|output| format!("`{}`", output.name)).collect::<Vec<_>>().join(", ")
            };
            let row = format!("| `{key}` | {} | {} |\n", names(true), names(false));
            let row = row.replace("|  |", "| |");
            assert!(readme.contains(&row), "procedures/README.md lacks the line\n{row}");
        }
    }

    #[test]
    fn a_name_can_stand_in_a_placeholder_and_is_there_once() {
        for key in Action::KEYS {
            for (index, output) in outputs(key).iter().enumerate() {
                let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
                assert!(output.name.chars().all(is_word), "{key}: {}", output.name);
                assert!(outputs(key).iter().skip(index + 1).all(|other| other.name != output.name));
            }
        }
    }
}
